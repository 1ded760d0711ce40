import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const docsFolder = join(__dirname, "..", "..", "docs");

/** Writes the pages of a folder below docs/ by file name, and removes what else was there. */
export function writePages(folder: string, pages: ReadonlyMap<string, string>): void {
  const path = join(docsFolder, folder);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { recursive: true });
  for (const [name, text] of pages) writeFileSync(join(path, name), text);
  console.log(`${pages.size} pages in docs/${folder}`);
}
