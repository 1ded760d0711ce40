import { cephFailureDomains } from "../../../validation/rules/STO-221-ceph-failure-domains";
import { ceph } from "../support/ceph";
import { describeRule } from "../support/describe-rule";

describeRule(cephFailureDomains, {
  passing: ceph,
  stillPasses: {
    "as many hosts as pieces": ({ cluster }) =>
      (cluster.spec.storage.nodes = [1, 2, 3, 4, 5].map((name) => ({ name: `${name}` }))),
  },
  mutations: {
    "two storage nodes": {
      change: ({ cluster }) => cluster.spec.storage.nodes.splice(2),
      finds: /too few storage nodes/,
    },
    "a node named twice counts once": {
      change: ({ cluster }) => (cluster.spec.storage.nodes = [{ name: "a" }, { name: "a" }, { name: "b" }]),
      finds: /too few storage nodes/,
    },
    "erasure coding over more hosts than there are": {
      change: ({ store }) => (store.spec.dataPool.erasureCoded = { dataChunks: 8, codingChunks: 3 }),
      finds: /data pool of CephObjectStore 'objects' has more pieces/,
    },
    "more copies than hosts": {
      change: ({ filesystem }) => (filesystem.spec.dataPools[0].replicated.size = 7),
      finds: /data pool of CephFilesystem 'cephfs'/,
    },
  },
  unknown: {
    "all nodes there are": ({ cluster }) => (cluster.spec.storage = { useAllNodes: true }),
    "racks as failure domain": ({ store }) => (store.spec.dataPool.failureDomain = "rack"),
    "copies that the plan decides": ({ block }) => (block.spec.replicated = "${var.copies}"),
  },
});
