import { indexText } from "./address";
import { follow, followSlot } from "./block";
import type { Body, CallSource, ModuleSource, ProviderSource, ResourceSource } from "./configuration";
import {
  applySteps,
  elementsOf,
  evaluate,
  evaluateNode,
  note,
  unknownOf,
  type Context,
  type Repetition,
} from "./evaluate";
import type { Step, Traversal } from "./expression";
import { LazyRecord, type Entry } from "./lazy-record";
import { every, walk, walkFrom, type Segment, type Slot } from "./path";
import { aliasAt } from "./provenance";
import { ConfiguredProvider, ConfiguredResource } from "./resource";
import { emptyObject } from "./text";
import type { Resource } from "./types";
import { isUnknown, Unknown, type Value, type ValueObject } from "./value";
import { conform, parseType } from "./variable-type";

/** What a module instance needs of the documents around it. */
export interface Surroundings {
  readonly stack: string;
  readonly readFile: (path: string) => string | undefined;
  /** The source of a module that is called, by its address without indices; undefined where it is not here. */
  readonly sourceOf: (caller: ModuleSource, call: CallSource) => ModuleSource | undefined;
  /** Values for the root module's variables, from tfvars files. */
  readonly variables: ReadonlyMap<string, unknown>;
  /** The root module whose state a `terraform_remote_state` reads. */
  readonly remoteState: (data: ConfiguredResource) => ModuleInstance | undefined;
}

interface Parent {
  readonly module: ModuleInstance;
  readonly call: CallSource;
  readonly context: Context;
}

/** Instances of one resource block. */
interface Group {
  readonly instances: readonly ConfiguredResource[];
  readonly repeats: "no" | "count" | "each" | "unknown";
}

/** Arguments of a call that are Terraform's own. */
const callArguments = new Set(["//", "source", "version", "providers", "count", "for_each", "depends_on"]);

/** More instances of one block are not written out: it stays one resource that repeats an unknown number of times. */
const maxInstances = 1000;

/** One instance of a module: its values, resources and child modules. */
export class ModuleInstance {
  readonly locals: LazyRecord;
  readonly variables: LazyRecord;
  readonly outputs: LazyRecord;
  readonly providers: readonly ConfiguredProvider[];
  private readonly context: Context;
  private readonly sources: ReadonlyMap<string, readonly ResourceSource[]>;
  private readonly groups = new Map<string, Group>();
  private readonly running = new Set<string>();
  private children?: ReadonlyMap<string, readonly ModuleInstance[]>;

  constructor(
    readonly surroundings: Surroundings,
    /** `module.a["x"].module.b`, or `""`. */
    readonly path: string,
    readonly source: ModuleSource,
    readonly parent?: Parent,
    /** Key of this instance among those of its call. */
    readonly index?: number | string,
  ) {
    this.context = { module: this };
    this.locals = this.record(source.locals);
    this.outputs = this.record(source.outputs);
    this.variables = this.readVariables();
    this.sources = groupSources(source.resources);
    this.providers = source.providers.flatMap((provider) => this.configured(provider));
  }

  readFile(path: string): string | undefined {
    return this.surroundings.readFile(path);
  }

  /** Resources of this module, without those of child modules. */
  resources(): readonly ConfiguredResource[] {
    return [...this.sources.keys()].flatMap((key) => this.group(key)?.instances ?? []);
  }

  /** Instances of the modules that are called here and whose source is known, by the call's name. */
  childModules(): ReadonlyMap<string, readonly ModuleInstance[]> {
    if (this.children) return this.children;
    // Set before it is filled: a call that depends on itself must not run for ever.
    const children = new Map<string, readonly ModuleInstance[]>();
    this.children = children;
    for (const call of this.source.calls) {
      const source = this.surroundings.sourceOf(this.source, call);
      if (source) children.set(call.name, this.instantiate(call, source));
    }
    return children;
  }

