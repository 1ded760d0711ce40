import type { Reference, Value, ValueObject } from "./value";

/**
 * What will be deployed, read from the emitted documents and normalised, so that a rule sees the same thing whether it
 * came as `cdktf.out`, plain Terraform JSON, HCL, a plan or from memory.
 */
export interface Documents {
  /** Root modules: configurations first, then plans. */
  readonly stacks: readonly Stack[];
  /** Managed resources and data sources of all stacks and modules, in the order stack, module, type, name, index. */
  readonly all: readonly Resource[];
  /** Provider configurations of all stacks and modules. */
  readonly providers: readonly ProviderConfig[];
  /** Modules that are called but whose source is not here (registry, git): nothing in them has been judged. */
  readonly opaqueModules: readonly OpaqueModule[];
  /** The factory model that travels with the synthesised output (`factory.json`), as it was written. */
  readonly factory?: unknown;

  /** Managed resources of the types, or all managed resources when none is given. */
  resources(...types: readonly string[]): readonly Resource[];
  /** Data sources of the types, or all data sources when none is given. */
  dataSources(...types: readonly string[]): readonly Resource[];
  /** By address as terraform prints it; `stack` picks between stacks that have the same address. */
  find(address: string, stack?: string): Resource | undefined;
  /** Kubernetes objects: typed and untyped resources, manifests in local charts, and YAML files. */
  kubernetesObjects(...kinds: readonly string[]): readonly KubernetesObject[];
  /** Helm releases of all stacks. */
  helmReleases(): readonly HelmRelease[];
}

/** Something with attributes that can be read by path. */
export interface Block {
  /**
   * The evaluated value at a path: `vpc_id`, `metadata_options.http_tokens`, `network_interfaces[].interface_type`.
   * A block is the same whether it is written as an object or as a list of one. `[]` gives the list of all values
   * there; without it, one value, or the list where there are several. `undefined` where nothing is written.
   */
  get(path: string): Value | undefined;
  /** All values at the path as a list; empty where nothing is written. A list at the end is opened. */
  list(path: string): readonly Value[];
  /** The blocks at the path, each readable by path; an object counts as one block. */
  blocks(path: string): readonly Block[];
  /**
   * A JSON or YAML text at the path, parsed (a policy, helm `values`), with unknown pieces as `Unknown` in their
   * places. `undefined` where nothing is written or the text is neither.
   */
  json(path: string): Value | undefined;
  /** References written at the path (or anywhere below it), as written. */
  references(path?: string): readonly Reference[];
  /**
   * The resources that the references at the path lead to, through locals, variables, modules' outputs and remote
   * states.
   */
  targets(path?: string): readonly Resource[];
  /** The first of `targets`. */
  target(path: string): Resource | undefined;
}

/** A managed resource or a data source, evaluated. */
export interface Resource extends Block {
  /** As terraform prints it: `module.net.aws_subnet.private["a"]`, `data.aws_ami.gpu`. */
  readonly address: string;
  /** Whether Terraform makes it, or only reads it. */
  readonly mode: "managed" | "data";
  /** Type: `aws_subnet`. */
  readonly type: string;
  /** Name in its module: `private`. */
  readonly name: string;
  /** `""` for the root module, else `module.net.module.subnets`. */
  readonly modulePath: string;
  /** Name of the stack (root module) it belongs to. */
  readonly stack: string;
  /** Key of the instance when count or for_each is known. */
  readonly index?: number | string;
  /** Whether there may be any number of it: count or for_each is not known. */
  readonly repeated: boolean;
  /** All attributes, evaluated. */
  readonly attributes: ValueObject;
  /** As written after `provider`: `aws.frankfurt`; `undefined` where the default is used. */
  readonly providerAlias?: string;
  /** The provider configuration that is in force, through aliases and modules' `providers`. */
  readonly provider?: ProviderConfig;
  /** Addresses in `depends_on`, as written. */
  readonly dependsOn: readonly string[];
  /** The `lifecycle` block, evaluated. */
  readonly lifecycle?: Value;
  /** Path in the construct tree, from cdktf's metadata. */
  readonly constructPath?: string;
  /** File it is written in, relative to what was loaded. */
  readonly file: string;
  /** In a plan, what will be done: `["create"]`, `["delete", "create"]`. */
  readonly actions?: readonly string[];
  /** Resources whose attributes lead to this one. */
  referrers(...types: readonly string[]): readonly Resource[];
}

/** A provider's configuration, evaluated. */
export interface ProviderConfig extends Block {
  /** Name of the stack it belongs to. */
  readonly stack: string;
  /** `""` for the root module, else `module.net.module.subnets`. */
  readonly modulePath: string;
  /** Local name: `aws`. */
  readonly name: string;
  /** Alias; absent for the default configuration. */
  readonly alias?: string;
  /** All attributes, evaluated. */
  readonly attributes: ValueObject;
  /** File it is written in, relative to what was loaded. */
  readonly file: string;
}

/** One root module: a cdktf stack, a folder of Terraform files, or a plan. */
export interface Stack {
  /** Name of the stack, or of the folder or file. */
  readonly name: string;
  /** File or folder, relative to what was loaded; `<memory>` for documents from memory. */
  readonly file: string;
  /** What was read: configuration, a plan, or Kubernetes manifests. */
  readonly kind: "configuration" | "plan" | "manifests";
  /** The whole document as it was read, for digests and for what is not modelled here. */
  readonly source: unknown;
  /** `terraform` block, evaluated: required_providers, backend, cloud. */
  readonly terraform: Block;
  /** Outputs by name, evaluated. */
  readonly outputs: ReadonlyMap<string, Value>;
}

/** A module whose source is not here. */
export interface OpaqueModule {
  /** `module.vpc`. */
  readonly address: string;
  /** Name of the stack it belongs to. */
  readonly stack: string;
  /** `source`, as written. */
  readonly source: string;
  /** File it is written in, relative to what was loaded. */
  readonly file: string;
  /** What it is called with, evaluated. */
  readonly given: ValueObject;
}

/** A Kubernetes object, whatever brings it. */
export interface KubernetesObject {
  /** Group and version. */
  readonly apiVersion: string;
  /** Kind of the object. */
  readonly kind: string;
  /** Name; absent where it is not known. */
  readonly name?: string;
  /** Namespace; absent where none is stated. */
  readonly namespace?: string;
  /** Labels, evaluated. */
  readonly labels: ValueObject;
  /** Annotations, evaluated. */
  readonly annotations: ValueObject;
  /** The whole object with the field names of the Kubernetes API. */
  readonly object: ValueObject;
  /** `RayCluster/team-a/trainer`. */
  readonly address: string;
  /** The Terraform resource that brings it, absent for a YAML file. */
  readonly resource?: Resource;
  /** File it is written in, relative to what was loaded. */
  readonly file: string;
}

/** A `helm_release` with its values merged. */
export interface HelmRelease {
  /** Name of the release; absent where it is not known. */
  readonly name?: string;
  /** Namespace; absent where none is stated. */
  readonly namespace?: string;
  /** Name or path of the chart. */
  readonly chart?: string;
  /** Repository of the chart; absent for a local one. */
  readonly repository?: string;
  /** Version of the chart; absent where none is pinned. */
  readonly version?: string;
  /** All `values` documents merged in order, then `set`, `set_list` and `set_sensitive`, as helm does. */
  readonly values: ValueObject;
  /** Something in the values is not known (a whole document, or a piece in it). */
  readonly hasUnknown: boolean;
  /** The Terraform resource that makes it. */
  readonly resource: Resource;
  /** Address of that resource. */
  readonly address: string;
}
