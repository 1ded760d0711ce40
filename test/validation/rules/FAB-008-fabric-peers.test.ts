import { fabricPeers } from "../../../validation/rules/FAB-008-fabric-peers";
import { check, describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";

function factory(second = "p5.48xlarge") {
  const pools = [
    node("pools", { fabricId: "fabric", fabricGbpsPerNode: 3200 }),
    node("pools", { id: "second", fabricId: "fabric", instanceType: second, fabricGbpsPerNode: 3200 }),
  ] as const;
  return { first: pools[0], second: pools[1], model: emptyModel({ fabrics: [node("fabrics")], pools: [...pools] }) };
}

describeRule(fabricPeers, {
  passing: factory,
  stillPasses: {
    "a third pool on another fabric": ({ model }) =>
      model.pools.push(node("pools", { id: "third", fabricId: "other", instanceType: "p4d.24xlarge" })),
    "two types of one rate": ({ second }) => (second.instanceType = "p5e.48xlarge"),
  },
  mutations: {
    "P4d beside P5": {
      change: ({ second }) => (second.instanceType = "p4d.24xlarge"),
      finds: /EFA of p4d\.24xlarge reaches no other/,
    },
    "DL1 beside P5": ({ first }) => (first.instanceType = "dl1.24xlarge"),
    "another number of devices": {
      change: ({ second }) => Object.assign(second, { instanceType: "p5en.48xlarge", fabricDevicesPerNode: 16 }),
      finds: /different rates/,
    },
  },
  unknown: { "a type that the catalogue lacks": ({ second }) => (second.instanceType = "p9.48xlarge") },
});

describe("FAB-008 and the jobs", () => {
  it("warns where one job uses both pools, and remarks where none does", () => {
    const input = factory();
    input.second.fabricGbpsPerNode = 6400;
    expect(check(fabricPeers, input).findings.map(({ severity }) => severity)).toEqual(["info"]);
    const poolIds = ["training", "second"];
    input.model.workloads = [{ id: "job", path: "factory", addresses: [], kind: "training", poolIds }];
    expect(check(fabricPeers, input).findings.map(({ severity }) => severity)).toEqual(["warning"]);
  });
});
