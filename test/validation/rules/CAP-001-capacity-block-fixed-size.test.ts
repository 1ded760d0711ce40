import { capacityBlockFixedSize } from "../../../validation/rules/CAP-001-capacity-block-fixed-size";
import { check, describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";

function factory() {
  const scaling: Record<string, number | string> = { min_size: 0, desired_size: 8, max_size: 8 };
  const group: Record<string, unknown> = { capacity_type: "CAPACITY_BLOCK", scaling_config: scaling };
  const pool = node("pools", {
    capacity: { kind: "capacity-block", reservationId: "cr-0123456789abcdef0" },
    addresses: ["infra:aws_eks_node_group.training"],
  });
  const stacks = { infra: { resource: { aws_eks_node_group: { training: group } } } };
  return { pool, scaling, group, model: emptyModel({ pools: [pool] }), stacks };
}

describeRule(capacityBlockFixedSize, {
  passing: factory,
  stillPasses: {
    "switched off until the block starts": ({ scaling }) => (scaling["desired_size"] = 0),
    "fixed at the block's size": ({ pool, scaling }) => {
      pool.minNodes = 8;
      scaling["min_size"] = 8;
    },
  },
  mutations: {
    "more nodes than a block can have": {
      change: ({ pool, scaling }) => (scaling["max_size"] = pool.maxNodes = 65),
      finds: /larger than a capacity block/,
    },
    "no nodes at all": { change: ({ pool }) => (pool.maxNodes = 0), finds: /never have a node/ },
    "part of the block": { change: ({ pool }) => (pool.minNodes = 2), finds: /part of the block/ },
    "an override of the emitted maximum": {
      change: ({ scaling }) => (scaling["max_size"] = 16),
      finds: /largest size is not that of the block/,
    },
    "an override of the emitted desired size": {
      change: ({ scaling }) => (scaling["desired_size"] = 3),
      finds: /part of the block/,
    },
    "a node group that is not on the block": {
      change: ({ group }) => (group["capacity_type"] = "ON_DEMAND"),
      finds: /does not use the pool's capacity block/,
    },
    "a node group without a capacity type, which is on-demand": {
      change: ({ group }) => delete group["capacity_type"],
      finds: /does not use/,
    },
  },
  unknown: {
    "a size from a variable": ({ scaling }) => (scaling["max_size"] = "${var.nodes}"),
    "a capacity type from a variable": ({ group }) => (group["capacity_type"] = "${var.kind}"),
  },
});

describe("CAP-001 beside other pools", () => {
  it("leaves pools without a capacity block alone", () => {
    const pool = node("pools", { minNodes: 2, maxNodes: 8 });
    const { rules } = check(capacityBlockFixedSize, { model: emptyModel({ pools: [pool] }), stacks: {} });
    expect(rules).toEqual([
      { rule: "CAP-001-capacity-block-fixed-size", ran: true, pass: 0, fail: 0, unknown: 0, crashed: false },
    ]);
  });

  it("does not run without the documents", () => {
    const { model } = factory();
    expect(check(capacityBlockFixedSize, { model }).rules[0]?.ran).toBe(false);
  });
});
