import { stackOfObjects, type LooseObject } from "./manifests";

/** Rook's objects of a right Ceph, and a stack that carries them. */
export function ceph() {
  const apiVersion = "ceph.rook.io/v1";
  const named = (kind: string, name: string, spec: LooseObject): LooseObject => ({
    apiVersion,
    kind,
    metadata: { name, namespace: "rook-ceph" },
    spec,
  });
  const copies = () => ({ failureDomain: "host", replicated: { size: 3, requireSafeReplicaSize: true } });
  const cluster = named("CephCluster", "rook-ceph", {
    mon: { count: 3, allowMultiplePerNode: false },
    storage: { useAllNodes: false, nodes: ["a", "b", "c", "d", "e", "f"].map((name) => ({ name })) },
  });
  const filesystem = named("CephFilesystem", "cephfs", { metadataPool: copies(), dataPools: [copies()] });
  const store = named("CephObjectStore", "objects", {
    metadataPool: copies(),
    dataPool: { failureDomain: "host", erasureCoded: { dataChunks: 3, codingChunks: 2 } },
  });
  const block = named("CephBlockPool", "ceph-block", copies());
  return {
    cluster,
    filesystem,
    store,
    block,
    stacks: { platform: stackOfObjects([cluster, filesystem, store, block]) },
  };
}
