import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { assemble, type RootInput } from "./assemble";
import { isBody, type CallSource, type ParsedFile } from "./configuration";
import { DocumentError, type DocumentProblem } from "./document-error";
import { DocumentSet } from "./document-set";
import { asList } from "./evaluate";
import { Folder, depthExceeds, hasExtension } from "./files";
import { parseHcl } from "./hcl";
import { objectsFrom } from "./kubernetes";
import { isPlan, Plan } from "./plan";
import { parseYaml, toValue } from "./text";
import type { Documents, KubernetesObject } from "./types";

/** What has been found under a path, before it is put together. */
interface Found {
  readonly roots: RootInput[];
  readonly plans: Plan[];
  readonly manifests: KubernetesObject[];
  factory?: unknown;
}

const terraformKeys = [
  "resource",
  "data",
  "provider",
  "module",
  "terraform",
  "variable",
  "output",
  "locals",
  "check",
  "ephemeral",
  "action",
];
/** How deep a folder is searched for root modules and manifests. */
const maxFolderDepth = 8;

/**
 * Loads what will be deployed from a `cdktf.out` folder, a stack's folder, a folder of `.tf`, `.tf.json` or Kubernetes
 * YAML files, one such file, or a plan as `terraform show -json` prints it.
 *
 * @throws DocumentError with every problem, where something cannot be read
 */
export async function loadDocuments(path: string): Promise<Documents> {
  const absolute = resolve(path);
  if (!existsSync(absolute)) {
    throw new DocumentError([
      { path, message: "does not exist", fix: "give a cdktf.out folder, a stack folder, a .tf.json file or a plan" },
    ]);
  }
  const problems: DocumentProblem[] = [];
  const found: Found = { roots: [], plans: [], manifests: [] };
  if (statSync(absolute).isDirectory()) await loadFolder(new Folder(absolute, problems), found);
  else await loadFile(new Folder(dirname(absolute), problems), absolute, found);
  if (problems.length === 0 && found.roots.length + found.plans.length + found.manifests.length === 0) {
    problems.push({ path, message: "holds no documents", fix: "synthesise the app first, then give its cdktf.out" });
  }
  return build(found, problems);
}

/**
 * Documents from memory: Terraform JSON by the stack's name, as `stack.toTerraform()` gives it.
 *
 * @throws DocumentError where one has a wrong shape
 */
export function documentsFromMemory(stacks: Readonly<Record<string, unknown>>, factory?: unknown): Documents {
  const problems: DocumentProblem[] = [];
  const found: Found = { roots: [], plans: [], manifests: [], factory };
  for (const [name, data] of Object.entries(stacks)) {
    if (!isBody(data) || depthExceeds(data, 100)) {
      problems.push({
        path: name,
        message: "is no Terraform JSON",
        fix: "pass the object that stack.toTerraform() gives",
      });
    } else {
      addData(found, problems, name, { file: "<memory>", data });
    }
  }
  return build(found, problems);
}

function build(found: Found, problems: DocumentProblem[]): Documents {
  if (problems.length > 0) throw new DocumentError(problems);
  const { stacks, resources, providers, opaqueModules } = assemble(found.roots, found.plans, problems);
  if (problems.length > 0) throw new DocumentError(problems);
  return new DocumentSet(stacks, resources, providers, opaqueModules, found.manifests, found.factory);
}

async function loadFile(folder: Folder, path: string, found: Found): Promise<void> {
  if (hasExtension(path, ".yaml", ".yml")) return loadManifests(folder, path, found);
  if (hasExtension(path, ".tf", ".tofu")) {
    const data = await parseHcl(folder, path);
    if (data !== undefined)
      await addRoot(folder, dirname(path), stackName(path, data), [{ file: folder.shown(path), data }], found);
    return;
  }
  if (basename(path) === "manifest.json") return loadManifest(folder, path, found);
  const data = folder.json(path);
  if (data === undefined) return;
  const file = { file: folder.shown(path), data };
  if (isPlan(data)) found.plans.push(new Plan(stackName(path, data), file.file, data, folder.problems));
  else if (looksLikeTerraform(data)) await addRoot(folder, dirname(path), stackName(path, data), [file], found);
  else {
    const message = "is neither Terraform JSON nor a plan";
    folder.refuse(path, message, "give a cdk.tf.json, or the output of `terraform show -json`");
  }
}

async function loadFolder(folder: Folder, found: Found): Promise<void> {
  const manifest = join(folder.root, "manifest.json");
  // What has the name and is no file is refused where it is read, not taken for absent.
  if (folder.names(folder.root).includes("manifest.json")) return loadManifest(folder, manifest, found);
  await searchFolder(folder, folder.root, found, 0);
}

