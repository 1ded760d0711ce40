import { natPerZone } from "../../../validation/rules/AVL-001-nat-per-zone";
import { describeRule } from "../support/describe-rule";
import { vpcStack } from "../support/vpc";

describeRule(natPerZone, {
  passing: vpcStack,
  stillPasses: {
    "one zone, one gateway": ({ group, gateways }) => {
      group["subnet_ids"] = ["${aws_subnet.node_a.id}"];
      delete gateways["b"];
    },
  },
  mutations: {
    "one gateway for two zones": {
      change: ({ routes }) => Object.assign(routes["private_b"] ?? {}, { nat_gateway_id: "${aws_nat_gateway.a.id}" }),
      finds: /through another zone/,
    },
    "one route table for two zones": ({ stack }) =>
      Object.assign(stack.resource.aws_route_table_association["node_b"] ?? {}, {
        route_table_id: "${aws_route_table.private_a.id}",
      }),
    "a gateway moved to the other zone": ({ gateways }) =>
      Object.assign(gateways["a"] ?? {}, { subnet_id: "${aws_subnet.public_b.id}" }),
  },
  unknown: { "a zone from a variable": ({ subnets }) => (subnets.node_a["availability_zone"] = "${var.zone}") },
});
