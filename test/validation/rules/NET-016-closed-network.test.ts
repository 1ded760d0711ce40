import { closedNetwork } from "../../../validation/rules/NET-016-closed-network";
import { check, describeRule } from "../support/describe-rule";
import { filesystemNode } from "../support/lustre";
import { emptyModel, node } from "../support/model";
import { vpcStack } from "../support/vpc";

const services = ["ec2", "ecr.api", "ecr.dkr", "eks", "eks-auth", "fsx", "logs", "sts"];

function factory() {
  const made = vpcStack();
  made.stack.resource.aws_nat_gateway = {};
  delete (made.stack.resource as Record<string, unknown>)["aws_internet_gateway"];
  for (const service of services) {
    made.endpoints[service] = {
      vpc_id: "${aws_vpc.main.id}",
      vpc_endpoint_type: "Interface",
      service_name: `com.amazonaws.eu-north-1.${service}`,
      private_dns_enabled: true,
    };
  }
  const network = node("networks", {
    closed: true,
    natGateways: 0,
    addresses: ["infra:aws_vpc.main"],
    privateEndpoints: ["s3", ...services],
  });
  const model = emptyModel({ networks: [network], clusters: [node("clusters")], filesystems: [filesystemNode()] });
  return { ...made, network, model };
}

describeRule(closedNetwork, {
  passing: factory,
  mutations: {
    "no way to credentials": { change: ({ endpoints }) => delete endpoints["sts"], finds: /lacks private endpoints/ },
    "no way to the layers of images": ({ endpoints }) => delete endpoints["s3"],
    "no way to the filesystem's API": ({ endpoints, network }) => {
      delete endpoints["fsx"];
      network.privateEndpoints = ["s3"];
    },
    "an endpoint turned to another service by an override": ({ endpoints }) =>
      Object.assign(endpoints["logs"] ?? {}, { service_name: "com.amazonaws.eu-north-1.monitoring" }),
    "a NAT gateway": {
      change: ({ stack }) =>
        Object.assign(stack.resource.aws_nat_gateway, { a: { subnet_id: "${aws_subnet.public_a.id}" } }),
      finds: /a way to the internet/,
    },
    "no private DNS": {
      change: ({ endpoints }) => Object.assign(endpoints["sts"] ?? {}, { private_dns_enabled: false }),
      finds: /public name/,
    },
  },
  unknown: {
    "a service from a variable": ({ endpoints }) => Object.assign(endpoints["sts"] ?? {}, { service_name: "${var.s}" }),
  },
});

it("NET-016 asks nothing of an open network", () => {
  const input = factory();
  input.network.closed = false;
  expect(check(closedNetwork, input).rules[0]).toMatchObject({ pass: 0, fail: 0 });
});