  /** The calls of modules whose source is not here, with what they are given. */
  opaqueCalls(): readonly { readonly call: CallSource; readonly given: ValueObject }[] {
    return this.source.calls
      .filter((call) => this.surroundings.sourceOf(this.source, call) === undefined)
      .map((call) => {
        const given = Object.entries(call.body).filter(([key]) => !callArguments.has(key));
        return { call, given: this.record(new Map(given)).all() };
      });
  }

  private instantiate(call: CallSource, source: ModuleSource): readonly ModuleInstance[] {
    const base = this.path === "" ? `module.${call.name}` : `${this.path}.module.${call.name}`;
    return this.repetitions(call.body).map(({ repetition, index }) => {
      const path = base + indexText(index);
      const context = repetition ? { ...this.context, repetition } : this.context;
      return new ModuleInstance(this.surroundings, path, source, { module: this, call, context }, index);
    });
  }

  private record(nodes: ReadonlyMap<string, unknown>): LazyRecord {
    return new LazyRecord(new Map([...nodes].map(([key, node]) => [key, { node, context: this.context }])));
  }

  private readVariables(): LazyRecord {
    const entries = new Map<string, Entry>();
    const given = this.parent ? this.parent.call.body : Object.fromEntries(this.surroundings.variables);
    const from = this.parent?.context ?? this.context;
    for (const [name, variable] of this.source.variables) {
      const type = parseType(variable.type);
      const finish = type && ((value: Value) => conform(value, type));
      if (Object.hasOwn(given, name)) entries.set(name, { node: given[name], context: from, finish });
      else if (variable.hasDefault) entries.set(name, { node: variable.default, context: this.context, finish });
    }
    return new LazyRecord(entries);
  }

  /** One configuration, or with `for_each` (OpenTofu) one for each key, which becomes a part of the alias. */
  private configured(source: ProviderSource): readonly ConfiguredProvider[] {
    return this.repetitions(source.body).map(({ repetition, index }) => {
      const context = repetition ? { ...this.context, repetition } : this.context;
      const alias = source.alias === undefined ? undefined : source.alias + indexText(index);
      return new ConfiguredProvider(this.surroundings.stack, this.path, { ...source, alias }, context);
    });
  }

