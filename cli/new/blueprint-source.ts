import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { entryPoints } from "../package";

/** Where the sources to copy lie: `dist/blueprint-sources` in the package, the checkout's own root in a checkout. */
export function sourceRoot(): string {
  const packed = join(__dirname, "..", "..", "blueprint-sources");
  return existsSync(packed) ? packed : join(__dirname, "..", "..");
}

const imported = /(from\s+)"(\.[^"]*)"/g;

/**
 * A blueprint's source as a project owns it, by path below its folder `blueprint/`: the class's file, what that imports of
 * the blueprints, and an index. Imports of the rest of the library become imports of its public entry points.
 */
export function blueprintSource(entry: string, root = sourceRoot()): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const wanted = [entry];
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    const file = `${name}.ts`;
    if (files.has(file)) continue;
    const text = readFileSync(join(root, "blueprints", file), "utf8");
    const folder = posix.dirname(posix.join("blueprints", file));
    files.set(
      file,
      text.replace(imported, (whole, from: string, specifier: string) => {
        const target = posix.join(folder, specifier);
        if (!target.startsWith("blueprints/")) return `${from}"${publicModule(target)}"`;
        wanted.push(target.slice("blueprints/".length));
        return whole;
      }),
    );
  }
  return new Map([...files, ["index.ts", indexOf(files)]]);
}

/** Exports every file; of two with the same name in them, each for its own kind of factory, neither is meant for others. */
function indexOf(files: ReadonlyMap<string, string>): string {
  const names = [...files].map(([file, text]) => ({ file, exported: exportedNames(new Map([[file, text]])) }));
  const isClear = ({ file, exported }: (typeof names)[number]) =>
    !names.some((other) => other.file !== file && [...exported].some((name) => other.exported.has(name)));
  const lines = names.filter(isClear).map(({ file }) => `export * from "./${file.replace(/\.ts$/, "")}";`);
  return `${lines.sort().join("\n")}\n`;
}

/** Names that the owned source exports: the factory file takes them from there, everything else from the package. */
export function exportedNames(files: ReadonlyMap<string, string>): ReadonlySet<string> {
  const declared = /^export (?:declare )?(?:abstract )?(?:class|interface|type|function|const) (\w+)/gm;
  return new Set([...files.values()].flatMap((text) => [...text.matchAll(declared)].map((match) => match[1] ?? "")));
}

/** The most special public entry point that stands for a module of the library. */
function publicModule(path: string): string {
  if (path === "core/cdktf") return "cdktf";
  const entry = entryPoints
    .filter((name) => path === name || path.startsWith(`${name}/`))
    .sort((a, b) => b.length - a.length)[0];
  if (entry === undefined) throw new Error(`${path} has no public entry point`);
  return `ai-factory-blueprints/${entry}`;
}
