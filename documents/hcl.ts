import { createRequire } from "node:module";
import type { Folder } from "./files";

type HclParser = (file: string, text: string) => Promise<unknown>;

const packageName = "@cdktn/hcl2json";

/** Parses an HCL file; undefined, with a problem, where it is none or the parser is not installed. */
export async function parseHcl(folder: Folder, path: string): Promise<unknown> {
  const text = folder.text(path);
  if (text === undefined) return undefined;
  const parse = loadParser();
  if (parse === undefined) {
    return folder.refuse(
      path,
      `is HCL, which needs the package ${packageName}`,
      `npm install --save-dev ${packageName}`,
    );
  }
  try {
    return await parse(path, text);
  } catch (error) {
    const detail = error instanceof Error ? error.message.split("\n")[0] : "unreadable";
    return folder.refuse(path, `is no HCL: ${detail}`, "run `terraform validate` on the folder and mend what it says");
  }
}

let parser: HclParser | undefined;

/** The parser is an optional package of some 4 MB: loaded only when there is HCL to read. */
function loadParser(): HclParser | undefined {
  if (parser) return parser;
  try {
    const { parse } = createRequire(__filename)(packageName) as { parse: HclParser };
    return (parser = parse);
  } catch {
    return undefined;
  }
}