  /**
   * The provider configuration that a name means here (`aws`, `aws.us`): what the caller passed in, what is configured
   * here, or, for a default configuration, what the caller uses.
   */
  providerFor(reference: string, context: Context = this.context): ConfiguredProvider | undefined {
    // A provider with for_each is addressed as `aws.by_region["x"]`, or with `each.key` in the brackets.
    const bare = reference.replace(/^\$\{(.*)\}$/s, "$1");
    const [, plain = bare, index] = /^([^[]*)\[(.*)\]$/s.exec(bare) ?? [];
    const passed = this.parent && bodyOf(this.parent.call.body["providers"])[plain];
    if (this.parent && typeof passed === "string") return this.parent.module.providerFor(passed, this.parent.context);
    const [name, alias] = plain.split(".");
    const key = index === undefined ? undefined : evaluateNode(`\${${index}}`, context);
    const full = typeof key === "string" ? `${alias ?? ""}${indexText(key)}` : alias;
    const named = this.providers.filter((provider) => provider.name === name);
    const own = named.find((provider) => provider.alias === full) ?? named.find((provider) => provider.alias === alias);
    return own ?? (alias === undefined ? this.parent?.module.providerFor(plain, this.parent.context) : undefined);
  }

  private group(key: string): Group | undefined {
    const known = this.groups.get(key);
    if (known) return known;
    const sources = this.sources.get(key);
    if (!sources) return undefined;
    // A block whose count depends on itself is left as one that repeats an unknown number of times.
    if (this.running.has(key)) return { instances: [], repeats: "unknown" };
    this.running.add(key);
    const group = this.expand(sources);
    this.running.delete(key);
    this.groups.set(key, group);
    return group;
  }

  private expand(sources: readonly ResourceSource[]): Group {
    let repeats: Group["repeats"] = "no";
    const instances = sources.flatMap((source) =>
      this.repetitions(source.body).map(({ repetition, index }) => {
        if (repetition) repeats = repetition.kind;
        const context = repetition ? { ...this.context, repetition } : this.context;
        return new ConfiguredResource(this, source, context, index, repetition?.kind === "unknown");
      }),
    );
    if (instances.length === 0) repeats = sources.some(({ body }) => Object.hasOwn(body, "count")) ? "count" : "each";
    return { instances, repeats };
  }

  private repetitions(body: Body): readonly { readonly repetition?: Repetition; readonly index?: number | string }[] {
    if (Object.hasOwn(body, "count")) {
      const count = evaluateNode(body["count"], this.context);
      const times = typeof count === "string" ? Number(count) : count;
      if (typeof times !== "number" || !(times <= maxInstances)) return [{ repetition: unknownRepetition(count) }];
      return Array.from({ length: Math.max(0, times) }, (_unused, index) => ({
        repetition: { kind: "count" as const, index },
        index,
      }));
    }
    if (!Object.hasOwn(body, "for_each")) return [{}];
    const over = evaluateNode(body["for_each"], this.context);
    const elements = elementsOf(over);
    if (elements === undefined || elements.length > maxInstances) return [{ repetition: unknownRepetition(over) }];
    const around = { for_each: over };
    note(around, "for_each", body["for_each"], this.context);
    const parent = { holder: around, key: "for_each", value: over };
    return elements.map(([elementKey, value]) => {
      // In a set the key of an element is the element itself.
      const isSet = Array.isArray(over);
      const index = isSet ? value : elementKey;
      if (typeof index !== "string") return { repetition: unknownRepetition(over) };
      const slotKey = isSet ? Number(elementKey) : index;
      const written = { holder: over as object, key: slotKey, value, parent };
      return { repetition: { kind: "each" as const, key: index, value, written }, index };
    });
  }

  /** The value of a traversal that does not start at a bound name. */
  lookUp(traversal: Traversal, context: Context): Value {
    const { root, steps } = traversal;
    const [first, ...rest] = steps;
    const name = stepName(first);
    switch (root) {
      case "local":
        return this.lookUpIn(this.locals, name, rest, traversal, context, "dangling");
      case "var": {
        const declared = name !== undefined && this.source.variables.has(name);
        return this.lookUpIn(this.variables, name, rest, traversal, context, declared ? "variable" : "dangling");
      }
      case "module":
        return this.lookUpOutput(traversal, context);
      case "path":
        if (name === "cwd") return unknownOf("expression", traversal);
        return name === "module" ? this.source.folder : name === "root" ? "." : unknownOf("dangling", traversal);
      case "terraform":
      case "self":
        return unknownOf("computed", traversal);
      default:
        return this.lookUpResource(traversal, context);
    }
  }

  private lookUpIn(
    record: LazyRecord,
    name: string | undefined,
    rest: readonly Step[],
    traversal: Traversal,
    context: Context,
    missing: "dangling" | "variable",
  ): Value {
    const value = name === undefined ? undefined : record.get(name);
    return value === undefined ? unknownOf(missing, traversal) : applySteps(value, rest, context, traversal);
  }

  private lookUpOutput(traversal: Traversal, context: Context): Value {
    const found = this.outputsOf(traversal, context);
    if (found === undefined) {
      const called = this.source.calls.some((call) => call.name === stepName(traversal.steps[0]));
      return unknownOf(called ? "module" : "dangling", traversal);
    }
    const [module, ...others] = found.modules;
    const value = module && found.output !== undefined ? module.outputs.get(found.output) : undefined;
    // Several instances at once (a splat) are seldom more than a list of ids; the references lead on all the same.
    if (value === undefined || others.length > 0) return unknownOf(module ? "expression" : "dangling", traversal);
    return applySteps(value, found.rest, context, traversal);
  }

  private outputsOf(traversal: Traversal, context: Context) {
    const [call, ...afterCall] = traversal.steps;
    const instances = this.childModules().get(stepName(call) ?? "");
    if (instances === undefined) return undefined;
    const [next] = afterCall;
    const indexed = next?.kind === "index" || next?.kind === "splat";
    const key = next?.kind === "index" ? evaluate(next.key, context) : undefined;
    const chosen =
      indexed && !isUnknown(key) && key !== undefined ? instances.filter(({ index }) => index === key) : instances;
    const [output, ...rest] = indexed ? afterCall.slice(1) : afterCall;
    return { modules: chosen, output: stepName(output), rest };
  }

  private findGroup(
    traversal: Traversal,
  ): { readonly group: Group; readonly rest: readonly Step[]; readonly data: boolean } | undefined {
    const { root, steps } = traversal;
    const data = root === "data";
    const prefixed = data || root === "resource";
    const type = prefixed ? stepName(steps[0]) : root;
    const name = stepName(steps[prefixed ? 1 : 0]);
    if (type === undefined || name === undefined) return undefined;
    const group = this.group(groupKey(data ? "data" : "managed", type, name));
    return group && { group, rest: steps.slice(prefixed ? 2 : 1), data };
  }

  private lookUpResource(traversal: Traversal, context: Context): Value {
    const found = this.findGroup(traversal);
    if (!found) return unknownOf("dangling", traversal);
    const { group, rest, data } = found;
    const missing = data ? "data-source" : "computed";
    const { chosen, after, many } = chooseInstances(group, rest, context);
    if (many) return applySteps(collection(group), rest, context, traversal, missing);
    const [instance] = chosen;
    const [attribute, ...deeper] = after;
    const name = stepName(attribute);
    if (!instance || name === undefined) return unknownOf(instance ? missing : "dangling", traversal);
    const remote = this.remoteOutput(instance, name, deeper);
    if (remote) return applySteps(remote.value, remote.rest, context, traversal);
    const value = instance.record.get(name);
    if (value === undefined || value === null) return unknownOf(remoteReason(instance) ?? missing, traversal);
    return applySteps(value, deeper, context, traversal, missing);
  }

  private remoteOutput(instance: ConfiguredResource, attribute: string, steps: readonly Step[]) {
    const [output, ...rest] = steps;
    const name = stepName(output);
    if (instance.type !== "terraform_remote_state" || attribute !== "outputs" || name === undefined) return undefined;
    const slot = this.surroundings.remoteState(instance)?.outputs.slot(name);
    return slot && { ...slot, rest, slot };
  }

  /** The resources that a traversal leads to. */
  targets(traversal: Traversal, context: Context, visited: Set<object>): readonly Resource[] {
    const { root, steps } = traversal;
    const bound = context.names?.get(root);
    if (bound !== undefined) return this.targetsBelow(bound, steps, context, visited);
    const [first, ...rest] = steps;
    const name = stepName(first) ?? "";
    if (root === "each") {
      const written = context.repetition?.kind === "each" ? context.repetition.written : undefined;
      return written ? followDeeper(written, rest, context, visited) : [];
    }
    if (root === "local") return followRecord(this.locals, name, rest, context, visited);
    if (root === "var") return followRecord(this.variables, name, rest, context, visited);
    if (root === "module") {
      const found = this.outputsOf(traversal, context);
      const output = found?.output;
      if (!found || output === undefined) return [];
      return found.modules.flatMap((module) => followRecord(module.outputs, output, found.rest, context, visited));
    }
    return this.resourceTargets(traversal, context, visited);
  }

  private targetsBelow(
    bound: Value,
    steps: readonly Step[],
    context: Context,
    visited: Set<object>,
  ): readonly Resource[] {
    return walk(bound, segments(steps, context)).flatMap((slot) => followSlot(slot, visited));
  }

  private resourceTargets(traversal: Traversal, context: Context, visited: Set<object>): readonly Resource[] {
    const found = this.findGroup(traversal);
    if (!found) return [];
    const { chosen, after } = chooseInstances(found.group, found.rest, context);
    return chosen.flatMap((instance) => {
      const [attribute, ...deeper] = after;
      const name = stepName(attribute);
      if (name === undefined || identities.has(name)) return [instance];
      const remote = this.remoteOutput(instance, name, deeper);
      const slot = remote?.slot ?? instance.record.slot(name);
      if (!slot) return [instance];
      if (remote) return followDeeper(slot, remote.rest, context, visited);
      const aliases = walkFrom(slot, segments(deeper, context))
        .map(aliasAt)
        .filter((alias) => alias !== undefined);
      const further = aliases.flatMap((alias) => follow(alias, visited));
      return further.length > 0 ? further : [instance];
    });
  }
}

function groupSources(sources: readonly ResourceSource[]): ReadonlyMap<string, readonly ResourceSource[]> {
  const groups = new Map<string, ResourceSource[]>();
  for (const source of sources) {
    const own = groupKey(source.mode, source.type, source.name);
    const key = source.word === undefined ? own : `${source.word}.${own}`;
    const group = groups.get(key);
    if (group) group.push(source);
    else groups.set(key, [source]);
  }
  return groups;
}

/** Attributes that stand for the resource itself, even when they are written with a reference to another. */
const identities = new Set(["id", "arn", "name", "bucket", "key", "name_prefix", "tags", "tags_all"]);

function followRecord(
  record: LazyRecord,
  name: string,
  steps: readonly Step[],
  context: Context,
  visited: Set<object>,
): readonly Resource[] {
  const slot = record.slot(name);
  return slot ? followDeeper(slot, steps, context, visited) : [];
}

function followDeeper(slot: Slot, steps: readonly Step[], context: Context, visited: Set<object>): readonly Resource[] {
  const slots = walkFrom(slot, segments(steps, context));
  return (slots.length > 0 ? slots : [slot]).flatMap((inner) => followSlot(inner, visited));
}

function segments(steps: readonly Step[], context: Context): readonly Segment[] {
  if (steps.length === 0) return [];
  return steps.map((step) => {
    if (step.kind === "attribute") return step.name;
    const key = step.kind === "index" ? evaluate(step.key, context) : every;
    return typeof key === "string" || typeof key === "number" ? key : every;
  });
}

function chooseInstances(group: Group, steps: readonly Step[], context: Context) {
  const [next, ...after] = steps;
  if (group.repeats === "no") {
    // `x.y[*].id` and `x.y[0].id` are allowed on a resource that does not repeat.
    const direct = next?.kind === "attribute" || next === undefined;
    return { chosen: group.instances, after: direct ? steps : after, many: next?.kind === "splat" };
  }
  if (next?.kind === "index") {
    const key = evaluate(next.key, context);
    if (group.repeats === "unknown") return { chosen: group.instances, after, many: false };
    if (isUnknown(key)) return { chosen: group.instances, after, many: true };
    return { chosen: group.instances.filter(({ index }) => String(index) === String(key)), after, many: false };
  }
  return { chosen: group.instances, after: next?.kind === "splat" ? after : steps, many: true };
}

/** All instances of a block as the list or map that Terraform makes of them. */
function collection(group: Group): Value {
  if (group.repeats === "unknown") return new Unknown("repetition", "instances");
  if (group.repeats !== "each") return group.instances.map((instance) => instance.attributes);
  const map = emptyObject();
  for (const instance of group.instances) map[String(instance.index)] = instance.attributes;
  return map;
}

function unknownRepetition(value: Value): Repetition {
  return { kind: "unknown", references: isUnknown(value) ? value.references : [] };
}

function remoteReason(instance: ConfiguredResource): "remote-state" | undefined {
  return instance.type === "terraform_remote_state" ? "remote-state" : undefined;
}

function groupKey(mode: "managed" | "data", type: string, name: string): string {
  return `${mode === "data" ? "data." : ""}${type}.${name}`;
}

function stepName(step: Step | undefined): string | undefined {
  if (step?.kind === "attribute") return step.name;
  // `outputs["name"]` is the same as `outputs.name`.
  if (step?.kind === "index" && step.key.kind === "literal" && typeof step.key.value === "string")
    return step.key.value;
  return undefined;
}

function bodyOf(node: unknown): Body {
  const body: unknown = Array.isArray(node) ? node[0] : node;
  return typeof body === "object" && body !== null ? (body as Body) : {};
}
