import { indexText } from "./address";
import { ValueBlock, follow } from "./block";
import { isBody, type Body } from "./configuration";
import type { DocumentProblem } from "./document-error";
import { asList, referenceOf } from "./evaluate";
import { parseExpression } from "./expression";
import { walk } from "./path";
import { aliasAt, noteReferences } from "./provenance";
import type { ReferrerIndex } from "./resource";
import { emptyObject, toValue } from "./text";
import type { ProviderConfig, Resource } from "./types";
import { Unknown, type Reference, type Value, type ValueObject } from "./value";

/** Whether parsed JSON is what `terraform show -json` prints, of a plan or a state. */
export function isPlan(data: unknown): data is Body {
  return isBody(data) && typeof data["format_version"] === "string" && ("planned_values" in data || "values" in data);
}

/** Reads a plan: values that are known, values known after apply, and the references from its configuration. */
export class Plan {
  readonly resources: readonly PlannedResource[];
  readonly providers: readonly PlannedProvider[];
  readonly outputs: ReadonlyMap<string, Value>;
  private readonly configuration: Body;
  private modulePaths?: readonly string[];
  private readonly byBlock = new Map<string, PlannedResource[]>();

  constructor(
    readonly stack: string,
    readonly file: string,
    /** The plan as it was read. */
    readonly source: Body,
    private readonly problems: DocumentProblem[],
  ) {
    this.configuration = this.child(source, "configuration");
    this.providers = this.readProviders();
    this.resources = this.readResources();
    for (const resource of this.resources) {
      const key = blockKey(resource.modulePath, resource);
      const block = this.byBlock.get(key);
      if (block) block.push(resource);
      else this.byBlock.set(key, [resource]);
    }
    const planned = this.child(source, "planned_values" in source ? "planned_values" : "values");
    const outputs = Object.entries(this.child(planned, "outputs"));
    this.outputs = new Map(outputs.map(([name, output]) => [name, toValue(isBody(output) ? output["value"] : null)]));
  }

  /** The `terraform` block is not in a plan, except for the providers' sources and versions. */
  get terraform(): ValueBlock {
    const required = emptyObject();
    for (const [name, config] of Object.entries(this.child(this.configuration, "provider_config"))) {
      if (!isBody(config) || name.includes(":") || name.includes(".")) continue;
      required[name] = toValue({ source: config["full_name"], version: config["version_constraint"] });
    }
    const block = emptyObject();
    block["required_providers"] = required;
    return new ValueBlock(() => block);
  }

  private child(node: Body, key: string): Body {
    const value = Object.hasOwn(node, key) ? node[key] : undefined;
    if (value === undefined || value === null) return {};
    if (isBody(value)) return value;
    this.problem(key, "expected an object");
    return {};
  }

  private problem(at: string, message: string): void {
    const fix = "write the plan again with `terraform show -json`";
    this.problems.push({ path: `${this.file}: ${at}`, message, fix });
  }

  private readProviders(): readonly PlannedProvider[] {
    return Object.entries(this.child(this.configuration, "provider_config"))
      .filter((entry): entry is [string, Body] => isBody(entry[1]))
      .map(([key, config]) => {
        const attributes = this.expressionValues(
          this.child(config, "expressions"),
          text(config["module_address"]) ?? "",
        );
        return new PlannedProvider(this.stack, this.file, key, config, attributes);
      });
  }

  /** Values of a configuration's expressions, as far as the plan says them. */
  private expressionValues(expressions: Body, modulePath: string): ValueObject {
    const values = emptyObject();
    for (const [name, node] of Object.entries(expressions)) {
      const value = this.expressionValue(node, modulePath);
      if (value === undefined) continue;
      values[name] = value;
      this.noteExpression(values, name, node, modulePath);
    }
    return values;
  }

  private expressionValue(node: unknown, modulePath: string): Value | undefined {
    if (Array.isArray(node)) return node.map((item) => this.expressionValue(item, modulePath) ?? null);
    if (!isBody(node)) return undefined;
    if ("constant_value" in node) return toValue(node["constant_value"]);
    if (!Array.isArray(node["references"])) return this.expressionValues(node, modulePath);
    const references = referencesOf(node);
    const [only, ...others] = references;
    if (only && others.length === 0) {
      const value = this.referenceValue(only, modulePath);
      if (value !== undefined) return value;
    }
    return new Unknown("computed", only?.expression ?? "", references);
  }

