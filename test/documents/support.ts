import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DocumentError, documentsFromMemory, loadDocuments, type Documents, type Resource } from "../../documents";

/** A folder with the files, inside the test run's own folder. */
export function folderWith(files: Readonly<Record<string, unknown>>): string {
  const folder = mkdtempSync(join(process.env["AI_FACTORY_TEST_DIR"] ?? "", "documents-"));
  for (const [name, content] of Object.entries(files)) {
    const file = join(folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content, undefined, 2));
  }
  return folder;
}

/** Documents of one stack, named `stack`. */
export function stackOf(stack: object): Documents {
  return documentsFromMemory({ stack });
}

export function resourceAt(documents: Documents, address: string, stack?: string): Resource {
  const resource = documents.find(address, stack);
  if (!resource) throw new Error(`no ${address} among ${documents.all.map((one) => one.address).join(", ")}`);
  return resource;
}

/** The problems with which loading is refused. */
export async function problemsOf(path: string): Promise<readonly string[]> {
  try {
    await loadDocuments(path);
  } catch (error) {
    if (error instanceof DocumentError) return error.problems.map((problem) => `${problem.path}: ${problem.message}`);
    throw error;
  }
  return [];
}

export function addresses(resources: readonly Resource[]): readonly string[] {
  return resources.map(({ address }) => address);
}
