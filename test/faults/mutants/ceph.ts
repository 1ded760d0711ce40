import { mutants, type Mutant } from "../mutant";
import { NotHere, type Json, type World } from "../world";

const cluster = (w: World, change: (spec: Json) => void) =>
  w.object("CephCluster", (object) => change(object["spec"] as Json));
const blockPool = (w: World, change: (spec: Json) => void) =>
  w.object("CephBlockPool", (object) => change(object["spec"] as Json));
const store = (w: World, change: (spec: Json) => void) =>
  w.object("CephObjectStore", (object) => change(object["spec"] as Json));

/** Faults of Ceph, and of capacities that are made of disks. */
export const cephMutants: readonly Mutant[] = [
  ...mutants("STO-201", {
    "a store that is said to hold as much as its disks": (w) => {
      const own = w.part("buckets", ({ rawCapacityGiB }) => rawCapacityGiB !== undefined);
      own.capacityGiB = own.rawCapacityGiB;
    },
    "a filesystem that is said to hold more than its disks": (w) => {
      const own = w.part("filesystems", ({ capacityGiB }) => capacityGiB !== undefined);
      own.rawCapacityGiB = (own.capacityGiB ?? 0) / 2;
    },
  }),
  ...mutants("STO-221", {
    "Ceph on two nodes": (w) => cluster(w, (spec) => (spec["storage"].nodes = spec["storage"].nodes.slice(0, 2))),
    "Ceph on one node, written twice": (w) =>
      cluster(w, (spec) => (spec["storage"].nodes = [spec["storage"].nodes[0], spec["storage"].nodes[0]])),
    "an object in more pieces than there are hosts": (w) =>
      store(w, (spec) => (spec["dataPool"].erasureCoded = { dataChunks: 40, codingChunks: 3 })),
    "a replica for more hosts than there are": (w) => blockPool(w, (spec) => (spec["replicated"].size = 40)),
  }),
  ...mutants("STO-223", {
    "two monitors": (w) => cluster(w, (spec) => (spec["mon"].count = 2)),
    "four monitors": (w) => cluster(w, (spec) => (spec["mon"].count = 4)),
    "one monitor": (w) => cluster(w, (spec) => (spec["mon"].count = 1)),
    "monitors that may share a node": (w) => cluster(w, (spec) => (spec["mon"].allowMultiplePerNode = true)),
    "more monitors than nodes": (w) => cluster(w, (spec) => (spec["mon"].count = 41)),
  }),
  ...mutants("STO-225", {
    "two copies of every block": (w) => blockPool(w, (spec) => (spec["replicated"].size = 2)),
    "one copy of every block": (w) => blockPool(w, (spec) => (spec["replicated"].size = 1)),
    "a pool that may be set to one copy": (w) =>
      blockPool(w, (spec) => (spec["replicated"].requireSafeReplicaSize = false)),
    "one piece of parity": (w) =>
      store(w, (spec) => (spec["dataPool"].erasureCoded = { dataChunks: 8, codingChunks: 1 })),
    "two copies of the store's index": (w) =>
      store(w, (spec) => {
        if (spec["metadataPool"].replicated === undefined) throw new NotHere("a replicated index");
        spec["metadataPool"].replicated.size = 2;
      }),
  }),
];