/** A folder with Terraform files is a root module; one without is searched for such folders. */
async function searchFolder(folder: Folder, path: string, found: Found, depth: number): Promise<void> {
  const names = folder.names(path);
  // A chart's templates are no manifests yet.
  if (depth > maxFolderDepth || names.includes("Chart.yaml")) return;
  for (const name of names) {
    if (hasExtension(name, ".yaml", ".yml")) loadManifests(folder, join(path, name), found);
  }
  const files = await readModuleFiles(folder, path);
  if (files.length > 0) {
    await addRoot(folder, path, stackName(path, files.length === 1 ? files[0]?.data : undefined), files, found);
    return;
  }
  for (const name of names) {
    const inner = join(path, name);
    if (name !== "node_modules" && folder.isFolder(inner)) await searchFolder(folder, inner, found, depth + 1);
  }
}

async function loadManifest(folder: Folder, path: string, found: Found): Promise<void> {
  const manifest = folder.json(path);
  if (manifest === undefined) return;
  const stacks = isBody(manifest) ? manifest["stacks"] : undefined;
  if (!isBody(stacks)) {
    folder.refuse(path, "names no stacks", "synthesise the app again");
    return;
  }
  for (const [name, stack] of Object.entries(stacks)) {
    const file = isBody(stack) ? stack["synthesizedStackPath"] : undefined;
    const absolute = typeof file === "string" ? resolve(folder.root, file) : undefined;
    if (absolute === undefined || relative(folder.root, absolute).startsWith("..")) {
      folder.refuse(path, `stack '${name}' has no file in this folder`, "synthesise the app again");
      continue;
    }
    const files = await readModuleFiles(folder, dirname(absolute));
    if (files.length === 0) folder.refuse(absolute, "does not exist", "synthesise the app again");
    else await addRoot(folder, dirname(absolute), name, files, found);
  }
  const model = join(folder.root, "factory.json");
  if (folder.names(folder.root).includes("factory.json")) found.factory = folder.json(model);
}

/** All Terraform files of one folder, parsed. */
async function readModuleFiles(folder: Folder, path: string): Promise<readonly ParsedFile[]> {
  const files: ParsedFile[] = [];
  const names = folder.names(path);
  for (const name of names) {
    const file = join(path, name);
    const [, stem = "", ending] = /^(.*)\.(?:tf|tofu)(\.json)?$/.exec(name) ?? [];
    if (stem === "") continue;
    const isJson = ending !== undefined;
    // OpenTofu reads one of them, Terraform the other.
    if (name.startsWith(`${stem}.tofu`) && names.includes(`${stem}.tf${ending ?? ""}`)) {
      folder.refuse(file, `stands beside ${stem}.tf${ending ?? ""}: the tool decides which is run`, "keep one of them");
      continue;
    }
    const data = isJson ? folder.json(file) : await parseHcl(folder, file);
    if (data === undefined) continue;
    if (isBody(data)) files.push({ file: folder.shown(file), data });
    else folder.refuse(file, "is no Terraform JSON: expected an object", "synthesise it again");
  }
  return files;
}

/** Terraform reads these by itself, later ones winning. */
async function readVariableFiles(folder: Folder, path: string): Promise<ReadonlyMap<string, unknown>> {
  const names = folder.names(path);
  const automatic = names.filter((name) => /\.auto\.tfvars(\.json)?$/.test(name));
  const values = new Map<string, unknown>();
  for (const name of ["terraform.tfvars", "terraform.tfvars.json", ...automatic]) {
    if (!names.includes(name)) continue;
    const file = join(path, name);
    const data = name.endsWith(".json") ? folder.json(file) : await parseHcl(folder, file);
    if (isBody(data)) for (const [key, value] of Object.entries(data)) values.set(key, value);
  }
  return values;
}

async function addRoot(
  folder: Folder,
  path: string,
  name: string,
  files: readonly ParsedFile[],
  found: Found,
): Promise<void> {
  const modules = await readCalledModules(folder, path, files);
  const taken = new Set([...found.roots.map((root) => root.name), ...found.plans.map((plan) => plan.stack)]);
  const [only, ...others] = files;
  found.roots.push({
    name: taken.has(name) ? folder.shown(path) : name,
    file: only && others.length === 0 ? only.file : folder.shown(path),
    files,
    variables: await readVariableFiles(folder, path),
    // Terraform runs in the root module's folder, and paths are relative to it.
    readFile: (file) => folder.quietText(resolve(path, file)),
    moduleFiles: (caller, call) => modules.get(moduleKey(caller, call)),
  });
}

