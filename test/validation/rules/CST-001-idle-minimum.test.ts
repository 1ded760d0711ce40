import { idleMinimum } from "../../../validation/rules/CST-001-idle-minimum";
import { check, describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";

function factory() {
  const sizes: Record<string, unknown> = { min_size: 0, desired_size: 0, max_size: 8 };
  const resource = { aws_eks_node_group: { training: { scaling_config: sizes } } };
  const pool = node("pools", { siteId: "us-east-1", addresses: ["infra:aws_eks_node_group.training"] });
  return { sizes, pool, model: emptyModel({ pools: [pool] }), stacks: { infra: { resource } } };
}

describeRule(idleMinimum, {
  passing: factory,
  stillPasses: {
    "a block, which is paid anyway": ({ pool, sizes }) => {
      pool.capacity = { kind: "capacity-block" };
      sizes["min_size"] = 8;
    },
    "a pool that serves": ({ model, sizes }) => {
      sizes["min_size"] = 2;
      model.workloads.push({ id: "chat", path: "factory", addresses: [], kind: "inference", poolIds: ["training"] });
    },
  },
  mutations: {
    "two nodes by an override": {
      change: ({ sizes }) => (sizes["min_size"] = 2),
      finds: /keeps 2 accelerator nodes up/,
    },
    "one node of the model": ({ pool }) => {
      pool.addresses = [];
      pool.minNodes = 1;
    },
  },
  unknown: { "a size from a variable": ({ sizes }) => (sizes["min_size"] = "${var.nodes}") },
});

it("CST-001 says what it costs, and of when the price is", () => {
  const { model, pool } = factory();
  pool.minNodes = 2;
  expect(check(idleMinimum, { model }).findings[0]?.given).toMatch(
    /^minNodes 2, \$80,358 a month \(price of 20\d\d-\d\d/,
  );
});
