import { existsSync } from "node:fs";
import { resolve } from "node:path";

const folder = resolve(__dirname, "../../../shared");
const present = existsSync(folder);

/** A file of the folder `shared` that may stand beside the checkout. */
export function sharedFile(path: string): string {
  return resolve(folder, path);
}

/**
 * `describe` for tests that judge by the folder `shared` beside the checkout. Where it is absent they are skipped with
 * a message; where CI is set the missing folder is an error.
 */
export function withShared(name: string, tests: () => void): void {
  if (present) return void describe(name, tests);
  if (process.env.CI) throw new Error(`${name}: ../shared is absent, and CI is set`);
  console.warn(`skipped: ${name} (../shared is absent)`);
  describe.skip(name, tests);
}
