import { lustreMountZone } from "../../../validation/rules/STO-115-lustre-mount-zone";
import { check, describeRule } from "../support/describe-rule";
import { filesystemNode, lustreStack, type Attributes } from "../support/lustre";
import { emptyModel, node } from "../support/model";

function factory() {
  const made = lustreStack();
  const group: Attributes = { subnet_ids: ["${aws_subnet.a.id}"] };
  Object.assign(made.stack.resource, { aws_eks_node_group: { training: group } });
  const pool = node("pools", { addresses: ["infra:aws_eks_node_group.training"] });
  const filesystem = filesystemNode();
  return { ...made, group, pool, filesystem, model: emptyModel({ pools: [pool], filesystems: [filesystem] }) };
}

describeRule(lustreMountZone, {
  passing: factory,
  mutations: {
    "the node group moved by an override": {
      change: ({ group }) => (group["subnet_ids"] = ["${aws_subnet.b.id}"]),
      finds: /in another zone/,
    },
    "a second zone": {
      change: ({ group }) => (group["subnet_ids"] = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"]),
      finds: /part of pool 'training'/,
    },
    "an elastic pool elsewhere": {
      change: ({ pool }) => {
        pool.addresses = [];
        pool.zones = ["eu-north-1b"];
      },
      finds: /in another zone/,
    },
  },
  unknown: { "subnets from a variable": ({ group }) => (group["subnet_ids"] = "${var.subnets}") },
});

describe("STO-115 by what is lost", () => {
  it.each([
    ["datasets", true, "error"],
    ["datasets", false, "warning"],
    ["weights", false, "info"],
  ] as const)("of %s, RDMA %s: %s", (use, rdma, severity) => {
    const input = factory();
    Object.assign(input.filesystem, { use, rdma });
    input.group["subnet_ids"] = ["${aws_subnet.b.id}"];
    expect(check(lustreMountZone, input).findings).toMatchObject([
      { severity, given: ["eu-north-1b"], allowed: ["eu-north-1a"] },
    ]);
  });
});
