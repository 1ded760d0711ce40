import { siteRoutes } from "../../../validation/rules/HYB-005-site-routes";
import { describeRule } from "../support/describe-rule";
import { siteLinkStack } from "../support/wide-area";

describeRule(siteRoutes, {
  passing: siteLinkStack,
  stillPasses: {
    "a route inside of the table": ({ resource }) => {
      delete resource["aws_route"]?.["a"];
      Object.assign(resource["aws_route_table"]?.["a"] ?? {}, {
        route: [{ cidr_block: "10.64.0.0/16", transit_gateway_id: "${aws_ec2_transit_gateway.main.id}" }],
      });
    },
    "one table for both subnets": ({ resource }) => {
      delete resource["aws_route"]?.["b"];
      Object.assign(resource["aws_route_table_association"]?.["b"] ?? {}, {
        route_table_id: "${aws_route_table.a.id}",
      });
    },
  },
  mutations: {
    "a zone without a route": { change: ({ resource }) => delete resource["aws_route"]?.["b"], finds: /no route/ },
    "a route to a NAT gateway instead": ({ resource }) =>
      Object.assign(resource["aws_route"]?.["a"] ?? {}, { transit_gateway_id: null, nat_gateway_id: "nat-1" }),
    "a route to another transit gateway": ({ resource }) =>
      Object.assign(resource["aws_route"]?.["a"] ?? {}, { transit_gateway_id: "tgw-1" }),
  },
  unknown: {
    "no table of the subnets is there": ({ resource }) => (resource["aws_route_table_association"] = {}),
  },
});
