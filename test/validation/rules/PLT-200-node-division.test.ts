import { nodeDivision } from "../../../validation/rules/PLT-200-node-division";
import { describeRule } from "../support/describe-rule";
import { dualStack } from "../support/slurm";

describeRule(nodeDivision, {
  passing: dualStack,
  stillPasses: {
    "a flavor of another pool": ({ flavor }) => (flavor.spec.nodeLabels = { "ai-factory/pool": "mi300x" }),
  },
  mutations: {
    "a flavor of the whole pool": {
      change: ({ flavor }) => delete flavor.spec.nodeLabels["ai-factory/scheduler"],
      finds: /from NodeSet 'slurm-worker-gb200' and from flavor 'gb200'/,
    },
    "a NodeSet of the whole pool": ({ nodeSet }) =>
      delete nodeSet.spec.template.spec.nodeSelector["ai-factory/scheduler"],
    "a flavor without labels": ({ flavor }) => delete flavor.spec.nodeLabels,
    "a NodeSet that selects nothing": ({ nodeSet }) => delete nodeSet.spec.template.spec.nodeSelector,
    "two NodeSets on the same nodes": {
      change: ({ nodeSet, objects }) => {
        const twin = structuredClone(nodeSet);
        twin.metadata.name = "twin";
        objects.push(twin);
      },
      finds: /from NodeSet 'slurm-worker-gb200'/,
    },
  },
  unknown: {
    "labels that the plan decides": ({ flavor }) =>
      (flavor.spec.nodeLabels = { "ai-factory/pool": "gb200", "ai-factory/scheduler": "${var.scheduler}" }),
  },
});
