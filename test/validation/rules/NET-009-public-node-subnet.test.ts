import { publicNodeSubnet } from "../../../validation/rules/NET-009-public-node-subnet";
import { check, describeRule } from "../support/describe-rule";
import { vpcStack } from "../support/vpc";

describeRule(publicNodeSubnet, {
  passing: vpcStack,
  mutations: {
    "a subnet that gives public addresses": {
      change: ({ subnets }) => (subnets.node_b["map_public_ip_on_launch"] = "true"),
      finds: /get public addresses/,
    },
    "the public subnet by an override": {
      change: ({ group }) => (group["subnet_ids"] = ["${aws_subnet.public_a.id}"]),
      finds: /straight to the internet/,
    },
    "an internet gateway in the private table": ({ routes }) =>
      Object.assign(routes["private_a"] ?? {}, { nat_gateway_id: null, gateway_id: "igw-0123456789abcdef0" }),
    "an autoscaling group": ({ stack }) =>
      Object.assign(stack.resource, {
        aws_autoscaling_group: { nodes: { vpc_zone_identifier: ["${aws_subnet.public_b.id}"] } },
      }),
  },
  unknown: {
    "a switch from a variable": ({ subnets }) => (subnets.node_a["map_public_ip_on_launch"] = "${var.public}"),
    "a gateway from a variable": ({ routes }) =>
      Object.assign(routes["private_a"] ?? {}, { nat_gateway_id: null, gateway_id: "${var.gateway}" }),
  },
});

describe("NET-009 by machine", () => {
  it.each([
    ["m7i.large", "warning"],
    ["p5.48xlarge", "error"],
  ])("of %s: %s", (type, severity) => {
    const input = vpcStack();
    Object.assign(input.group, { subnet_ids: ["${aws_subnet.public_a.id}"], instance_types: [type] });
    expect(check(publicNodeSubnet, input).findings).toMatchObject([{ severity }]);
  });
});
