import { cephMonitors } from "../../../validation/rules/STO-223-ceph-monitors";
import { ceph } from "../support/ceph";
import { describeRule } from "../support/describe-rule";

describeRule(cephMonitors, {
  passing: ceph,
  stillPasses: {
    "five on six nodes": ({ cluster }) => (cluster.spec.mon.count = 5),
    "Rook's own number": ({ cluster }) => delete cluster.spec.mon.count,
  },
  mutations: {
    "one monitor": ({ cluster }) => (cluster.spec.mon.count = 1),
    "an even number": { change: ({ cluster }) => (cluster.spec.mon.count = 4), finds: /safe majority/ },
    "more than nodes": {
      change: ({ cluster }) => (cluster.spec.mon.count = 7),
      finds: /more monitors of Ceph than nodes/,
    },
    "several on one node": {
      change: ({ cluster }) => (cluster.spec.mon.allowMultiplePerNode = true),
      finds: /share a node/,
    },
  },
  unknown: { "a number that the plan decides": ({ cluster }) => (cluster.spec.mon.count = "${var.monitors}") },
});
