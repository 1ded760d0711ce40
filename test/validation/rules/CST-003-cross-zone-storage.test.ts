import { crossZoneStorage } from "../../../validation/rules/CST-003-cross-zone-storage";
import { check, describeRule } from "../support/describe-rule";
import { filesystemNode, lustreStack, type Attributes } from "../support/lustre";
import { emptyModel, node } from "../support/model";

function factory() {
  const made = lustreStack();
  const group: Attributes = { subnet_ids: ["${aws_subnet.a.id}"] };
  Object.assign(made.stack.resource, { aws_eks_node_group: { prep: group } });
  const pool = node("pools", { id: "prep", role: "cpu", addresses: ["infra:aws_eks_node_group.prep"] });
  const filesystem = filesystemNode({ mountedByPoolIds: ["prep"] });
  return { ...made, group, pool, filesystem, model: emptyModel({ pools: [pool], filesystems: [filesystem] }) };
}

describeRule(crossZoneStorage, {
  passing: factory,
  mutations: {
    "a second zone": {
      change: ({ group }) => (group["subnet_ids"] = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"]),
      finds: /across zones/,
    },
    "an elastic pool": ({ pool }) => {
      pool.addresses = [];
      pool.zones = ["eu-north-1b"];
    },
  },
  unknown: { "subnets from a variable": ({ group }) => (group["subnet_ids"] = "${var.subnets}") },
});

it("CST-003 leaves accelerators to STO-115", () => {
  const input = factory();
  input.pool.role = "accelerator";
  input.group["subnet_ids"] = ["${aws_subnet.b.id}"];
  expect(check(crossZoneStorage, input).rules[0]).toMatchObject({ fail: 0, pass: 0 });
});
