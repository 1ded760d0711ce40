import { subnetInVpc } from "../../../validation/rules/NET-005-subnet-in-vpc";
import { check, describeRule } from "../support/describe-rule";
import { vpcStack } from "../support/vpc";

describeRule(subnetInVpc, {
  passing: vpcStack,
  stillPasses: {
    "a subnet in a further block of the VPC": ({ stack, subnets }) => {
      const further = { vpc_id: "${aws_vpc.main.id}", cidr_block: "100.64.0.0/16" };
      Object.assign(stack.resource, { aws_vpc_ipv4_cidr_block_association: { nodes: further } });
      subnets.node_a["cidr_block"] = "100.64.0.0/18";
    },
    "the same range in another VPC": ({ stack, subnets }) => {
      Object.assign(stack.resource.aws_vpc, { other: { cidr_block: "10.0.0.0/16" } });
      Object.assign(subnets.node_b, { cidr_block: "10.0.0.0/20", vpc_id: "${aws_vpc.other.id}" });
    },
  },
  mutations: {
    "outside of the VPC": {
      change: ({ subnets }) => (subnets.node_a["cidr_block"] = "192.168.0.0/24"),
      finds: /outside of its VPC/,
    },
    "a /8": { change: ({ subnets }) => (subnets.node_a["cidr_block"] = "10.0.0.0/8"), finds: /a subnet can have/ },
    "a /29": ({ subnets }) => (subnets.node_a["cidr_block"] = "10.0.0.0/29"),
    "not the first address of its block": ({ subnets }) => (subnets.node_a["cidr_block"] = "10.0.0.1/20"),
    "two that share addresses": {
      change: ({ subnets }) => (subnets.node_b["cidr_block"] = "10.0.8.0/24"),
      finds: /share addresses/,
    },
    "a VPC of /12": { change: ({ vpc }) => (vpc["cidr_block"] = "10.0.0.0/12"), finds: /a VPC can have/ },
    "a VPC on public addresses": { change: ({ vpc }) => (vpc["cidr_block"] = "8.8.0.0/16"), finds: /public addresses/ },
    "a malformed id": { change: ({ subnets }) => (subnets.node_a["vpc_id"] = "my-vpc"), finds: /not the id of a VPC/ },
  },
  unknown: {
    "a range from a variable": ({ subnets }) => (subnets.node_a["cidr_block"] = "${var.range}"),
    "a VPC from a variable": ({ subnets }) => (subnets.node_a["vpc_id"] = "${var.vpc}"),
    "a VPC whose range a pool gives": ({ vpc }) => (vpc["cidr_block"] = "${var.range}"),
  },
});

it("NET-005 leaves a subnet with IPv6 alone", () => {
  const input = vpcStack();
  delete input.subnets.node_a["cidr_block"];
  expect(check(subnetInVpc, input).findings).toEqual([]);
});
