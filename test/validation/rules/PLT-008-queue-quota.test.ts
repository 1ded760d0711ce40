import { queueQuota } from "../../../validation/rules/PLT-008-queue-quota";
import { check, describeRule } from "../support/describe-rule";
import { withQueues } from "../support/queues";

describeRule(queueQuota, {
  passing: withQueues,
  stillPasses: {
    "two queues share the pool": ({ resources, queue, objects }) => {
      resources[0]!["nominalQuota"] = 24;
      resources[1]!["nominalQuota"] = "48";
      const second = structuredClone(queue);
      second["metadata"].name = "second";
      second["spec"].resourceGroups[0].flavors[0].resources = [
        { name: "nvidia.com/gpu", nominalQuota: 8 },
        { name: "vpc.amazonaws.com/efa", nominalQuota: 16 },
      ];
      objects.push(second);
    },
    "CPU and memory as a node has them": ({ resources }) =>
      resources.push({ name: "cpu", nominalQuota: "768" }, { name: "memory", nominalQuota: "8192Gi" }),
  },
  mutations: {
    "more GPUs than the pool has": {
      change: ({ resources }) => (resources[0]!["nominalQuota"] = "64"),
      finds: /more nvidia\.com\/gpu of flavor 'h200' than its nodes have/,
    },
    "fewer GPUs than the pool has": {
      change: ({ resources }) => (resources[0]!["nominalQuota"] = "16"),
      finds: /16 of 32 nvidia\.com\/gpu of flavor 'h200' are in no queue's quota/,
    },
    "two queues that each have all": {
      change: ({ queue, objects }) => objects.push({ ...structuredClone(queue), metadata: { name: "second" } }),
      finds: /more nvidia\.com\/gpu/,
    },
    "an override of the pool's size": {
      change: ({ h200 }) => (h200["scaling_config"].max_size = 2),
      finds: /than its nodes have/,
    },
    "more memory than the pool has": {
      change: ({ resources }) => resources.push({ name: "memory", nominalQuota: "16384Gi" }),
      finds: /more memory of flavor/,
    },
  },
  unknown: {
    "a quota from a variable": ({ resources }) => (resources[0]!["nominalQuota"] = "${var.gpus}"),
    "a pool's size from a variable": ({ h200 }) => (h200["scaling_config"].max_size = "${var.nodes}"),
  },
});

it("PLT-008 calls too little a warning and too much an error", () => {
  const severityOf = (quota: string) => {
    const input = withQueues();
    input.resources[0]!["nominalQuota"] = quota;
    return check(queueQuota, input).findings.map(({ severity }) => severity);
  };
  expect([severityOf("16"), severityOf("64")]).toEqual([["warning"], ["error"]]);
});
