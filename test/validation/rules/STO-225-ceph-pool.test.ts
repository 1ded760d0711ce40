import { cephPool } from "../../../validation/rules/STO-225-ceph-pool";
import { ceph } from "../support/ceph";
import { describeRule } from "../support/describe-rule";

describeRule(cephPool, {
  passing: ceph,
  mutations: {
    "two copies of files": {
      change: ({ filesystem }) => (filesystem.spec.dataPools[0].replicated.size = 2),
      finds: /data pool of CephFilesystem 'cephfs' loses data/,
    },
    "one copy of the filesystem's metadata": {
      change: ({ filesystem }) => (filesystem.spec.metadataPool.replicated.size = 1),
      finds: /metadata pool/,
    },
    "one coding chunk": {
      change: ({ store }) => (store.spec.dataPool.erasureCoded.codingChunks = 1),
      finds: /data pool of CephObjectStore/,
    },
    "a pool that may go down to one copy": {
      change: ({ block }) => (block.spec.replicated.requireSafeReplicaSize = false),
      finds: /single copy/,
    },
  },
  unknown: { "copies that the plan decides": ({ block }) => (block.spec.replicated = "${var.copies}") },
});
