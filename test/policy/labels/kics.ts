import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { at, nothing, whole, type LabelSet } from "./label-set";

interface Expected {
  readonly line: number;
  readonly fileName?: string;
}

/** KICS's fixtures: in a positive file the resources in which an expected line stands fail; all of a negative passes. */
export function kicsLabels(root: string): readonly LabelSet[] {
  return ["terraform/aws", "k8s"].flatMap((platform) => {
    const queries = join(root, "assets/queries", platform);
    if (!existsSync(queries)) return [];
    return readdirSync(queries).flatMap((query) => queryLabels(join(queries, query), query));
  });
}

function queryLabels(folder: string, query: string): readonly LabelSet[] {
  const [metadata, tests] = [join(folder, "metadata.json"), join(folder, "test")];
  if (!existsSync(metadata) || !existsSync(tests)) return [];
  const { id } = JSON.parse(readFileSync(metadata, "utf8")) as { readonly id: string };
  const expected = readExpected(join(tests, "positive_expected_result.json"));
  return readdirSync(tests).flatMap((file) => {
    const kind = /^(positive|negative)[\w-]*\.(tf|ya?ml)$/.exec(file)?.[1];
    if (kind === undefined) return [];
    const [name, documents] = [`${query}/${file}`, at(join(tests, file))];
    if (kind === "negative") return [{ id, name, documents, fail: nothing, pass: whole }];
    const lines = expected.filter(({ fileName = "positive.tf" }) => fileName === file).map(({ line }) => line);
    if (lines.length === 0) return [];
    if (!file.endsWith(".tf")) return [{ id, name, documents, fail: whole, pass: nothing }];
    const text = readFileSync(join(tests, file), "utf8");
    const fail = new Set(lines.flatMap((line) => addressAt(text, line) ?? []));
    return [{ id, name, documents, fail, pass: whole }];
  });
}

function readExpected(file: string): readonly Expected[] {
  if (!existsSync(file)) return [];
  const expected = JSON.parse(readFileSync(file, "utf8")) as readonly Expected[];
  return Array.isArray(expected) ? expected : [];
}

/** The resource whose block begins on the line or last before it. */
function addressAt(text: string, line: number): string | undefined {
  const before = text.split("\n").slice(0, line).reverse();
  const header = before.find((each) => /^\s*(resource|data|provider|module)\s/.test(each)) ?? "";
  const [, kind, type, name] = /^\s*(resource|data)\s+"?([\w-]+)"?\s+"?([\w-]+)"?/.exec(header) ?? [];
  return type === undefined ? undefined : `${kind === "data" ? "data." : ""}${type}.${name ?? ""}`;
}
