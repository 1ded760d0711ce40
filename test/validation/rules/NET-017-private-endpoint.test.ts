import { privateEndpoint } from "../../../validation/rules/NET-017-private-endpoint";
import { describeRule } from "../support/describe-rule";
import type { Attributes } from "../support/lustre";
import { vpcStack } from "../support/vpc";

function factory() {
  const made = vpcStack();
  const sts: Attributes = {
    vpc_id: "${aws_vpc.main.id}",
    vpc_endpoint_type: "Interface",
    service_name: "com.amazonaws.eu-north-1.sts",
    private_dns_enabled: true,
    subnet_ids: ["${aws_subnet.service_a.id}"],
    security_group_ids: ["${aws_security_group.endpoints.id}"],
  };
  const rule: Attributes = {
    security_group_id: "${aws_security_group.endpoints.id}",
    ip_protocol: "tcp",
    from_port: 443,
    to_port: 443,
    cidr_ipv4: "10.0.0.0/16",
  };
  made.endpoints["sts"] = sts;
  Object.assign(made.stack.resource, {
    aws_security_group: { endpoints: {} },
    aws_vpc_security_group_ingress_rule: { https: rule },
  });
  return { ...made, sts, rule };
}

describeRule(privateEndpoint, {
  passing: factory,
  stillPasses: {
    "a service of somebody else": ({ sts }) =>
      (sts["service_name"] = "com.amazonaws.vpce.eu-north-1.vpce-svc-0123456789"),
    "routes attached one by one": ({ stack, s3 }) => {
      delete s3["route_table_ids"];
      const link = { vpc_endpoint_id: "${aws_vpc_endpoint.s3.id}", route_table_id: "${aws_route_table.private_a.id}" };
      Object.assign(stack.resource, { aws_vpc_endpoint_route_table_association: { a: link } });
    },
    "open to a security group": ({ rule, stack }) => {
      Object.assign(stack.resource, { aws_security_group: { endpoints: {}, nodes: {} } });
      Object.assign(rule, { cidr_ipv4: null, referenced_security_group_id: "${aws_security_group.nodes.id}" });
    },
  },
  mutations: {
    "a name without a region": { change: ({ sts }) => (sts["service_name"] = "sts"), finds: /not the name/ },
    "another region": {
      change: ({ s3 }) => (s3["service_name"] = "com.amazonaws.eu-west-1.s3"),
      finds: /another region/,
    },
    "a gateway for a service without": {
      change: ({ sts }) => delete sts["vpc_endpoint_type"],
      finds: /no gateway endpoints/,
    },
    "a gateway without routes": { change: ({ s3 }) => delete s3["route_table_ids"], finds: /no route table/ },
    "no subnets": { change: ({ sts }) => (sts["subnet_ids"] = []), finds: /no subnet/ },
    "no DNS host names in the VPC": { change: ({ vpc }) => delete vpc["enable_dns_hostnames"], finds: /private DNS/ },
    "no DNS in the VPC": { change: ({ vpc }) => (vpc["enable_dns_support"] = false), finds: /private DNS/ },
    "the wrong port": {
      change: ({ rule }) => Object.assign(rule, { from_port: 80, to_port: 80 }),
      finds: /nobody is let in/,
    },
  },
  unknown: {
    "a service from a variable": ({ sts }) => (sts["service_name"] = "com.amazonaws.${var.region}.sts"),
    "a group that exists": ({ sts }) => (sts["security_group_ids"] = ["sg-0123456789abcdef0"]),
  },
});
