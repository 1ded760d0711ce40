import { isUtf8 } from "node:buffer";
import { readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { extname, relative, resolve, sep } from "node:path";
import type { DocumentProblem } from "./document-error";

/** Larger files are refused: no real stack or plan has them. */
export const maxFileMiB = 64;
/** Deeper JSON is refused: Terraform's own formats stay far below. */
const maxJsonDepth = 100;

/** Reads files below one folder, and nothing that lies outside of it. Collects problems instead of throwing. */
export class Folder {
  private readonly real: string;

  constructor(
    readonly root: string,
    readonly problems: DocumentProblem[],
  ) {
    this.real = realpathSync(root);
  }

  /** Path for messages: relative to what was loaded, with forward slashes. */
  shown(path: string): string {
    return relative(this.root, path).split(sep).join("/") || ".";
  }

  /** Names in a folder, in a fixed order, without hidden ones; empty where there is no such folder. */
  names(folder: string): readonly string[] {
    try {
      return readdirSync(folder)
        .filter((name) => !name.startsWith("."))
        .sort();
    } catch {
      return [];
    }
  }

  isFolder(path: string): boolean {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  }

  isFile(path: string): boolean {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  }

  /**
   * Whether a link leads out of the loaded folder: a document could show us any file of the machine that way. A module
   * beside the folder (`../vpc`) is fine as long as no link is involved.
   */
  private leadsOut(path: string): boolean {
    const real = realpathSync(path);
    const isBeside = !isInside(this.root, path);
    return isBeside ? real !== resolve(this.real, relative(this.root, path)) : !isInside(this.real, real);
  }

  /** Text of a file; undefined, with a problem, where it cannot be read. */
  text(path: string): string | undefined {
    try {
      const stats = statSync(path);
      if (!stats.isFile()) return this.refuse(path, "is no regular file", "give the path of a document");
      if (this.leadsOut(path)) {
        return this.refuse(path, "is a link that leads out of the folder", "replace the link by the file itself");
      }
      if (stats.size > maxFileMiB * 1024 * 1024) {
        const size = Math.round(stats.size / 1024 / 1024);
        return this.refuse(path, `has ${size} MiB, more than the ${maxFileMiB} MiB that are read`, "split the stack");
      }
      const bytes = readFileSync(path);
      if (!isUtf8(bytes)) return this.refuse(path, "is no UTF-8 text", "write it as UTF-8");
      return bytes.toString("utf8").replace(/^\uFEFF/, "");
    } catch (error) {
      return this.refuse(path, `cannot be read (${codeOf(error)})`, "check that it exists and that you may read it");
    }
  }

  /** Parsed JSON of a file; undefined, with a problem, where it is none. */
  json(path: string): unknown {
    const text = this.text(path);
    return text === undefined ? undefined : parseJsonDocument(text, this.shown(path), this.problems);
  }

  /** For `file()`: text of a file inside the loaded folder, without problems: what is missing is unknown. */
  quietText(path: string): string | undefined {
    try {
      if (!isInside(this.real, realpathSync(path)) || statSync(path).size > 1024 * 1024) return undefined;
      return statSync(path).isFile() ? readFileSync(path, "utf8") : undefined;
    } catch {
      return undefined;
    }
  }

  refuse(path: string, message: string, fix: string): undefined {
    this.problems.push({ path: this.shown(path), message, fix });
    return undefined;
  }
}

/** Parses JSON text that may be broken or hostile. */
export function parseJsonDocument(text: string, file: string, problems: DocumentProblem[]): unknown {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof SyntaxError ? error.message.slice(0, 160) : "nested too deep";
    problems.push({ path: file, message: `is no JSON: ${detail}`, fix: "synthesise it again; it may be cut off" });
    return undefined;
  }
  if (depthExceeds(data, maxJsonDepth)) {
    const message = `is nested deeper than ${maxJsonDepth} levels`;
    problems.push({ path: file, message, fix: "flatten it; no Terraform document is nested that deep" });
    return undefined;
  }
  return data;
}

/** Whether data is nested deeper than the limit; recursion stops at the limit too. */
export function depthExceeds(data: unknown, limit: number): boolean {
  if (typeof data !== "object" || data === null) return false;
  if (limit === 0) return true;
  if (Array.isArray(data)) return data.some((item) => depthExceeds(item, limit - 1));
  for (const key in data) {
    if (depthExceeds((data as Record<string, unknown>)[key], limit - 1)) return true;
  }
  return false;
}

export function hasExtension(name: string, ...extensions: readonly string[]): boolean {
  return extensions.some((extension) => name.endsWith(extension) && extname(name) !== "");
}

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === "string" ? code : "unknown cause";
}