type ModuleFiles = { readonly folder: string; readonly files: readonly ParsedFile[] };

function moduleKey(callerFolder: string, call: Pick<CallSource, "name">): string {
  return `${callerFolder}|${call.name}`;
}

/** Reads the local modules that are called, and those that they call; also what `terraform init` has fetched. */
async function readCalledModules(
  folder: Folder,
  root: string,
  files: readonly ParsedFile[],
): Promise<ReadonlyMap<string, ModuleFiles>> {
  const modules = new Map<string, ModuleFiles>();
  const fetched = fetchedModules(folder, root);
  const read = new Map<string, readonly ParsedFile[]>();
  const pending = [{ folder: ".", files, key: "" }];
  for (let next = pending.shift(); next; next = pending.shift()) {
    for (const [name, source] of callsIn(next.files)) {
      const id = moduleKey(next.folder, { name });
      if (modules.has(id)) continue;
      const key = next.key === "" ? name : `${next.key}.${name}`;
      const local = /^\.{0,2}[/\\]/.test(source) ? resolve(root, next.folder, source) : fetched.get(key);
      if (local === undefined) continue;
      const shown = relative(root, local).split(sep).join("/") || ".";
      const known = read.get(shown);
      const moduleFiles = known ?? (await readModuleFiles(folder, local));
      if (moduleFiles.length === 0) continue;
      read.set(shown, moduleFiles);
      modules.set(id, { folder: shown, files: moduleFiles });
      if (known === undefined) pending.push({ folder: shown, files: moduleFiles, key });
    }
  }
  return modules;
}

function callsIn(files: readonly ParsedFile[]): readonly (readonly [name: string, source: string])[] {
  return files.flatMap(({ data }) =>
    asList(isBody(data) ? data["module"] : undefined).flatMap((group) =>
      Object.entries(isBody(group) ? group : {}).flatMap(([name, body]) => {
        const first: unknown = asList(body)[0];
        const source = isBody(first) ? first["source"] : undefined;
        return typeof source === "string" ? [[name, source] as const] : [];
      }),
    ),
  );
}

/** Folders of modules that `terraform init` has put beside the root module, by the path of calls. */
function fetchedModules(folder: Folder, root: string): ReadonlyMap<string, string> {
  const list = join(root, ".terraform", "modules", "modules.json");
  const data = folder.isFile(list) ? folder.json(list) : undefined;
  const entries = asList(isBody(data) ? data["Modules"] : undefined).filter(isBody);
  return new Map(
    entries.flatMap(({ Key: key, Dir: dir }) =>
      typeof key === "string" && typeof dir === "string" ? [[key, resolve(root, dir)] as const] : [],
    ),
  );
}

function loadManifests(folder: Folder, path: string, found: Found): void {
  const text = folder.text(path);
  if (text === undefined || !/^\s*"?apiVersion"?\s*:/m.test(text) || !/^\s*"?kind"?\s*:/m.test(text)) return;
  const documents = parseYaml(text).filter((document) => document !== null);
  if (documents.length === 0) {
    folder.refuse(path, "is no YAML, though it looks like a Kubernetes manifest", "check its indentation");
    return;
  }
  found.manifests.push(
    ...objectsFrom(
      documents.map((document) => toValue(document)),
      { file: folder.shown(path) },
    ),
  );
}

function addData(found: Found, problems: DocumentProblem[], name: string, file: ParsedFile): void {
  if (isPlan(file.data)) {
    found.plans.push(new Plan(name, file.file, file.data, problems));
    return;
  }
  found.roots.push({
    name,
    file: file.file,
    files: [file],
    variables: new Map(),
    readFile: () => undefined,
    moduleFiles: () => undefined,
  });
}

function looksLikeTerraform(data: unknown): boolean {
  return isBody(data) && Object.keys(data).some((key) => terraformKeys.includes(key));
}

/** The stack's own name from cdktf's metadata, else the name of its file or folder. */
function stackName(path: string, data: unknown): string {
  const comment = isBody(data) ? data["//"] : undefined;
  const metadata = isBody(comment) ? comment["metadata"] : undefined;
  const name = isBody(metadata) ? metadata["stackName"] : undefined;
  return typeof name === "string" ? name : basename(path).replace(/(\.(tf|tofu))?\.json$|\.(tf|tofu)$/, "");
}
