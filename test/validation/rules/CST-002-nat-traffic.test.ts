import { natTraffic } from "../../../validation/rules/CST-002-nat-traffic";
import { describeRule } from "../support/describe-rule";
import { vpcStack } from "../support/vpc";

describeRule(natTraffic, {
  passing: vpcStack,
  stillPasses: {
    "attached one by one": ({ stack, s3 }) => {
      delete s3["route_table_ids"];
      const link = (table: string) => ({
        vpc_endpoint_id: "${aws_vpc_endpoint.s3.id}",
        route_table_id: `\${aws_route_table.${table}.id}`,
      });
      const links = { a: link("private_a"), b: link("private_b") };
      Object.assign(stack.resource, { aws_vpc_endpoint_route_table_association: links });
    },
  },
  mutations: {
    "no endpoint": { change: ({ endpoints }) => delete endpoints["s3"], finds: /reach S3 through a NAT gateway/ },
    "one table forgotten": ({ s3 }) => (s3["route_table_ids"] = ["${aws_route_table.private_a.id}"]),
    "an endpoint for something else": ({ s3 }) => (s3["service_name"] = "com.amazonaws.eu-north-1.dynamodb"),
  },
  unknown: { "tables from a variable": ({ s3 }) => (s3["route_table_ids"] = "${var.tables}") },
});
