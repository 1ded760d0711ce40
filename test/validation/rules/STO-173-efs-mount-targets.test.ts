import { efsMountTargets } from "../../../validation/rules/STO-173-efs-mount-targets";
import { describeRule } from "../support/describe-rule";
import { filesystemNode, type Attributes } from "../support/lustre";
import { emptyModel, node } from "../support/model";

function factory() {
  const target = (subnet: string): Attributes => ({
    file_system_id: "${aws_efs_file_system.home.id}",
    subnet_id: `\${aws_subnet.${subnet}.id}`,
  });
  const targets: Record<string, Attributes> = { a: target("a"), b: target("b") };
  const subnets: Record<string, Attributes> = {
    a: { availability_zone: "eu-north-1a" },
    b: { availability_zone: "eu-north-1b" },
    c: { availability_zone: "eu-north-1c" },
    spare: { availability_zone: "eu-north-1a" },
  };
  const group: Attributes = { subnet_ids: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"] };
  const resource = {
    aws_subnet: subnets,
    aws_efs_file_system: { home: {} },
    aws_efs_mount_target: targets,
    aws_eks_node_group: { training: group },
  };
  const filesystem = filesystemNode({
    id: "home",
    kind: "efs",
    use: "home",
    addresses: ["infra:aws_efs_file_system.home"],
  });
  const pool = node("pools", { addresses: ["infra:aws_eks_node_group.training"] });
  const model = emptyModel({ filesystems: [filesystem], pools: [pool] });
  return { target, targets, subnets, group, pool, model, stacks: { infra: { resource } } };
}

describeRule(efsMountTargets, {
  passing: factory,
  mutations: {
    "a zone without a target": { change: ({ targets }) => delete targets["b"], finds: /zones without a mount target/ },
    "a node group in a third zone by an override": ({ group }) => (group["subnet_ids"] = ["${aws_subnet.c.id}"]),
    "an elastic pool in a third zone": ({ pool }) => {
      pool.addresses = [];
      pool.zones = ["eu-north-1c"];
    },
    "two targets in one zone": {
      change: ({ targets, target }) => (targets["again"] = target("spare")),
      finds: /two mount targets/,
    },
  },
  unknown: {
    "a subnet from a variable": ({ targets }) => Object.assign(targets["a"] ?? {}, { subnet_id: "${var.subnet}" }),
  },
});
