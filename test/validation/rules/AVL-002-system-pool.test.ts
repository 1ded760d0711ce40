import { systemPoolRule } from "../../../validation/rules/AVL-002-system-pool";
import { describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";
import { vpcStack } from "../support/vpc";

function factory() {
  const made = vpcStack();
  const sizes: Record<string, unknown> = { min_size: 3, desired_size: 3, max_size: 5 };
  made.group["scaling_config"] = sizes;
  const system = node("pools", {
    id: "system",
    role: "system",
    minNodes: 3,
    zones: ["eu-north-1a", "eu-north-1b"],
    addresses: ["infra:aws_eks_node_group.training"],
  });
  return {
    ...made,
    sizes,
    system,
    model: emptyModel({ clusters: [node("clusters")], pools: [system, node("pools")] }),
  };
}

describeRule(systemPoolRule, {
  passing: factory,
  stillPasses: {
    "a pool of processors in its place": ({ system }) => (system.role = "cpu"),
    "a cluster without pools": ({ model }) => (model.pools = []),
  },
  mutations: {
    "one node by an override": { change: ({ sizes }) => (sizes["min_size"] = 1), finds: /may run on 1 node/ },
    "one zone by an override": {
      change: ({ group }) => (group["subnet_ids"] = ["${aws_subnet.node_a.id}"]),
      finds: /stand in one zone/,
    },
    "accelerators only": { change: ({ system }) => (system.role = "accelerator"), finds: /no nodes but/ },
    "a pool that comes and goes": ({ system }) => (system.capacity = { kind: "elastic" }),
    "one node in the model": ({ system }) => {
      system.addresses = [];
      system.minNodes = 1;
    },
  },
  unknown: { "a size from a variable": ({ sizes }) => (sizes["min_size"] = "${var.nodes}") },
});
