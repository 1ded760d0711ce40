import { isAbsolute, join, relative, resolve } from "node:path";
import type { Block, TerraformDocument } from "./document";

/**
 * Keeps every state of a run inside `workFolder`. A relative local path that already stays inside is left alone;
 * any other local path, and every S3 state, moves to a file there. The stack that writes a state and the stacks that
 * read it are moved to the same file.
 *
 * @param stackFolder the folder of the copied stack, against which Terraform resolves relative paths
 * @throws Error for a kind of backend that has no file to stand in for it
 */
export function keepStateInside(
  document: TerraformDocument,
  stackFolder: string,
  workFolder: string,
): TerraformDocument {
  const backend = Object.entries((document.terraform?.backend ?? {}) as Record<string, Block>)[0];
  const moved = { ...document };
  if (backend) {
    const path = fileFor(backend[0], backend[1], stackFolder, workFolder);
    moved.terraform = { ...document.terraform, backend: { local: { path } } };
  }
  const readers = document.data?.terraform_remote_state;
  if (readers) {
    const movedReaders = Object.entries(readers).map(([name, reader]) => {
      const config = (reader.config ?? {}) as Block;
      const path = fileFor(String(reader.backend), config, stackFolder, workFolder);
      return [name, { ...reader, backend: "local", config: { path } }];
    });
    moved.data = { ...document.data, terraform_remote_state: Object.fromEntries(movedReaders) };
  }
  return JSON.stringify(moved) === JSON.stringify(document) ? document : moved;
}

/** Absolute paths of the state a stack writes and of those it reads, by the name of the data source that reads. */
export interface StateFiles {
  readonly writes?: string;
  readonly reads: ReadonlyMap<string, string>;
}

export function stateFiles(document: TerraformDocument, stackFolder: string): StateFiles {
  const backend = document.terraform?.backend as Record<string, Block> | undefined;
  const written = backend?.local?.path;
  const readers = Object.entries(document.data?.terraform_remote_state ?? {});
  return {
    ...(typeof written === "string" ? { writes: resolve(stackFolder, written) } : {}),
    reads: new Map(
      readers.map(([name, reader]) => [name, resolve(stackFolder, String((reader.config as Block).path))]),
    ),
  };
}

function fileFor(kind: string, config: Block, stackFolder: string, workFolder: string): string {
  if (kind === "s3") return join(workFolder, "states", fileName(`${String(config.bucket)}/${String(config.key)}`));
  if (kind !== "local") throw new Error(`the end-to-end harness cannot stand in for the backend "${kind}"`);
  const path = typeof config.path === "string" ? config.path : "terraform.tfstate";
  const fromWork = relative(workFolder, resolve(stackFolder, path));
  const inside = !isAbsolute(path) && !fromWork.startsWith("..") && !isAbsolute(fromWork);
  return inside ? path : join(workFolder, "states", fileName(path));
}

function fileName(location: string): string {
  return `${location.replace(/[^\w.-]+/g, "_")}.tfstate`;
}
