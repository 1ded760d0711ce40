import { ValueBlock } from "./block";
import { asList, evaluateNode } from "./evaluate";
import {
  isBody,
  readConfiguration,
  type Body,
  type CallSource,
  type ModuleSource,
  type ParsedFile,
} from "./configuration";
import { findCycles } from "./cycles";
import type { DocumentProblem } from "./document-error";
import { ModuleInstance } from "./module-instance";
import type { Plan } from "./plan";
import type { ConfiguredResource } from "./resource";
import { emptyObject } from "./text";
import type { OpaqueModule, Stack } from "./types";
import { isObject, type Value } from "./value";

/** More resources than this are refused: it takes modules that multiply each other to get there. */
const maxResources = 200_000;
/** Modules nested deeper than this call each other in a circle. */
const maxModuleDepth = 20;

/** One root module as the loader found it. */
export interface RootInput {
  readonly name: string;
  readonly file: string;
  readonly files: readonly ParsedFile[];
  readonly variables: ReadonlyMap<string, unknown>;
  readonly readFile: (path: string) => string | undefined;
  /** Files of a module by its caller's folder and its call; undefined where it is not here. */
  readonly moduleFiles: (
    callerFolder: string,
    call: CallSource,
  ) => { folder: string; files: readonly ParsedFile[] } | undefined;
}

export interface Assembled {
  readonly stacks: readonly Stack[];
  readonly resources: readonly (ConfiguredResource | Plan["resources"][number])[];
  readonly providers: readonly (ModuleInstance["providers"][number] | Plan["providers"][number])[];
  readonly opaqueModules: readonly OpaqueModule[];
}

/** Builds module instances of all roots together, so that one can read the other's outputs. */
export function assemble(roots: readonly RootInput[], plans: readonly Plan[], problems: DocumentProblem[]): Assembled {
  const opaqueModules: OpaqueModule[] = [];
  const instances: { readonly root: RootInput; readonly module: ModuleInstance }[] = [];
  const remoteState = (data: ConfiguredResource) =>
    findState(
      data,
      instances.map(({ module }) => module),
    );
  for (const root of roots) {
    const source = readConfiguration(".", root.files, problems);
    problems.push(...findCycles(source, root.file));
    const module = new ModuleInstance(
      {
        stack: root.name,
        readFile: root.readFile,
        variables: root.variables,
        remoteState,
        sourceOf: sourceFinder(root, problems),
      },
      "",
      source,
    );
    instances.push({ root, module });
  }
  const resources: Assembled["resources"][number][] = [];
  const providers: Assembled["providers"][number][] = [];
  for (const { root, module } of instances) {
    collect(module, 0, root, resources, providers, problems);
    if (problems.length === 0) opaqueModules.push(...opaqueIn(module, root.name));
  }
  for (const plan of plans) {
    for (const resource of plan.resources) resources.push(resource);
    for (const provider of plan.providers) providers.push(provider);
  }
  const stacks = [...instances.map(({ root, module }) => stackOf(root, module)), ...plans.map(planStack)];
  return { stacks, resources, providers, opaqueModules };
}

function collect(
  module: ModuleInstance,
  depth: number,
  root: RootInput,
  resources: Assembled["resources"][number][],
  providers: Assembled["providers"][number][],
  problems: DocumentProblem[],
): void {
  if (depth > maxModuleDepth || resources.length > maxResources) {
    const message =
      depth > maxModuleDepth
        ? `modules are nested deeper than ${maxModuleDepth} levels`
        : `has more than ${maxResources} resources`;
    problems.push({ path: root.file, message, fix: "look for a module that calls itself, and take the call out" });
    return;
  }
  // One by one: a call takes about a hundred thousand arguments, a large plan has more resources.
  for (const resource of module.resources()) resources.push(resource);
  for (const provider of module.providers) providers.push(provider);
  for (const children of module.childModules().values()) {
    for (const child of children) {
      collect(child, depth + 1, root, resources, providers, problems);
      // One message is enough, and going on would take for ever.
      if (problems.length > 0) return;
    }
  }
}

