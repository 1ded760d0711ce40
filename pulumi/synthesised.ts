import { readFileSync, rmSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { App } from "../core/cdktf";
import { isBlock, type Block } from "./lowering";

/** One stack of a synthesised app. */
export interface StackDocument {
  readonly name: string;
  /** In the construct tree: `cloud-training/cloud-training-infra`. */
  readonly path: string;
  /** Where it was written, relative to the working directory where it lies below, so that no state names a machine. */
  readonly folder: string;
  /** Paths of the stacks it needs. */
  readonly dependencies: readonly string[];
  /** The content of `cdk.tf.json`. */
  readonly document: Block;
}

/**
 * Synthesises a factory into a folder, as `cdktf synth` does, for `NativeFactory` or `hclModule`.
 *
 * @param compose creates the blueprint in the app
 * @param outdir relative to the Pulumi program; charts are read from it during the deployment
 * @returns the folder
 * @throws FactoryError where the factory is not valid
 */
export function synthesised(compose: (app: App) => void, outdir = "cdktf.out"): string {
  // The core never removes the stacks of an earlier run.
  rmSync(join(outdir, "stacks"), { recursive: true, force: true });
  const app = new App({ outdir });
  compose(app);
  app.synth();
  return outdir;
}

/** The stacks of a synthesised folder; a stack comes after those it needs. */
export function readStacks(folder: string): readonly StackDocument[] {
  const manifest = readJson(join(folder, "manifest.json"));
  const entries = isBlock(manifest["stacks"]) ? Object.values(manifest["stacks"]) : [];
  const stacks = entries.filter(isBlock).map((entry) => stackOf(entry, folder));
  const ordered: StackDocument[] = [];
  const place = (stack: StackDocument): void => {
    if (ordered.includes(stack)) return;
    for (const each of stacks) if (stack.dependencies.includes(each.path)) place(each);
    ordered.push(stack);
  };
  stacks.forEach(place);
  return ordered;
}

function stackOf(entry: Block, folder: string): StackDocument {
  const path = String(entry["constructPath"]);
  return {
    name: String(entry["name"]),
    path,
    folder: `${portable(folder)}/${String(entry["workingDirectory"])}`,
    dependencies: (entry["dependencies"] as readonly string[] | undefined) ?? [],
    document: readJson(join(folder, String(entry["synthesizedStackPath"]))),
  };
}

function portable(folder: string): string {
  const below = relative(process.cwd(), folder);
  return (below.startsWith("..") ? folder : `./${below}`).split(sep).join("/");
}

function readJson(file: string): Block {
  const content: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isBlock(content)) throw new Error(`${file} is not a JSON object; synthesise the app first`);
  return content;
}
