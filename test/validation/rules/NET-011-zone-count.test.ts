import { zoneCount } from "../../../validation/rules/NET-011-zone-count";
import { describeRule } from "../support/describe-rule";
import { vpcStack } from "../support/vpc";

const subnets = (ids: unknown) => (input: ReturnType<typeof vpcStack>) =>
  (input.cluster["vpc_config"] = [{ subnet_ids: ids }]);

describeRule(zoneCount, {
  passing: vpcStack,
  mutations: {
    "one subnet": { change: subnets(["${aws_subnet.node_a.id}"]), finds: /fewer than two/ },
    none: { change: subnets([]), finds: /fewer than two/ },
    "two of one zone": {
      change: subnets(["${aws_subnet.node_a.id}", "${aws_subnet.public_a.id}"]),
      finds: /lie in one zone/,
    },
    "a subnet of a Local Zone": {
      change: (input) => (input.subnets.service_b["availability_zone"] = "eu-north-1-hel-1a"),
      finds: /lies in a Local Zone/,
    },
  },
  unknown: {
    "subnets from a variable": subnets("${var.subnets}"),
    "subnets that exist": subnets(["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]),
  },
});
