import type { Traversal } from "../documents/expression";
import { formulaOf, type Formula } from "./expressions";
import { isBlock, without, type Block, type Lowering } from "./lowering";
import type { StackDocument } from "./synthesised";
import { functionToken, tokenRow } from "./tokens";

/** One resource or data source of a stack. */
export interface Entry {
  readonly stack: StackDocument;
  readonly mode: "resource" | "data";
  readonly type: string;
  /** The logical id. */
  readonly name: string;
  readonly block: Block;
}

/** What a reference leads to; `from` is the step at which the attribute's own path begins. */
export type Target =
  | { readonly kind: "attribute"; readonly entry: Entry; readonly attribute: string; readonly from: number }
  | { readonly kind: "output"; readonly stack: StackDocument; readonly name: string; readonly from: number }
  | { readonly kind: "text"; readonly text: string };

const knownBlocks = new Set(["//", "terraform", "provider", "resource", "data", "output"]);
const unsupportedArguments = ["count", "for_each", "provisioner", "connection"];
const knownLifecycle = new Set(["create_before_destroy", "ignore_changes", "prevent_destroy"]);

/** The stacks of a factory as one program: who refers to whom, and what has no counterpart in Pulumi. */
export class Program {
  /** What cannot be carried over, each with its stack and address; empty where all can. */
  readonly problems: readonly string[];
  private readonly entries = new Map<string, Entry>();
  private readonly read = new Map<Entry, Set<string>>();
  private readonly found: string[] = [];

  constructor(readonly stacks: readonly StackDocument[]) {
    for (const stack of stacks) {
      for (const mode of ["resource", "data"] as const) this.index(stack, mode);
    }
    for (const stack of stacks) this.survey(stack);
    this.problems = [...new Set(this.found)];
  }

  /** Resources of a stack, in the order of the document. */
  resourcesOf(stack: StackDocument): readonly Entry[] {
    return [...this.entries.values()].filter((entry) => entry.stack === stack && entry.mode === "resource");
  }

  /** The resource at an address such as `aws_vpc.main`. */
  resourceAt(stack: StackDocument, address: string): Entry | undefined {
    return this.entries.get(`${stack.name} ${address}`);
  }

  /** Attributes of the resource that others refer to. */
  attributesOf(entry: Entry): readonly string[] {
    return [...(this.read.get(entry) ?? [])].sort();
  }

  /** Undefined where the reference leads to nothing that is carried over. */
  targetOf(stack: StackDocument, reference: Traversal): Target | undefined {
    const names = reference.steps.map((step) => (step.kind === "attribute" ? step.name : undefined));
    const { root } = reference;
    if (root === "path" && names[0] === "module") return { kind: "text", text: stack.folder };
    if (root !== "data") return this.attributeOf(stack, `${root}.${names[0]}`, names[1], 1);
    if (names[0] === "terraform_remote_state") return this.outputOf(stack, names);
    return this.attributeOf(stack, `data.${names[0]}.${names[1]}`, names[2], 2);
  }

  private attributeOf(stack: StackDocument, address: string, attribute: string | undefined, at: number) {
    const entry = this.entries.get(`${stack.name} ${address}`);
    if (entry === undefined || attribute === undefined) return undefined;
    return { kind: "attribute", entry, attribute, from: at + 1 } as const;
  }

  /** A remote state is the stack that keeps its state there. */
  private outputOf(stack: StackDocument, names: readonly (string | undefined)[]): Target | undefined {
    const [, state, , name] = names;
    const block = this.entries.get(`${stack.name} data.terraform_remote_state.${state}`)?.block;
    const owner = this.stacks.find((each) => block !== undefined && keepsStateAt(each, block));
    if (owner === undefined || name === undefined || outputBlock(owner, name) === undefined) return undefined;
    return { kind: "output", stack: owner, name, from: 4 };
  }

  private index(stack: StackDocument, mode: "resource" | "data"): void {
    for (const [type, blocks] of blocksIn(stack.document[mode])) {
      for (const [name, block] of blocksIn(blocks)) {
        const address = mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
        this.entries.set(`${stack.name} ${address}`, { stack, mode, type, name, block });
      }
    }
  }

  private survey(stack: StackDocument): void {
    for (const block of Object.keys(stack.document)) {
      if (!knownBlocks.has(block)) this.note(stack, block, "blocks of this kind are not carried over");
    }
    for (const entry of this.entries.values()) if (entry.stack === stack) this.surveyEntry(entry);
    for (const [name, block] of blocksIn(stack.document["output"])) {
      this.surveyValues(stack, `output.${name}`, block["value"]);
    }
    this.surveyValues(stack, "provider", stack.document["provider"]);
  }

