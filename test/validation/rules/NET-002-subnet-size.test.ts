import { subnetSize } from "../../../validation/rules/NET-002-subnet-size";
import { check, describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";
import { vpcStack } from "../support/vpc";

function factory() {
  const made = vpcStack();
  made.subnets.node_a["//"] = { metadata: { path: "infra/network/node-a" } };
  const subnet = { name: "node-a", kind: "node" as const, cidrBlock: "10.0.0.0/20", neededAddresses: 4000 };
  const network = node("networks", { subnets: [subnet], addresses: ["infra:aws_subnet.node_a"] });
  return { ...made, subnet, network, model: emptyModel({ networks: [network] }) };
}

describeRule(subnetSize, {
  passing: factory,
  stillPasses: { "the last address": ({ subnet }) => (subnet.neededAddresses = 4091) },
  mutations: {
    "one address more": { change: ({ subnet }) => (subnet.neededAddresses = 4092), finds: /too small/ },
    "a range that an override made smaller": ({ subnets }) => (subnets.node_a["cidr_block"] = "10.0.0.0/21"),
  },
  unknown: { "a range from a variable": ({ subnets }) => (subnets.node_a["cidr_block"] = "${var.range}") },
});

it("NET-002 proposes a prefix that holds what is needed", () => {
  const { model, subnet } = factory();
  subnet.neededAddresses = 10_000;
  expect(check(subnetSize, { model }).findings).toMatchObject([
    { given: "4091 usable addresses in 10.0.0.0/20", allowed: "at least 10000", fix: "give it a /18 or larger" },
  ]);
});
