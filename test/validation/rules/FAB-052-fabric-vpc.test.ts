import { fabricVpc } from "../../../validation/rules/FAB-052-fabric-vpc";
import { describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

describeRule(fabricVpc, {
  passing: launch,
  stillPasses: {
    "one VPC by its id": ({ subnets, securityGroup }) => {
      Object.assign(subnets["a"] ?? {}, { vpc_id: "vpc-1" });
      securityGroup["vpc_id"] = "vpc-1";
    },
  },
  mutations: {
    "the security group is in another VPC": {
      change: ({ securityGroup, resource }) => {
        Object.assign(resource["aws_vpc"] ?? {}, { other: { cidr_block: "10.1.0.0/16" } });
        securityGroup["vpc_id"] = "${aws_vpc.other.id}";
      },
      finds: /belongs to another VPC/,
    },
    "subnets of two VPCs": {
      change: ({ subnets, group, resource }) => {
        Object.assign(resource["aws_vpc"] ?? {}, { other: { cidr_block: "10.1.0.0/16" } });
        Object.assign(subnets["b"] ?? {}, { vpc_id: "${aws_vpc.other.id}" });
        group["subnet_ids"] = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"];
      },
      finds: /in different VPCs/,
    },
  },
  unknown: {
    "subnets by their ids": ({ group }) => (group["subnet_ids"] = ["subnet-1"]),
    "the group's VPC from a variable": ({ securityGroup }) => (securityGroup["vpc_id"] = "${var.vpc}"),
    "groups by their ids": ({ template }) => {
      for (const item of template.network_interfaces) item["security_groups"] = ["sg-1"];
    },
  },
});
