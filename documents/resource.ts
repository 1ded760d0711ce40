import { indexText } from "./address";
import { ValueBlock } from "./block";
import type { Body, ProviderSource, ResourceSource } from "./configuration";
import { asList, Evaluated, evaluateNode, type Context } from "./evaluate";
import { LazyRecord, type Entries, type Entry } from "./lazy-record";
import type { ModuleInstance } from "./module-instance";
import type { ProviderConfig, Resource } from "./types";
import type { Value, ValueObject } from "./value";

/** Looks up who refers to a resource, of the given types or of any; the documents keep the index. */
export type ReferrerIndex = (resource: Resource, types: readonly string[]) => readonly Resource[];

/** Arguments that are Terraform's own and no attribute of the resource. */
const metaArguments = new Set(["//", "count", "for_each", "provider", "depends_on", "lifecycle"]);

/** A resource or data source of a configuration. */
export class ConfiguredResource extends ValueBlock implements Resource {
  readonly address: string;
  readonly mode: "managed" | "data";
  readonly type: string;
  readonly name: string;
  readonly modulePath: string;
  readonly stack: string;
  readonly file: string;
  readonly constructPath?: string;
  readonly providerAlias?: string;
  readonly dependsOn: readonly string[];
  /** Attributes, each evaluated when it is first asked for. */
  readonly record: LazyRecord;
  referrerIndex: ReferrerIndex = () => [];

  constructor(
    private readonly module: ModuleInstance,
    private readonly source: ResourceSource,
    private readonly context: Context,
    readonly index: number | string | undefined,
    readonly repeated: boolean,
  ) {
    super(() => this.attributes);
    ({ mode: this.mode, type: this.type, name: this.name, file: this.file } = source);
    this.modulePath = module.path;
    this.stack = module.surroundings.stack;
    const prefix = this.modulePath === "" ? "" : `${this.modulePath}.`;
    const word = source.word ?? (this.mode === "data" ? "data" : "");
    this.address = `${prefix}${word === "" ? "" : `${word}.`}${this.type}.${this.name}${indexText(index)}`;
    this.record = attributesOf(source.body, metaArguments, context);
    this.constructPath = constructPathOf(source.body);
    this.dependsOn = asList(source.body["depends_on"])
      .filter((entry) => typeof entry === "string")
      .map(bare);
    const { provider } = source.body;
    this.providerAlias = typeof provider === "string" ? bare(provider) : undefined;
  }

  get attributes(): ValueObject {
    return this.record.all();
  }

  get lifecycle(): Value | undefined {
    const { lifecycle } = this.source.body;
    return lifecycle === undefined ? undefined : evaluateNode(lifecycle, this.context);
  }

  get provider(): ProviderConfig | undefined {
    return this.module.providerFor(this.providerAlias ?? this.type.split("_")[0] ?? this.type, this.context);
  }

  referrers(...types: readonly string[]): readonly Resource[] {
    return this.referrerIndex(this, types);
  }
}

/** A provider block of a configuration. */
export class ConfiguredProvider extends ValueBlock implements ProviderConfig {
  readonly name: string;
  readonly alias?: string;
  readonly file: string;
  private readonly record: LazyRecord;

  constructor(
    readonly stack: string,
    readonly modulePath: string,
    source: ProviderSource,
    context: Context,
  ) {
    super(() => this.attributes);
    this.name = source.name;
    this.alias = source.alias;
    this.file = source.file;
    this.record = attributesOf(source.body, new Set(["//", "alias", "for_each"]), context);
  }

  get attributes(): ValueObject {
    return this.record.all();
  }
}

function attributesOf(body: Body, left: ReadonlySet<string>, context: Context): LazyRecord {
  const plain = new WrittenArguments(body, left, context);
  if (!Object.hasOwn(body, "dynamic")) return new LazyRecord(plain);
  // What repeats may refer to anything in the module, which is not all there yet.
  let expanded: Entries | undefined;
  const all = () => (expanded ??= withDynamicBlocks(plain, body["dynamic"], context));
  return new LazyRecord({ keys: () => all().keys(), get: (key) => all().get(key) });
}

/** What is written in a body, but for the arguments that are left out. */
class WrittenArguments implements Entries {
  constructor(
    private readonly body: Body,
    private readonly left: ReadonlySet<string>,
    private readonly context: Context,
  ) {}

  keys(): readonly string[] {
    return Object.keys(this.body).filter((key) => !this.left.has(key));
  }

  get(key: string): Entry | undefined {
    const { body, context } = this;
    return Object.hasOwn(body, key) && !this.left.has(key) ? { node: body[key], context } : undefined;
  }
}

/** Blocks that a `dynamic` block makes stand after those that are written out. */
function withDynamicBlocks(plain: Entries, dynamic: unknown, context: Context): Entries {
  const entries = new Map<string, Entry>();
  for (const key of plain.keys()) {
    const entry = key === "dynamic" ? undefined : plain.get(key);
    if (entry) entries.set(key, entry);
  }
  const expanded = evaluateNode({ dynamic }, context) as ValueObject;
  for (const [key, blocks] of Object.entries(expanded)) {
    const written = entries.get(key);
    const values = written ? [...asList(evaluateNode(written.node, context)), ...asList(blocks)] : blocks;
    entries.set(key, { node: new Evaluated(values as Value), context });
  }
  return entries;
}

function constructPathOf(body: Body): string | undefined {
  const metadata = (body["//"] as { metadata?: { path?: unknown } } | undefined)?.metadata;
  return typeof metadata?.path === "string" ? metadata.path : undefined;
}

/** `${aws.us}` and `aws.us` are the same reference in the two syntaxes. */
function bare(text: string): string {
  return text.replace(/^\$\{(.*)\}$/s, "$1");
}
