import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

interface PackageFile {
  readonly version: string;
  readonly homepage?: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

/** The package's own manifest: one folder up from the sources, two from what is built. */
function readPackage(): PackageFile {
  const file = [join(__dirname, "..", "package.json"), join(__dirname, "..", "..", "package.json")].find(existsSync);
  return JSON.parse(readFileSync(file ?? "package.json", "utf8")) as PackageFile;
}

const manifest = readPackage();

export const { version, homepage } = manifest;

/** Public entry points below the package's name: `constructs/compute`. */
export const entryPoints: readonly string[] = Object.keys(manifest.exports)
  .filter((name) => name !== "." && !name.endsWith(".json"))
  .map((name) => name.replace(/^\.\//, ""));

/** The version of another package that this version of the library is tested with. @throws Error where it is not */
export function testedVersion(name: string): string {
  const range = manifest.devDependencies[name];
  if (range === undefined) throw new Error(`${name} is no package that the library is tested with`);
  return range;
}

/** Folder that the library is installed in; undefined in a checkout. */
export function modulesFolder(): string | undefined {
  const folder = join(__dirname, "..", "..", "..");
  return basename(folder) === "node_modules" ? folder : undefined;
}
