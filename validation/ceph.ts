import type { Documents, KubernetesObject } from "../documents/types";
import { isObject, isUnknown, type Value, type ValueObject } from "../documents/value";
import { aboutObject, at, items } from "./platform/pods";
import type { About } from "./rule";

const group = "ceph.rook.io/";

/** Rook's objects of a kind. */
export function cephObjects(documents: Documents, ...kinds: readonly string[]): readonly KubernetesObject[] {
  return documents.kubernetesObjects(...kinds).filter(({ apiVersion }) => apiVersion.startsWith(group));
}

/** A pool of Ceph, wherever in Rook's objects it is asked for. */
export interface AskedCephPool {
  readonly about: About;
  /** `data pool of CephFilesystem 'cephfs'`. */
  readonly name: string;
  readonly spec: ValueObject;
  readonly failureDomain: Value | undefined;
}

/** All pools that the documents ask for. */
export function cephPools(documents: Documents): readonly AskedCephPool[] {
  return cephObjects(documents, "CephBlockPool", "CephFilesystem", "CephObjectStore").flatMap((object) => {
    const spec = at(object.object, "spec");
    const owner = `${object.kind} '${object.name ?? ""}'`;
    const found: [string, Value | undefined][] =
      object.kind === "CephBlockPool"
        ? [["pool", spec]]
        : [
            ["metadata pool", spec["metadataPool"]],
            ["data pool", spec["dataPool"]],
            ...items(spec["dataPools"]).map((pool): [string, Value] => ["data pool", pool]),
          ];
    return found.flatMap(([name, pool]) =>
      isObject(pool)
        ? [
            {
              about: aboutObject(object),
              name: `${name} of ${owner}`,
              spec: pool,
              failureDomain: pool["failureDomain"],
            },
          ]
        : [],
    );
  });
}

/** Pieces of an object in a pool, and how many of them may be lost; undefined where it is not known. */
export function cephWidth({ spec }: AskedCephPool): { readonly width: number; readonly tolerated: number } | undefined {
  const { replicated, erasureCoded } = spec;
  if (isUnknown(replicated) || isUnknown(erasureCoded)) return undefined;
  if (isObject(erasureCoded)) {
    const { dataChunks, codingChunks } = erasureCoded;
    if (typeof dataChunks !== "number" || typeof codingChunks !== "number") return undefined;
    if (dataChunks > 0) return { width: dataChunks + codingChunks, tolerated: codingChunks };
  }
  const size = isObject(replicated) ? replicated["size"] : undefined;
  return typeof size === "number" ? { width: size, tolerated: size - 1 } : undefined;
}

/** Nodes that a cluster takes disks of; undefined where it takes all, or where they are not known. */
export function cephNodes(cluster: KubernetesObject): number | undefined {
  const storage = at(cluster.object, "spec", "storage");
  if (storage["useAllNodes"] === true || !Array.isArray(storage["nodes"])) return undefined;
  if ((storage["nodes"] as readonly Value[]).some(isUnknown)) return undefined;
  return new Set(items(storage["nodes"]).map(({ name }) => String(name))).size;
}
