import { inferenceZones } from "../../../validation/rules/AVL-003-inference-zones";
import { check, describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";
import { vpcStack } from "../support/vpc";

function factory() {
  const made = vpcStack();
  const pool = node("pools", {
    zones: ["eu-north-1a", "eu-north-1b"],
    addresses: ["infra:aws_eks_node_group.training"],
  });
  return { ...made, pool, model: emptyModel({ intent: "inference", pools: [pool] }) };
}

describeRule(inferenceZones, {
  passing: factory,
  stillPasses: {
    "one site of the owner's, in four racks": ({ pool }) =>
      Object.assign(pool, { addresses: [], zones: ["graz"], failureDomains: { racks: 4, largestShare: 0.25 } }),
    "two pools of one zone each": ({ model, pool }) => {
      pool.addresses = [];
      pool.zones = ["eu-north-1a"];
      model.pools.push(node("pools", { id: "other", zones: ["eu-north-1b"] }));
    },
  },
  mutations: {
    "one rack of the owner's that holds most": ({ pool }) =>
      Object.assign(pool, { addresses: [], zones: ["graz"], failureDomains: { racks: 2, largestShare: 0.75 } }),
    "one zone by an override": {
      change: ({ group }) => (group["subnet_ids"] = ["${aws_subnet.node_b.id}"]),
      finds: /the factory serves from one zone/,
    },
    "an elastic pool in one zone": ({ pool }) => {
      pool.addresses = [];
      pool.zones = ["eu-north-1a"];
    },
    "one node": { change: ({ pool }) => (pool.maxNodes = 1), finds: /at most one node/ },
    "a stated workload": {
      change: ({ model, pool }) => {
        model.intent = "mixed";
        pool.addresses = [];
        pool.zones = ["eu-north-1a"];
        model.workloads.push({ id: "chat", path: "factory", addresses: [], kind: "inference", poolIds: ["training"] });
      },
      finds: /workload 'chat' serves from one zone/,
    },
  },
  unknown: { "zones from a variable": ({ group }) => (group["subnet_ids"] = "${var.subnets}") },
});

it("AVL-003 asks nothing of training", () => {
  const { model, pool } = factory();
  Object.assign(model, { intent: "training" });
  pool.zones = ["eu-north-1a"];
  expect(check(inferenceZones, { model }).rules[0]).toMatchObject({ pass: 0, fail: 0 });
});
