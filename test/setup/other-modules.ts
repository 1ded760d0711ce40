/** The examples, synthesised with other versions of what the library stands on than the checkout's. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

export const root = resolve(__dirname, "../..");

/** Names of the examples that can be run. */
export function examples(): readonly string[] {
  const folder = join(root, "examples");
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, "main.ts")));
}

/** Links the checkout's modules into `modules`, but for `others`: their folder, or undefined where they are left out. */
export function linkModules(modules: string, others: Readonly<Record<string, string | undefined>>): void {
  const link = (name: string, folder: string) => {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(folder, join(modules, name));
  };
  for (const name of installed()) if (!(name in others)) link(name, join(root, "node_modules", name));
  for (const [name, folder] of Object.entries(others)) if (folder !== undefined) link(name, folder);
}

function installed(): readonly string[] {
  const folder = join(root, "node_modules");
  return readdirSync(folder)
    .filter((name) => !name.startsWith("."))
    .flatMap((name) =>
      name.startsWith("@") ? readdirSync(join(folder, name)).map((inner) => `${name}/${inner}`) : [name],
    );
}

/** Runs a program that synthesises into `outdir`. */
export function synthesise(folder: string, args: readonly string[], outdir: string): void {
  mkdirSync(outdir, { recursive: true });
  const { status, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, CDKTF_OUTDIR: outdir },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr.slice(-1500));
}

/** Synthesises an example of a folder that has the library's sources, as `npm start` does. */
export function synthesiseSource(folder: string, example: string, outdir: string): void {
  const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
  synthesise(folder, [tsx, "--conditions=source", join(folder, "examples", example, "main.ts")], outdir);
}

export interface SynthesisedStacks {
  /** What Terraform reads, by the stack's name; without the core's version. */
  readonly documents: Readonly<Record<string, unknown>>;
  /** Versions of the core that wrote them. */
  readonly versions: ReadonlySet<string>;
}

export function stacks(outdir: string): SynthesisedStacks {
  const versions = new Set<string>();
  const names = readdirSync(join(outdir, "stacks")).sort();
  const documents = names.map((name) => {
    const document = JSON.parse(readFileSync(join(outdir, "stacks", name, "cdk.tf.json"), "utf8")) as {
      "//": { metadata: { version?: string } };
    };
    versions.add(document["//"].metadata.version ?? "");
    delete document["//"].metadata.version;
    return [name, document] as const;
  });
  return { documents: Object.fromEntries(documents), versions };
}
