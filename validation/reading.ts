import type { Documents, Resource } from "../documents/types";
import { isUnknown, type Value } from "../documents/value";
import type { FactoryModel, FilesystemNode, PoolNode } from "../model/types";

/** Whether something is written there, known or not. */
export function isGiven(value: Value | undefined): value is Value {
  return value !== undefined && value !== null;
}

/** The text; `undefined` where nothing is written or a token decides. */
export function textOf(value: Value | undefined): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Whether a switch is on; Terraform takes the words as well. `undefined` where nothing is written or a token decides. */
export function switchOf(value: Value | undefined): boolean | undefined {
  if (typeof value === "boolean") return value;
  return value === "true" ? true : value === "false" ? false : undefined;
}

/** Region of the provider that makes the resource; `undefined` where it is not written in the documents. */
export function regionOf(resource: Resource): string | undefined {
  return textOf(resource.get("region")) ?? textOf(resource.provider?.get("region"));
}

/** The key by which documents and the factory model name the same resource: `stack:aws_vpc.x`. */
export function keyOf({ stack, address }: Resource): string {
  return `${stack}:${address}`;
}

/** The resources of the given types that a node of the model has emitted. */
export function emittedBy(
  node: { readonly addresses: readonly string[] },
  documents: Documents,
  ...types: readonly string[]
): readonly Resource[] {
  return node.addresses.flatMap((entry) => {
    // Nearly all addresses are of other types, and need not be looked up.
    if (!types.some((type) => entry.includes(type))) return [];
    const colon = entry.indexOf(":");
    const resource = colon < 0 ? undefined : documents.find(entry.slice(colon + 1), entry.slice(0, colon));
    return resource !== undefined && types.includes(resource.type) ? [resource] : [];
  });
}

/** The node of a section that emitted the resource. */
export function nodeOf<S extends "pools" | "filesystems" | "buckets" | "networks" | "clusters">(
  model: FactoryModel | undefined,
  section: S,
  resource: Resource,
): FactoryModel[S][number] | undefined {
  return model?.[section].find(({ addresses }) => addresses.includes(keyOf(resource)));
}

/** The pools that mount a filesystem, in the order of the model. */
export function poolsMounting({ mountedByPoolIds }: FilesystemNode, { pools }: FactoryModel): readonly PoolNode[] {
  const ids = new Set(mountedByPoolIds);
  return pools.filter(({ id }) => ids.has(id));
}

/** Whether any of the values is a token, so that a judgement must wait. */
export function anyUnknown(...values: readonly (Value | undefined)[]): boolean {
  return values.some((value) => isUnknown(value));
}
