import * as pulumi from "@pulumi/pulumi";
import { followSteps, formulaOf } from "./expressions";
import { isBlock, type Block, type Lowering } from "./lowering";
import { camelCase, propertyPath } from "./names";
import { dependenciesOf, outputBlock, type Entry, type Program, type Target } from "./program";
import type { StackDocument } from "./synthesised";
import { functionToken, tokenRow, type Package } from "./tokens";
import { awsProviderArguments } from "./tokens/bridged";
import { kubernetesProviderArguments } from "./tokens/kubernetes";

/** Versions of Pulumi's providers that the factory's resources ask for. */
export type PluginVersions = Readonly<Record<Package, string>>;

/** Registers the resources of a program below one component; each once, when it is first needed. */
export class Registrar {
  private readonly components = new Map<string, pulumi.ComponentResource>();
  private readonly resources = new Map<Entry, pulumi.CustomResource>();
  private readonly answers = new Map<Entry, pulumi.Output<unknown>>();
  private readonly providers = new Map<string, pulumi.ProviderResource | undefined>();

  constructor(
    private readonly factory: pulumi.ComponentResource,
    private readonly program: Program,
    private readonly plugins: PluginVersions,
  ) {}

  /** Registers every resource of the stack. */
  registerStack(stack: StackDocument): void {
    for (const entry of this.program.resourcesOf(stack)) this.resource(entry);
  }

  /** The value of an output of the stack: plain, or an Output. */
  outputOf(stack: StackDocument, name: string): unknown {
    return this.lowering(stack).value(outputBlock(stack, name)?.["value"]);
  }

  private resource(entry: Entry): pulumi.CustomResource {
    const known = this.resources.get(entry);
    if (known !== undefined) return known;
    const { stack, type, name, block } = entry;
    const row = tokenRow(type);
    if (row === undefined) throw new Error(`the resource type ${type} is not mapped`);
    // The SDK gives a resource only those outputs that are named among its inputs.
    const read = this.program.attributesOf(entry).filter((attribute) => attribute !== "id");
    const args = {
      ...Object.fromEntries(read.map((attribute) => [row.nameOf(attribute), undefined])),
      ...row.lower(block, this.lowering(stack), stack.folder),
    };
    const options = this.optionsOf(entry, row.package);
    const resource = new Native(row.token, `${stack.name}/${name}`, args, options);
    this.resources.set(entry, resource);
    return resource;
  }

  private optionsOf(entry: Entry, owner: Package): pulumi.CustomResourceOptions {
    const { stack, block } = entry;
    const lifecycle = isBlock(block["lifecycle"]) ? block["lifecycle"] : {};
    const { prevent_destroy: protect, ignore_changes: ignore, create_before_destroy: createFirst } = lifecycle;
    const options: pulumi.CustomResourceOptions = {
      parent: this.component(stack, parentPath(entry)),
      version: this.plugins[owner],
      dependsOn: this.dependencies(entry),
      // Terraform deletes before it creates unless told otherwise; most of our names are fixed and could not be twice.
      deleteBeforeReplace: createFirst !== true,
    };
    const provider = this.provider(stack, typeof block["provider"] === "string" ? block["provider"] : owner, owner);
    if (provider !== undefined) options.provider = provider;
    if (protect === true) options.protect = true;
    if (ignore !== undefined) {
      options.ignoreChanges = ignore === "all" ? ["*"] : (ignore as readonly string[]).map(propertyPath);
    }
    if (isBlock(block["timeouts"])) options.customTimeouts = block["timeouts"] as pulumi.CustomTimeouts;
    return options;
  }

  private dependencies({ stack, block }: Entry): pulumi.Resource[] {
    const own = dependenciesOf(block).flatMap((address) => this.program.resourceAt(stack, address) ?? []);
    const stacks = this.program.stacks.filter((each) => stack.dependencies.includes(each.path));
    return [...own.map((entry) => this.resource(entry)), ...stacks.map((each) => this.component(each, each.path))];
  }

  /** The component of a construct, below that of the construct around it. */
  private component(stack: StackDocument, path: string): pulumi.ComponentResource {
    if (path === "") return this.factory;
    const known = this.components.get(path);
    if (known !== undefined) return known;
    const parent = this.component(stack, path.split("/").slice(0, -1).join("/"));
    const type = path === stack.path ? "aifactory:index:Stack" : "aifactory:index:Construct";
    const component = new pulumi.ComponentResource(type, path, {}, { parent });
    this.components.set(path, component);
    return component;
  }

