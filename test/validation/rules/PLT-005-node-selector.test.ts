import { nodeSelector } from "../../../validation/rules/PLT-005-node-selector";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

const required = (expression: object) => ({
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] },
  },
});

describeRule(nodeSelector, {
  passing: platform,
  stillPasses: {
    "labels that every node has": ({ pod }) =>
      (pod["nodeSelector"] = { "kubernetes.io/arch": "amd64", "node.kubernetes.io/instance-type": "p5en.48xlarge" }),
    "an affinity by exclusion": ({ pod }) =>
      (pod["affinity"] = required({ key: "ai-factory/pool", operator: "NotIn", values: ["cpu"] })),
  },
  mutations: {
    "a pool that was renamed": {
      change: ({ h200 }) => (h200["labels"] = { "ai-factory/pool": "h100" }),
      finds: /no node of any pool fits the selector/,
    },
    "a chart's affinity to a pool that is not there": {
      change: ({ values }) =>
        values("nvidia-device-plugin", {
          affinity: required({ key: "ai-factory/pool", operator: "In", values: ["h100"] }),
        }),
      finds: /no node of any pool/,
    },
    "another architecture": {
      change: ({ pod }) => (pod["nodeSelector"]["kubernetes.io/arch"] = "arm64"),
      finds: /no node/,
    },
    "a label that must not be there": {
      change: ({ pod }) => (pod["affinity"] = required({ key: "ai-factory/pool", operator: "DoesNotExist" })),
      finds: /no node/,
    },
  },
  unknown: {
    "a label that feature discovery sets": ({ pod }) =>
      (pod["nodeSelector"] = { "nvidia.com/gpu.product": "NVIDIA-H200" }),
    "a value from a variable": ({ pod }) => (pod["nodeSelector"] = { "ai-factory/pool": "${var.pool}" }),
  },
});