  /** Only a root variable's value stands in the plan by name. */
  private referenceValue(reference: Reference, modulePath: string): Value | undefined {
    if (!reference.address.startsWith("var.") || reference.attribute !== "") return undefined;
    const name = reference.address.slice("var.".length);
    const call = this.callOf(modulePath);
    if (call) return this.expressionValue(this.child(call.body, "expressions")[name], call.parent);
    const variable = this.child(this.source, "variables")[name];
    return isBody(variable) && "value" in variable ? toValue(variable["value"]) : undefined;
  }

  private noteExpression(holder: object, key: string | number, node: unknown, modulePath: string): void {
    const references = referencesOf(node);
    if (references.length === 0) return;
    noteReferences(holder, key, {
      references,
      alone: references.length === 1,
      follow: (visited) => references.flatMap((reference) => this.targets(reference, modulePath, visited)),
    });
  }

  private readResources(): readonly PlannedResource[] {
    const changes = new Map<string, Body>();
    for (const change of asList(this.source["resource_changes"])) {
      if (isBody(change) && typeof change["address"] === "string") changes.set(change["address"], change);
    }
    const planned = this.child(this.source, "planned_values" in this.source ? "planned_values" : "values");
    const found = this.collect(this.child(planned, "root_module"), changes);
    // Data sources that were read while planning stand in the prior state only.
    const prior = this.child(this.child(this.source, "prior_state"), "values");
    const read = this.collect(this.child(prior, "root_module"), changes).filter(({ mode }) => mode === "data");
    const addresses = new Set(found.map(({ address }) => address));
    return [...found, ...read.filter(({ address }) => !addresses.has(address))];
  }

  private collect(module: Body, changes: ReadonlyMap<string, Body>): readonly PlannedResource[] {
    const modulePath = text(module["address"]) ?? "";
    const own = asList(module["resources"]).flatMap((node) => {
      if (isBody(node) && typeof node["type"] === "string" && typeof node["name"] === "string") {
        return [this.resource(node, modulePath, changes)];
      }
      this.problem("planned_values", "a resource without type or name");
      return [];
    });
    const inner = asList(module["child_modules"]).filter(isBody);
    return [...own, ...inner.flatMap((child) => this.collect(child, changes))];
  }

  private resource(node: Body, modulePath: string, changes: ReadonlyMap<string, Body>): PlannedResource {
    const address = text(node["address"]) ?? `${text(node["type"])}.${text(node["name"])}`;
    const change = changes.get(address);
    const detail = change ? this.child(change, "change") : {};
    const configured = this.configurationOf(modulePath, node);
    const expressions = configured ? this.child(configured, "expressions") : {};
    const value = this.merge(node["values"], detail["after_unknown"], expressions, modulePath);
    const key = text(configured?.["provider_config_key"]);
    const provider = this.providers.find((candidate) => candidate.key === key);
    const actions = asList(detail["actions"]).filter((action) => typeof action === "string");
    const attributes = typeof value === "object" && value !== null && !Array.isArray(value) ? value : emptyObject();
    const dependsOn = asList(configured?.["depends_on"]).filter((entry) => typeof entry === "string");
    return new PlannedResource(this, node, address, modulePath, attributes as ValueObject, {
      provider,
      actions,
      dependsOn,
    });
  }