  private surveyEntry(entry: Entry): void {
    const { stack, mode, type, name, block } = entry;
    const address = mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
    if (type === "terraform_remote_state") {
      if (!this.stacks.some((each) => keepsStateAt(each, block))) {
        this.note(stack, address, "the state belongs to no stack of this app; read it with stateOutputs()");
      }
      return;
    }
    for (const key of unsupportedArguments) {
      if (block[key] !== undefined) this.note(stack, address, `the argument ${key} is not carried over`);
    }
    for (const key of Object.keys(isBlock(block["lifecycle"]) ? block["lifecycle"] : {})) {
      if (!knownLifecycle.has(key)) this.note(stack, address, `lifecycle.${key} is not carried over`);
    }
    for (const dependency of dependenciesOf(block)) {
      if (this.resourceAt(stack, dependency) === undefined) {
        this.note(stack, address, `depends_on leads to no resource: ${dependency}`);
      }
    }
    this.surveyValues(stack, address, argumentsOf(block));
    if (mode === "data") {
      if (functionToken(type) === undefined) this.note(stack, address, `the data source type ${type} is not mapped`);
      return;
    }
    const row = tokenRow(type);
    if (row === undefined) this.note(stack, address, `the resource type ${type} is not mapped`);
    row?.lower(
      block,
      surveyLowering((problem) => this.note(stack, address, problem)),
      stack.folder,
    );
  }

  private surveyValues(stack: StackDocument, address: string, node: unknown): void {
    for (const formula of formulasIn(node)) {
      for (const problem of formula.problems) this.note(stack, address, problem);
      for (const reference of formula.references) {
        const target = this.targetOf(stack, reference);
        if (target === undefined) this.note(stack, address, `the reference leads nowhere: ${reference.text}`);
        if (target?.kind !== "attribute") continue;
        const attributes = this.read.get(target.entry) ?? new Set();
        this.read.set(target.entry, attributes.add(target.attribute));
      }
    }
  }

  private note(stack: StackDocument, address: string, problem: string): void {
    this.found.push(`${stack.name}: ${address}: ${problem}`);
  }
}

/** Addresses under `depends_on`; cdktf writes them plain, other tools as `${…}`. */
export function dependenciesOf(block: Block): readonly string[] {
  const written = (block["depends_on"] ?? []) as readonly string[];
  return written.map((address) => address.replace(/^\$\{(.*)\}$/, "$1"));
}

/** The block of an output; undefined where the stack has none of that name. */
export function outputBlock(stack: StackDocument, name: string): Block | undefined {
  return blocksIn(stack.document["output"]).find(([each]) => each === name)?.[1];
}

export function blocksIn(node: unknown): readonly (readonly [string, Block])[] {
  if (!isBlock(node)) return [];
  return Object.entries(node).flatMap(([name, block]) => (isBlock(block) ? [[name, block] as const] : []));
}

/** What of a block may hold expressions: not the list of dependencies, not the lifecycle. */
function argumentsOf(block: Block): Block {
  return without(block, "depends_on", "lifecycle", "provider");
}

function formulasIn(node: unknown): readonly Formula[] {
  if (typeof node === "string") {
    const formula = formulaOf(node);
    return formula ? [formula] : [];
  }
  if (Array.isArray(node)) return node.flatMap(formulasIn);
  if (!isBlock(node)) return [];
  return Object.entries(node).flatMap(([key, inner]) => (key === "//" ? [] : formulasIn(inner)));
}

/** Runs a row without values, for what it refuses. */
function surveyLowering(refuse: (problem: string) => void): Lowering {
  return { value: (node) => node, map: (input) => input, refuse };
}

/** Whether the remote state is where the stack keeps its own: same backend, same place. */
function keepsStateAt(stack: StackDocument, remote: Block): boolean {
  const terraform = stack.document["terraform"];
  const backends = isBlock(terraform) && isBlock(terraform["backend"]) ? terraform["backend"] : {};
  const backend = backends[String(remote["backend"])];
  const config = remote["config"];
  if (!isBlock(backend) || !isBlock(config)) return false;
  const places = ["path", "bucket", "key", "region", "organization", "hostname", "workspaces", "prefix"];
  return places.every((place) => JSON.stringify(backend[place]) === JSON.stringify(config[place]));
}
