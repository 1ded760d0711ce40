import { readdirSync } from "node:fs";
import { join } from "node:path";

/** Every test file of a folder, as one suite: what the files import is loaded once instead of once a file. */
export function allTestsIn(folder: string): void {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".test.ts"));
  for (const file of files.sort()) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- which files there are is known at run time
    describe(file, () => void require(join(folder, file)));
  }
}
