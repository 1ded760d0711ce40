import { nodeGroupQuotas } from "../../../validation/rules/QUO-002-node-groups";
import { check, describeRule } from "../support/describe-rule";
import { launch, secondGroup } from "../support/launch";
import { awsSite } from "../support/site";

function many(count: number) {
  const input = launch();
  const groups = input.resource["aws_eks_node_group"] ?? {};
  for (let index = 1; index < count; index++) groups[`group-${index}`] = { ...input.group };
  input.model.sites = [awsSite({})];
  return input;
}

describeRule(nodeGroupQuotas, {
  passing: () => many(30),
  stillPasses: {
    "the next group belongs to another cluster": (input) => secondGroup(input, { cluster_name: "second" }),
    "a raised quota": (input) => {
      secondGroup(input);
      input.model.sites = [awsSite({ "L-6D54EA21": 40 })];
    },
  },
  mutations: {
    "one group more": { change: (input) => secondGroup(input), finds: /31 of 'Managed node groups per cluster'/ },
    "a group of 451 nodes": {
      change: ({ group }) => (group.scaling_config["max_size"] = 451),
      finds: /451 of 'Nodes per managed node group'/,
    },
    "a lower limit of the account": ({ model }) => (model.sites = [awsSite({ "L-6D54EA21": 20 })]),
  },
  unknown: { "a size from a variable": ({ group }) => (group.scaling_config["max_size"] = "${var.nodes}") },
});

describe("QUO-002 and how sure it is", () => {
  it("warns on the values of a new account, and is an error on those that the owner states", () => {
    const input = many(31);
    expect(check(nodeGroupQuotas, input).findings.map(({ severity }) => severity)).toEqual(["warning"]);
    input.model.sites = [awsSite({ "L-6D54EA21": 30 })];
    expect(check(nodeGroupQuotas, input).findings.map(({ severity }) => severity)).toEqual(["error"]);
  });
});
