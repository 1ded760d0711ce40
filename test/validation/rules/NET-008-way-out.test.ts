import { wayOut } from "../../../validation/rules/NET-008-way-out";
import { describeRule } from "../support/describe-rule";
import { vpcStack } from "../support/vpc";

describeRule(wayOut, {
  passing: vpcStack,
  stillPasses: {
    "routes inside of the table": ({ stack, routes }) => {
      delete routes["private_a"];
      const inline = { cidr_block: "0.0.0.0/0", nat_gateway_id: "${aws_nat_gateway.a.id}" };
      stack.resource.aws_route_table["private_a"] = { route: [inline] };
    },
    "a transit gateway": ({ routes }) =>
      Object.assign(routes["private_a"] ?? {}, { nat_gateway_id: null, transit_gateway_id: "tgw-1" }),
    "a closed network with interface endpoints": ({ routes, endpoints }) => {
      delete routes["private_a"];
      delete routes["private_b"];
      const service_name = "com.amazonaws.eu-north-1.ecr.dkr";
      endpoints["images"] = { vpc_id: "${aws_vpc.main.id}", vpc_endpoint_type: "Interface", service_name };
    },
    "the VPC's main table": ({ stack }) => {
      delete stack.resource.aws_route_table_association["node_a"];
      const main = { vpc_id: "${aws_vpc.main.id}", route_table_id: "${aws_route_table.private_a.id}" };
      Object.assign(stack.resource, { aws_main_route_table_association: { main } });
    },
  },
  mutations: {
    "a route is gone": { change: ({ routes }) => delete routes["private_a"], finds: /node_a have no way out/ },
    "interface endpoints, but none for images": ({ routes, endpoints }) => {
      delete routes["private_a"];
      const service_name = "com.amazonaws.eu-north-1.s3";
      endpoints["s3"] = { vpc_id: "${aws_vpc.main.id}", vpc_endpoint_type: "Interface", service_name };
    },
    "a route to nothing": ({ routes }) => delete routes["private_a"]?.["nat_gateway_id"],
    "a route for a part only": ({ routes }) =>
      Object.assign(routes["private_b"] ?? {}, { destination_cidr_block: "10.64.0.0/16" }),
    "NAT without an address": {
      change: ({ gateways }) => delete gateways["a"]?.["allocation_id"],
      finds: /elastic IP/,
    },
    "NAT in a private subnet": {
      change: ({ gateways }) => Object.assign(gateways["a"] ?? {}, { subnet_id: "${aws_subnet.node_b.id}" }),
      finds: /does not reach the internet/,
    },
    "the way to the internet gateway is gone": {
      change: ({ routes }) => delete routes["public"],
      finds: /NAT gateway stands/,
    },
  },
  unknown: {
    "a subnet without a table": ({ stack }) => delete stack.resource.aws_route_table_association["node_a"],
    "a gateway from a variable": ({ routes }) =>
      Object.assign(routes["public"] ?? {}, { gateway_id: "${var.gateway}" }),
  },
});