/** The calls of modules whose source is not here, in the module and in those below it. */
function opaqueIn(module: ModuleInstance, stack: string): readonly OpaqueModule[] {
  const prefix = module.path === "" ? "" : `${module.path}.`;
  const own = module.opaqueCalls().map(({ call: { name, source, file }, given }) => {
    return { address: `${prefix}module.${name}`, stack, source, file, given };
  });
  const below = [...module.childModules().values()].flat().flatMap((child) => opaqueIn(child, stack));
  return [...own, ...below];
}

/** Sources of called modules, each folder read once per root. */
function sourceFinder(root: RootInput, problems: DocumentProblem[]) {
  const sources = new Map<string, ModuleSource>();
  return (caller: ModuleSource, call: CallSource): ModuleSource | undefined => {
    const found = root.moduleFiles(caller.folder, call);
    if (found === undefined) return undefined;
    let source = sources.get(found.folder);
    if (source === undefined) {
      source = readConfiguration(found.folder, found.files, problems);
      problems.push(...findCycles(source, found.folder));
      sources.set(found.folder, source);
    }
    return source;
  };
}

function stackOf(root: RootInput, module: ModuleInstance): Stack {
  const settings = emptyObject();
  for (const body of module.source.terraform) {
    for (const [key, value] of Object.entries(evaluateNode(body, { module }) as Record<string, Value>)) {
      const earlier = settings[key];
      settings[key] = isObject(earlier) && isObject(value) ? Object.assign(emptyObject(), earlier, value) : value;
    }
  }
  const [only, ...others] = root.files;
  return {
    name: root.name,
    file: root.file,
    kind: "configuration",
    source: others.length === 0 ? only?.data : Object.fromEntries(root.files.map(({ file, data }) => [file, data])),
    terraform: new ValueBlock(() => settings),
    get outputs() {
      return new Map(Object.entries(module.outputs.all()));
    },
  };
}

function planStack(plan: Plan): Stack {
  const { stack: name, file, outputs, terraform, source } = plan;
  return { name, file, kind: "plan", source, terraform, outputs };
}

/** What tells two states of the same backend apart. */
const backendIdentity = [
  "path",
  "bucket",
  "key",
  "prefix",
  "container_name",
  "storage_account_name",
  "address",
  "organization",
  "workspaces",
  "secret_suffix",
  "conn_str",
  "schema_name",
];

/** The root module that writes the state which a `terraform_remote_state` reads. */
function findState(data: ConfiguredResource, modules: readonly ModuleInstance[]): ModuleInstance | undefined {
  const backend = data.record.get("backend");
  const config = firstBlock(data.record.get("config"));
  const byBackend = modules.find((module) => {
    const written = backendOf(module);
    return written !== undefined && written.type === backend && sameState(written.config, config);
  });
  if (byBackend) return byBackend;
  // cdktf names the data source after the stack; that counts where the stack says nothing of its backend.
  return modules.find(
    (module) =>
      backendOf(module) === undefined && data.name === `cross-stack-reference-input-${module.surroundings.stack}`,
  );
}

function backendOf(module: ModuleInstance): { readonly type: string; readonly config: Body } | undefined {
  for (const body of module.source.terraform) {
    for (const backend of asList(body["backend"])) {
      if (!isBody(backend)) continue;
      const [entry] = Object.entries(backend);
      if (entry) return { type: entry[0], config: firstBlock(evaluateNode(entry[1], { module })) };
    }
  }
  return undefined;
}

function sameState(a: Body, b: Body): boolean {
  const present = backendIdentity.filter((key) => a[key] !== undefined || b[key] !== undefined);
  return present.length > 0 && present.every((key) => JSON.stringify(a[key]) === JSON.stringify(b[key]));
}

function firstBlock(value: unknown): Body {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return isBody(first) ? first : {};
}
