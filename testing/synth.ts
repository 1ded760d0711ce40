import type { IConstruct } from "constructs";
import { Aspects, TerraformStack, type IAspect } from "../core/cdktf";

/** One emitted block: argument names as Terraform spells them. */
export type EmittedBlock = Readonly<Record<string, unknown>>;

/** A stack as it would be written to `cdk.tf.json`, without the metadata under `//`. */
export interface EmittedStack {
  /** Managed resources by type and name. @default - there are none */
  readonly resource?: Readonly<Record<string, Readonly<Record<string, EmittedBlock>>>>;
  /** Data sources by type and name. @default - there are none */
  readonly data?: Readonly<Record<string, Readonly<Record<string, EmittedBlock>>>>;
  readonly [block: string]: unknown;
}

/**
 * What Terraform would read of the stack: aspects run, references to other stacks resolved. Validations do not run.
 * Takes time linear in the number of resources (the core's `Testing.synth` takes quadratic).
 */
export function synthStack(stack: TerraformStack): EmittedStack {
  const stacks = stack.node.root.node.findAll().filter((node): node is TerraformStack => TerraformStack.isStack(node));
  // Aspects first: what they add may refer to other stacks, and a reference is resolved by prepareStack.
  for (const each of stacks) visitAspects(each, []);
  for (const each of stacks) each.prepareStack();
  return withoutMetadata(JSON.parse(JSON.stringify(stack.toTerraform()))) as EmittedStack;
}

/** All resources of one type in an emitted stack, by their names; empty where there is none. */
export function resourcesOf(emitted: EmittedStack, type: string): Readonly<Record<string, EmittedBlock>> {
  return emitted.resource?.[type] ?? {};
}

/** All data sources of one type in an emitted stack, by their names; empty where there is none. */
export function dataSourcesOf(emitted: EmittedStack, type: string): Readonly<Record<string, EmittedBlock>> {
  return emitted.data?.[type] ?? {};
}

/**
 * The one resource of that type.
 *
 * @throws Error where there is none or more than one; the message lists the names
 */
export function theResource(emitted: EmittedStack, type: string): EmittedBlock {
  const found = resourcesOf(emitted, type);
  const [only, ...others] = Object.values(found);
  if (only === undefined || others.length > 0) {
    throw new Error(`expected one ${type}, found ${Object.keys(found).length}: ${Object.keys(found).join(", ")}`);
  }
  return only;
}

function visitAspects(construct: IConstruct, inherited: readonly IAspect[]): void {
  const aspects = [...inherited, ...Aspects.of(construct).all];
  for (const aspect of aspects) aspect.visit(construct);
  for (const child of construct.node.children) visitAspects(child, aspects);
}

function withoutMetadata(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutMetadata);
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(kept.map(([key, inner]) => [key, withoutMetadata(inner)]));
}
