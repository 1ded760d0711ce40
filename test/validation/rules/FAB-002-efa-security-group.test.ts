import { efaSecurityGroup } from "../../../validation/rules/FAB-002-efa-security-group";
import { check, describeRule } from "../support/describe-rule";
import { launch, type EmittedLaunch } from "../support/launch";

function withoutRules({ resource }: EmittedLaunch): void {
  delete resource["aws_vpc_security_group_ingress_rule"];
  delete resource["aws_vpc_security_group_egress_rule"];
}

const self = "${aws_security_group.fabric.id}";

describeRule(efaSecurityGroup, {
  passing: launch,
  stillPasses: {
    "rules of the older kind": (input) => {
      withoutRules(input);
      const rule = { security_group_id: self, protocol: "-1", from_port: 0, to_port: 0 };
      input.resource["aws_security_group_rule"] = {
        in: { ...rule, type: "ingress", self: true },
        out: { ...rule, type: "egress", source_security_group_id: self },
      };
    },
    "inline rules": (input) => {
      withoutRules(input);
      const block = { protocol: "-1", from_port: 0, to_port: 0, self: true };
      Object.assign(input.securityGroup, { ingress: [block], egress: block });
    },
    "the group that EKS made for the cluster": (input) => {
      withoutRules(input);
      input.resource["aws_eks_cluster"] = { main: { name: "factory" } };
      for (const item of input.template.network_interfaces) {
        item["security_groups"] = ["${aws_eks_cluster.main.vpc_config[0].cluster_security_group_id}"];
      }
    },
    "another group beside it": ({ template, resource }) => {
      Object.assign(resource["aws_security_group"] ?? {}, { pool: { name: "pool" } });
      template.network_interfaces[0] = {
        ...template.network_interfaces[0],
        security_groups: ["${aws_security_group.pool.id}"],
      };
    },
    "a protocol written as a number": ({ ingress }) => (ingress["ip_protocol"] = -1),
  },
  mutations: {
    "no egress to itself": {
      change: ({ resource }) => delete resource["aws_vpc_security_group_egress_rule"],
      finds: /allows all traffic from and to itself/,
    },
    "no ingress from itself": ({ resource }) => delete resource["aws_vpc_security_group_ingress_rule"],
    "egress to the whole world instead": ({ egress }) => {
      delete egress["referenced_security_group_id"];
      egress["cidr_ipv4"] = "0.0.0.0/0";
    },
    "only TCP from itself": ({ ingress }) => (ingress["ip_protocol"] = "tcp"),
    "a rule of another group": ({ ingress, resource }) => {
      Object.assign(resource["aws_security_group"] ?? {}, { other: { name: "other" } });
      ingress["security_group_id"] = "${aws_security_group.other.id}";
    },
    "an interface with another group": {
      change: ({ template, resource }) => {
        Object.assign(resource["aws_security_group"] ?? {}, { pool: { name: "pool" } });
        template.network_interfaces[7] = {
          ...template.network_interfaces[7],
          security_groups: ["${aws_security_group.pool.id}"],
        };
      },
      finds: /do not share/,
    },
    "inline rules for the addresses of the VPC": (input) => {
      withoutRules(input);
      const block = { protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["10.0.0.0/16"] };
      Object.assign(input.securityGroup, { ingress: [block], egress: [block] });
    },
  },
  unknown: {
    "a group by its id": ({ template }) => {
      for (const item of template.network_interfaces) item["security_groups"] = ["sg-0123456789abcdef0"];
    },
    "groups from a variable": ({ template }) => {
      for (const item of template.network_interfaces) item["security_groups"] = "${var.groups}";
    },
    "no group at all": ({ template }) => {
      for (const item of template.network_interfaces) delete item["security_groups"];
    },
    "a protocol from a variable": ({ egress }) => (egress["ip_protocol"] = "${var.protocol}"),
  },
});

describe("FAB-002 where no fabric is", () => {
  it("leaves launches without EFA alone, and tells what the rules are where they are wrong", () => {
    const plain = launch();
    plain.template.network_interfaces = [{ device_index: 0 }];
    expect(check(efaSecurityGroup, { stacks: plain.stacks }).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });

    const open = launch();
    delete open.egress["referenced_security_group_id"];
    open.egress["cidr_ipv4"] = "0.0.0.0/0";
    expect(check(efaSecurityGroup, { stacks: open.stacks }).findings[0]).toMatchObject({
      severity: "error",
      address: "aws_eks_node_group.training",
      given: ["aws_security_group.fabric: ingress -1 with itself; egress -1 with 0.0.0.0/0"],
    });
  });
});