  /** Known values with the unknown ones put in, and the references that were written for each. */
  private merge(value: unknown, unknown: unknown, expression: unknown, modulePath: string): Value {
    if (unknown === true) {
      const references = referencesOf(expression);
      return new Unknown("computed", references[0]?.expression ?? "known after apply", references);
    }
    if (Array.isArray(value)) {
      const blocks = Array.isArray(expression) ? expression : [];
      const list: Value[] = value.map((item, index) =>
        this.merge(item, asList(unknown)[index], blocks[index] ?? blocks[0], modulePath),
      );
      return list;
    }
    if (!isBody(value)) return toValue(value);
    const object = emptyObject();
    const keys = new Set([...Object.keys(value), ...(isBody(unknown) ? Object.keys(unknown) : [])]);
    for (const key of keys) {
      const inner = isBody(expression) && Object.hasOwn(expression, key) ? expression[key] : undefined;
      const isUnknownHere = isBody(unknown) && Object.hasOwn(unknown, key) ? unknown[key] : undefined;
      object[key] = this.merge(Object.hasOwn(value, key) ? value[key] : undefined, isUnknownHere, inner, modulePath);
      this.noteExpression(object, key, inner, modulePath);
    }
    return object;
  }

  private readonly blocks = new Map<string, ReadonlyMap<string, Body>>();

  /** The block of the configuration that a planned resource comes from. */
  private configurationOf(modulePath: string, node: Body): Body | undefined {
    const plain = withoutIndices(modulePath);
    let blocks = this.blocks.get(plain);
    if (blocks === undefined) {
      const resources = asList(this.moduleOf(plain)["resources"]).filter(isBody);
      blocks = new Map(resources.map((block) => [configurationKey(block), block]));
      this.blocks.set(plain, blocks);
    }
    return blocks.get(configurationKey(node));
  }

  private readonly modules = new Map<string, Body>();

  private moduleOf(modulePath: string): Body {
    const plain = withoutIndices(modulePath);
    const known = this.modules.get(plain);
    if (known) return known;
    let module = this.child(this.configuration, "root_module");
    for (const name of moduleNames(plain)) {
      module = this.child(this.child(this.child(module, "module_calls"), name), "module");
    }
    this.modules.set(plain, module);
    return module;
  }

  private callOf(modulePath: string): { readonly body: Body; readonly parent: string } | undefined {
    const parts = /^(?:(.*)\.)?module\.([^.[]+)(\[[^\]]*\])?$/s.exec(modulePath);
    const [, parent = "", name] = parts ?? [];
    if (name === undefined) return undefined;
    return { body: this.child(this.child(this.moduleOf(parent), "module_calls"), name), parent };
  }

  /** The resources that a reference of a module's configuration leads to. */
  private targets(reference: Reference, modulePath: string, visited: Set<object>): readonly Resource[] {
    const [root = "", first = "", second = ""] = reference.address.split(".");
    if (root === "var") {
      const call = this.callOf(modulePath);
      if (!call) return [];
      const given = referencesOf(this.child(call.body, "expressions")[first]);
      return given.flatMap((inner) => this.targets(inner, call.parent, visited));
    }
    if (root === "module") return this.outputTargets(first, reference, modulePath, visited);
    const [mode, type, name] = root === "data" ? ["data", first, second] : ["managed", root, first];
    const block = this.byBlock.get(blockKey(modulePath, { mode, type, name })) ?? [];
    const index = leadingIndex.exec(reference.attribute)?.[0];
    const chosen = index === undefined ? block : block.filter((resource) => indexText(resource.index) === index);
    return chosen.flatMap((resource) => this.beyond(resource, reference, visited));
  }

  private outputTargets(
    name: string,
    reference: Reference,
    modulePath: string,
    visited: Set<object>,
  ): readonly Resource[] {
    const base = modulePath === "" ? `module.${name}` : `${modulePath}.module.${name}`;
    const index = leadingIndex.exec(reference.attribute)?.[0] ?? "";
    const expression = this.child(this.child(this.moduleOf(base), "outputs"), outputName(reference))["expression"];
    const instances = this.instancesOf(base).filter((path) => index === "" || path === base + index);
    // An output of a module without resources of its own may still pass on those of its own modules.
    return (instances.length > 0 ? instances : [base + index]).flatMap((path) =>
      referencesOf(expression).flatMap((inner) => this.targets(inner, path, visited)),
    );
  }

  /** Paths of a module's instances that have resources: `module.net["a"]`, `module.net["b"]`. */
  private instancesOf(base: string): readonly string[] {
    this.modulePaths ??= [...new Set(this.resources.map(({ modulePath }) => modulePath))];
    return this.modulePaths.filter(
      (path) => path === base || leadingIndex.exec(path.slice(base.length))?.[0] === path.slice(base.length),
    );
  }

