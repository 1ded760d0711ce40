import { serviceRange } from "../../../validation/rules/NET-003-service-range";
import { describeRule } from "../support/describe-rule";
import { vpcStack } from "../support/vpc";

const services = (range: string | null) => (input: ReturnType<typeof vpcStack>) =>
  (input.cluster["kubernetes_network_config"] = { service_ipv4_cidr: range });

describeRule(serviceRange, {
  passing: vpcStack,
  stillPasses: { "no range: EKS chooses": services(null), "private space that nobody uses": services("10.100.0.0/16") },
  mutations: {
    "inside of the VPC": { change: services("10.0.192.0/20"), finds: /lies in the VPC/ },
    "in a further block of the VPC": {
      change: (input) => {
        const further = { vpc_id: "${aws_vpc.main.id}", cidr_block: "172.20.0.0/16" };
        Object.assign(input.stack.resource, { aws_vpc_ipv4_cidr_block_association: { further } });
      },
      finds: /lies in the VPC/,
    },
    "public addresses": { change: services("8.8.0.0/16"), finds: /not a range that EKS takes/ },
    "too small": services("172.20.0.0/25"),
    "too large": services("10.0.0.0/8"),
    "not a range": services("172.20.0.0"),
  },
  unknown: {
    "a range from a variable": services("${var.range}"),
    "a VPC whose range is not known": ({ vpc }) => (vpc["cidr_block"] = "${var.range}"),
  },
});
