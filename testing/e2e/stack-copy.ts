import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { addressedBlocks, providerOf, type TerraformDocument } from "./document";
import { judgedPart, withoutProviders, type LeftOut } from "./judged-part";
import { refusedByProvider } from "./provider-limits";
import { keepStateInside, stateFiles } from "./state-location";
import { testOverrides } from "./test-overrides";

/** A stack folder copied into the work folder, ready for Terraform. */
export interface StackCopy {
  readonly name: string;
  readonly folder: string;
  readonly document: TerraformDocument;
  readonly notJudged: readonly LeftOut[];
  /** What plain moto can apply, where that is less than the document. */
  readonly applicable?: TerraformDocument;
  /** The difference between the document and what is applicable. */
  readonly plannedOnly: readonly LeftOut[];
}

/** Providers that act on a cluster, which the simulated AWS only pretends to have. */
const actOnCluster = new Set(["kubernetes", "helm", "kubectl"]);

/**
 * Copies the stacks of a synthesised `cdktf.out` to `<workFolder>/cdktf.out/stacks/<stack>`: the same depth, so that
 * relative state paths stay inside. Sorted so that a stack comes after those it depends on.
 *
 * @param pluginMirror providers that are not in it are left out of the copies
 */
export function copyStacks(outDir: string, workFolder: string, pluginMirror: string): StackCopy[] {
  const stacksFolder = join(outDir, "stacks");
  if (!existsSync(stacksFolder)) throw new Error(`${outDir} is not a synthesised cdktf.out: no folder "stacks" in it`);
  const names = readdirSync(stacksFolder).filter((name) => existsSync(join(stacksFolder, name, "cdk.tf.json")));
  if (names.length === 0) throw new Error(`${outDir} holds no stack`);
  const copies = names.sort().map((name) => copyStack(outDir, workFolder, name, pluginMirror));
  return inOrder(copies, dependencies(outDir));
}

function copyStack(outDir: string, workFolder: string, name: string, pluginMirror: string): StackCopy {
  const folder = join(workFolder, "cdktf.out", "stacks", name);
  cpSync(join(outDir, "stacks", name), folder, {
    recursive: true,
    // A state or plugin of the user's own runs has no place in a test copy.
    filter: (source) => !/\/\.terraform(\/|$)|\.tfstate(\.|$)|\.terraform\.lock\.hcl$/.test(source),
  });
  const original = JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as TerraformDocument;
  const unavailable = unavailableProviders(original, pluginMirror);
  const refused = refusedByProvider(original);
  const { document: judged, leftOut } = judgedPart(
    original,
    (block) => unavailable.get(providerOf(block)) ?? refused(block),
  );
  const document = keepStateInside(withoutProviders(judged, new Set(unavailable.keys())), folder, workFolder);
  if (document !== original) writeDocument(folder, document);
  writeOverrides(folder, document);
  return { name, folder, document, notJudged: leftOut, plannedOnly: [] };
}

/** Writes the test copy's override file; an override of a block that is gone would be an error, so it follows the document. */
export function writeOverrides(stackFolder: string, document: TerraformDocument): void {
  const overrides = testOverrides(document) ?? {};
  writeFileSync(join(stackFolder, "end_to_end_override.tf.json"), JSON.stringify(overrides, null, 2));
}

export function writeDocument(stackFolder: string, document: TerraformDocument): void {
  writeFileSync(join(stackFolder, "cdk.tf.json"), JSON.stringify(document, null, 2));
}

/** Local names of the providers that cannot be used in a run, with the reason. */
export function unavailableProviders(document: TerraformDocument, pluginMirror: string): Map<string, string> {
  const required = (document.terraform?.required_providers ?? {}) as Record<string, { readonly source?: string }>;
  const used = addressedBlocks(document)
    .filter(({ section }) => section === "resource" || section === "data")
    .map(providerOf);
  const unavailable = new Map<string, string>();
  for (const name of new Set([...Object.keys(required), ...used])) {
    if (name === "terraform") continue;
    if (actOnCluster.has(name)) unavailable.set(name, "no cluster behind the simulated API");
    else if (!existsSync(join(pluginMirror, ...sourceAddress(required[name]?.source ?? name)))) {
      unavailable.set(name, `provider ${name} is not in the plugin mirror`);
    }
  }
  return unavailable;
}

/** `aws` → registry.terraform.io/hashicorp/aws, as Terraform itself completes a short source. */
function sourceAddress(source: string): string[] {
  const parts = source.split("/");
  if (parts.length === 1) return ["registry.terraform.io", "hashicorp", ...parts];
  return parts.length === 2 ? ["registry.terraform.io", ...parts] : parts;
}

/** Dependencies between stacks as the core wrote them down. */
function dependencies(outDir: string): ReadonlyMap<string, readonly string[]> {
  const file = join(outDir, "manifest.json");
  if (!existsSync(file)) return new Map();
  const manifest = JSON.parse(readFileSync(file, "utf8")) as {
    readonly stacks?: Readonly<Record<string, { readonly dependencies?: readonly string[] }>>;
  };
  return new Map(Object.entries(manifest.stacks ?? {}).map(([name, stack]) => [name, stack.dependencies ?? []]));
}

/** A stack comes after those it names as dependencies and those whose state it reads. */
function inOrder(copies: readonly StackCopy[], named: ReadonlyMap<string, readonly string[]>): StackCopy[] {
  const files = new Map(copies.map((copy) => [copy, stateFiles(copy.document, copy.folder)]));
  const ordered: StackCopy[] = [];
  const visit = (copy: StackCopy, path: readonly StackCopy[]): void => {
    if (ordered.includes(copy)) return;
    if (path.includes(copy))
      throw new Error(`stacks depend on each other: ${[...path, copy].map((c) => c.name).join(" -> ")}`);
    const reads = [...(files.get(copy)?.reads.values() ?? [])];
    const before = copies.filter((other) => {
      const writes = files.get(other)?.writes;
      return other !== copy && (named.get(copy.name)?.includes(other.name) || (writes && reads.includes(writes)));
    });
    for (const each of before) visit(each, [...path, copy]);
    ordered.push(copy);
  };
  for (const copy of copies) visit(copy, []);
  return ordered;
}