  /** An attribute that was itself written as one reference is another name for what that leads to. */
  private beyond(resource: PlannedResource, reference: Reference, visited: Set<object>): readonly Resource[] {
    const attribute = outputName(reference);
    if (attribute === "" || ["id", "arn", "name", "bucket", "key"].includes(attribute)) return [resource];
    const aliases = walk(resource.attributes, [attribute])
      .map(aliasAt)
      .filter((alias) => alias !== undefined);
    const further = aliases.flatMap((alias) => follow(alias, visited));
    return further.length > 0 ? further : [resource];
  }
}

/** References of an expression of the plan, each once: `aws_vpc.a.id` and `aws_vpc.a` are the same one. */
function referencesOf(node: unknown): readonly Reference[] {
  const listed = isBody(node) && Array.isArray(node["references"]) ? node["references"] : [];
  const texts = listed.filter((entry) => typeof entry === "string");
  const longest = texts.filter(
    (entry) => !texts.some((other) => other.startsWith(`${entry}.`) || other.startsWith(`${entry}[`)),
  );
  return longest.flatMap((entry) => {
    const expression = parseExpression(entry);
    return expression.kind === "traversal" ? [referenceOf(expression)] : [];
  });
}

function blockKey(modulePath: string, block: { mode: string; type: string; name: string }): string {
  return `${modulePath}|${block.mode}|${block.type}.${block.name}`;
}

/** `[0]` or `["a"]` at the beginning. */
const leadingIndex = /^\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/;

/** The attribute or output that a reference asks for, without the instance's index. */
function outputName({ attribute }: Reference): string {
  return attribute.replace(leadingIndex, "").replace(/^\./, "").split(/[.[]/)[0] ?? "";
}

function configurationKey(block: Body): string {
  return `${text(block["mode"])}|${text(block["type"])}.${text(block["name"])}`;
}

function withoutIndices(modulePath: string): string {
  return modulePath.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "");
}

function moduleNames(plainPath: string): readonly string[] {
  return plainPath === "" ? [] : plainPath.split(".").filter((_name, index) => index % 2 === 1);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export class PlannedProvider extends ValueBlock implements ProviderConfig {
  readonly modulePath: string;
  readonly name: string;
  readonly alias?: string;

  constructor(
    readonly stack: string,
    readonly file: string,
    readonly key: string,
    config: Body,
    readonly attributes: ValueObject,
  ) {
    super(() => attributes);
    this.modulePath = text(config["module_address"]) ?? "";
    this.name = text(config["name"]) ?? key;
    this.alias = text(config["alias"]);
  }
}

export class PlannedResource extends ValueBlock implements Resource {
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly stack: string;
  readonly file: string;
  readonly index?: number | string;
  readonly repeated = false;
  readonly provider?: ProviderConfig;
  readonly providerAlias?: string;
  readonly dependsOn: readonly string[];
  readonly actions?: readonly string[];
  referrerIndex: ReferrerIndex = () => [];

  constructor(
    plan: { readonly stack: string; readonly file: string },
    node: Body,
    readonly address: string,
    readonly modulePath: string,
    readonly attributes: ValueObject,
    details: {
      readonly provider?: PlannedProvider;
      readonly actions: readonly string[];
      readonly dependsOn: readonly string[];
    },
  ) {
    super(() => attributes);
    this.mode = node["mode"] === "data" ? "data" : "managed";
    this.type = text(node["type"]) ?? "";
    this.name = text(node["name"]) ?? "";
    this.stack = plan.stack;
    this.file = plan.file;
    const { index } = node;
    if (typeof index === "number" || typeof index === "string") this.index = index;
    this.provider = details.provider;
    if (details.provider?.alias !== undefined)
      this.providerAlias = `${details.provider.name}.${details.provider.alias}`;
    if (details.actions.length > 0) this.actions = details.actions;
    this.dependsOn = details.dependsOn;
  }

  referrers(...types: readonly string[]): readonly Resource[] {
    return this.referrerIndex(this, types);
  }
}
