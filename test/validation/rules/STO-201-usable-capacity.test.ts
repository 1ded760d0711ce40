import { usableCapacity } from "../../../validation/rules/STO-201-usable-capacity";
import { describeRule } from "../support/describe-rule";
import { emptyModel } from "../support/model";

function stores() {
  const filesystem = {
    id: "cephfs",
    path: "factory/cephfs",
    addresses: [],
    siteId: "site",
    kind: "cephfs",
    use: "shared" as const,
    capacityGiB: 280_000 as number | undefined,
    rawCapacityGiB: 1_000_000 as number | undefined,
    zones: [],
    rdma: false,
    gpuDirect: false,
    mountedByPoolIds: [],
    linkedBucketIds: [],
  };
  const bucket = {
    id: "datasets",
    path: "factory/datasets",
    addresses: [],
    siteId: "site",
    kind: "s3-compatible" as const,
    purpose: "datasets" as const,
    versioned: false,
    objectLock: false,
    replicatesTo: [],
    capacityGiB: 600_000,
    rawCapacityGiB: 1_000_000,
  };
  return { filesystem, bucket, model: emptyModel({ filesystems: [filesystem], buckets: [bucket] }) };
}

describeRule(usableCapacity, {
  passing: stores,
  stillPasses: {
    "one store that does not state its disks": ({ filesystem }) => (filesystem.rawCapacityGiB = undefined),
  },
  mutations: {
    "a filesystem that holds as much as its disks": {
      change: ({ filesystem }) => (filesystem.capacityGiB = 1_000_000),
      finds: /'cephfs'/,
    },
    "a bucket that holds more": { change: ({ bucket }) => (bucket.capacityGiB = 1_200_000), finds: /'datasets'/ },
  },
});