  private provider(stack: StackDocument, name: string, owner: Package): pulumi.ProviderResource | undefined {
    // Terraform's helm provider has its own copy of the access that the kubernetes provider has.
    const key = `${stack.name}/${name.replace(/^helm/, "kubernetes")}`;
    if (this.providers.has(key)) return this.providers.get(key);
    const block = providerBlock(stack, name, owner);
    const lowering = this.lowering(stack);
    const args =
      block === undefined
        ? undefined
        : owner === "aws"
          ? awsProviderArguments(block, lowering)
          : kubernetesProviderArguments(block, lowering);
    // A provider takes its configuration as text.
    const texts = Object.entries(args ?? {}).map(([argument, input]) => [argument, lowering.map(input, asText)]);
    const options = { parent: this.component(stack, stack.path), version: this.plugins[owner] };
    const provider =
      args === undefined ? undefined : new Provider(owner, key, Object.fromEntries(texts) as pulumi.Inputs, options);
    this.providers.set(key, provider);
    return provider;
  }

  private lowering(stack: StackDocument): Lowering {
    const value = (node: unknown): unknown => {
      if (typeof node === "string") return this.textValue(stack, node);
      if (Array.isArray(node)) return node.map(value);
      if (!isBlock(node)) return node;
      const entries = Object.entries(node).filter(([key]) => key !== "//");
      return Object.fromEntries(entries.map(([key, inner]) => [key, value(inner)]));
    };
    const refuse = (problem: string) => {
      throw new Error(problem);
    };
    return { value, map: mapInput, refuse };
  }

  private textValue(stack: StackDocument, text: string): unknown {
    const formula = formulaOf(text);
    if (formula === undefined) return text;
    const values = formula.references.map((reference) => {
      const target = this.program.targetOf(stack, reference);
      if (target === undefined) throw new Error(`the reference leads nowhere: ${reference.text}`);
      const { input, from } = this.inputOf(target);
      return mapInput(input, (value) => followSteps(value, reference, from));
    });
    return mapInput(values, (known) => formula.valueWith(known as readonly unknown[]));
  }

  private inputOf(target: Target): { readonly input: unknown; readonly from: number } {
    if (target.kind === "text") return { input: target.text, from: Number.POSITIVE_INFINITY };
    if (target.kind === "output") return { input: this.outputOf(target.stack, target.name), from: target.from };
    const { entry, attribute, from } = target;
    if (entry.mode === "data") {
      return { input: mapInput(this.answer(entry), (answer) => memberOf(answer, camelCase(attribute))), from };
    }
    const resource = this.resource(entry);
    const name = tokenRow(entry.type)?.nameOf(attribute) ?? attribute;
    return { input: attribute === "id" ? resource.id : memberOf(resource, name), from };
  }

  private answer(entry: Entry): pulumi.Output<unknown> {
    const known = this.answers.get(entry);
    if (known !== undefined) return known;
    const { stack, type, block } = entry;
    const provider = this.provider(stack, "aws", "aws");
    const args = this.lowering(stack).value(block) as Block;
    const inputs = Object.fromEntries(Object.entries(args).map(([key, input]) => [camelCase(key), input]));
    const options = { version: this.plugins.aws, ...(provider && { provider }) };
    const answer = pulumi.runtime.invokeOutput<unknown>(String(functionToken(type)), inputs, options);
    this.answers.set(entry, answer);
    return answer;
  }
}

/** The SDK's classes are abstract: each package's SDK derives its own. */
class Native extends pulumi.CustomResource {}
class Provider extends pulumi.ProviderResource {}

/** The path of the construct that a resource lies in, from the core's metadata; its stack where there is none. */
function parentPath({ stack, block }: Entry): string {
  const comment = block["//"];
  const metadata = isBlock(comment) && isBlock(comment["metadata"]) ? comment["metadata"] : {};
  const { path } = metadata;
  return typeof path === "string" ? path.split("/").slice(0, -1).join("/") : stack.path;
}

/** `aws` is the block without an alias, `aws.replica` the one with that alias. */
function providerBlock(stack: StackDocument, name: string, owner: Package): Block | undefined {
  const providers = isBlock(stack.document["provider"]) ? stack.document["provider"] : {};
  const [, alias] = name.split(".");
  const listed = providers[owner];
  const blocks = (Array.isArray(listed) ? (listed as readonly unknown[]) : [listed]).filter(isBlock);
  return blocks.find((block) => block["alias"] === alias);
}

function memberOf(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null ? Reflect.get(holder, name) : undefined;
}

function asText(value: unknown): unknown {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function mapInput(input: unknown, apply: (value: unknown) => unknown): unknown {
  return hasOutput(input) ? pulumi.all([input]).apply(([value]) => apply(value)) : apply(input);
}

function hasOutput(input: unknown): boolean {
  if (pulumi.Output.isInstance(input)) return true;
  if (Array.isArray(input)) return input.some(hasOutput);
  return isBlock(input) && Object.values(input).some(hasOutput);
}
