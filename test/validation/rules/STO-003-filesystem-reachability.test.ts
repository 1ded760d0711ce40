import { filesystemReachability } from "../../../validation/rules/STO-003-filesystem-reachability";
import { check, describeRule } from "../support/describe-rule";
import { filesystemNode, lustreStack, type Attributes } from "../support/lustre";
import { emptyModel, node } from "../support/model";

function factory() {
  const made = lustreStack();
  const template: Attributes = { network_interfaces: [{ security_groups: ["${aws_security_group.nodes.id}"] }] };
  const group: Attributes = { subnet_ids: ["${aws_subnet.a.id}"] };
  made.stack.resource.aws_security_group["nodes"] = { vpc_id: "${aws_vpc.main.id}" };
  Object.assign(made.stack.resource, {
    aws_launch_template: { training: template },
    aws_eks_node_group: { training: group },
  });
  const [nodes, scratch] = ["${aws_security_group.nodes.id}", "${aws_security_group.scratch.id}"];
  for (const [name, from_port, to_port] of [
    ["988", 988, 988],
    ["1018", 1018, 1023],
  ] as const) {
    const rule = { ip_protocol: "tcp", from_port, to_port };
    made.ingress[`in-${name}`] = { ...rule, security_group_id: scratch, referenced_security_group_id: nodes };
    made.egress[`out-${name}`] = { ...rule, security_group_id: nodes, referenced_security_group_id: scratch };
    made.ingress[`back-in-${name}`] = { ...rule, security_group_id: nodes, referenced_security_group_id: scratch };
    made.egress[`back-out-${name}`] = { ...rule, security_group_id: scratch, referenced_security_group_id: nodes };
  }
  const pool = node("pools", {
    addresses: ["infra:aws_launch_template.training", "infra:aws_eks_node_group.training"],
  });
  const filesystem = filesystemNode();
  return {
    ...made,
    template,
    group,
    pool,
    filesystem,
    model: emptyModel({ pools: [pool], filesystems: [filesystem] }),
  };
}

describeRule(filesystemReachability, {
  passing: factory,
  stillPasses: {
    "by the address range of the pool's subnet": ({ ingress }) => {
      for (const name of ["in-988", "in-1018"]) {
        Object.assign(ingress[name] ?? {}, { referenced_security_group_id: null, cidr_ipv4: "10.0.0.0/16" });
      }
    },
    "through the group of the cluster, which lets everything out": ({ stack, template, ingress, egress }) => {
      const cluster = "${aws_eks_cluster.main.vpc_config[0].cluster_security_group_id}";
      Object.assign(stack.resource, { aws_eks_cluster: { main: { name: "main" } } });
      template["network_interfaces"] = [{ security_groups: [cluster] }];
      for (const name of ["in-988", "in-1018"])
        Object.assign(ingress[name] ?? {}, { referenced_security_group_id: cluster });
      for (const name of ["back-in-988", "back-in-1018"])
        Object.assign(ingress[name] ?? {}, { security_group_id: cluster });
      for (const name of ["back-out-988", "back-out-1018"]) {
        Object.assign(egress[name] ?? {}, { referenced_security_group_id: cluster });
      }
    },
  },
  mutations: {
    "the first port is closed": { change: ({ ingress }) => delete ingress["in-988"], finds: /let no traffic through/ },
    "the second range is closed": ({ ingress }) => delete ingress["in-1018"],
    "the second range is cut short": ({ ingress }) => Object.assign(ingress["in-1018"] ?? {}, { to_port: 1020 }),
    "the wrong protocol": ({ ingress }) => Object.assign(ingress["in-988"] ?? {}, { ip_protocol: "udp" }),
    "the pool lets nothing out": ({ egress }) => delete egress["out-988"],
    "the way back is closed": ({ ingress }) => delete ingress["back-in-1018"],
    "a range that does not hold the pool's subnet": ({ ingress }) =>
      Object.assign(ingress["in-988"] ?? {}, { referenced_security_group_id: null, cidr_ipv4: "10.0.16.0/20" }),
    "the pool lost its group by an override": ({ stack, template }) => {
      stack.resource.aws_security_group["other"] = {};
      template["network_interfaces"] = [{ security_groups: ["${aws_security_group.other.id}"] }];
    },
  },
  unknown: {
    "groups from a variable": ({ template }) =>
      (template["network_interfaces"] = [{ security_groups: "${var.groups}" }]),
    "a group that exists elsewhere and is let in": ({ template, ingress, egress }) => {
      const elsewhere = "sg-0123456789abcdef0";
      template["network_interfaces"] = [{ security_groups: [elsewhere] }];
      for (const rule of Object.values({ ...ingress, ...egress })) {
        for (const name of ["security_group_id", "referenced_security_group_id"]) {
          if (rule[name] === "${aws_security_group.nodes.id}") rule[name] = elsewhere;
        }
      }
      egress["out-988"] = {};
    },
    "a port from a variable": ({ ingress }) => Object.assign(ingress["in-988"] ?? {}, { from_port: "${var.port}" }),
  },
});

describe("STO-003 for NFS", () => {
  it("asks for port 2049 towards each group of the mount targets, and for no way back", () => {
    const input = factory();
    const target = { subnet_id: "${aws_subnet.a.id}", security_groups: ["${aws_security_group.scratch.id}"] };
    Object.assign(input.stack.resource, { aws_efs_mount_target: { a: target, b: target } });
    Object.assign(input.filesystem, {
      kind: "efs",
      addresses: ["infra:aws_efs_mount_target.a", "infra:aws_efs_mount_target.b"],
    });
    expect(check(filesystemReachability, input).findings).toMatchObject([
      { given: "closed: TCP 2049", allowed: "TCP 2049", address: "aws_efs_mount_target.b" },
    ]);
  });
});
