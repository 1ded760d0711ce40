import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface PackageFile {
  readonly version: string;
  readonly homepage?: string;
}

/** The package's own manifest: one folder up from the sources, two from what is built. */
function readPackage(): PackageFile {
  const file = [join(__dirname, "..", "package.json"), join(__dirname, "..", "..", "package.json")].find(existsSync);
  return JSON.parse(readFileSync(file ?? "package.json", "utf8")) as PackageFile;
}

export const { version, homepage } = readPackage();
