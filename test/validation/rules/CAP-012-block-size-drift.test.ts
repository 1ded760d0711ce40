import { blockSizeDrift } from "../../../validation/rules/CAP-012-block-size-drift";
import { check, describeRule } from "../support/describe-rule";
import { blockLaunch } from "../support/launch";

describeRule(blockSizeDrift, {
  passing: blockLaunch,
  stillPasses: {
    "everything is ignored": ({ group }) => (group["lifecycle"] = { ignore_changes: "all" }),
    "the whole block is ignored": ({ group }) => (group["lifecycle"] = [{ ignore_changes: ["scaling_config"] }]),
    "switched off": ({ group }) => {
      delete group["lifecycle"];
      group.scaling_config["desired_size"] = 0;
    },
  },
  mutations: {
    "no lifecycle": { change: ({ group }) => delete group["lifecycle"], finds: /asks for the instances again/ },
    "another attribute is ignored": ({ group }) => (group["lifecycle"] = { ignore_changes: ["labels"] }),
  },
});

describe("CAP-012 on a plan", () => {
  it("does not know, because a plan has no lifecycle", () => {
    const change = {
      actions: ["create"],
      after: { capacity_type: "CAPACITY_BLOCK", scaling_config: [{ desired_size: 8 }] },
    };
    const address = "aws_eks_node_group.training";
    const resource = { address, mode: "managed", type: "aws_eks_node_group", name: "training", values: change.after };
    const plan = {
      format_version: "1.2",
      terraform_version: "1.11.0",
      planned_values: { root_module: { resources: [resource] } },
      resource_changes: [{ ...resource, change }],
      configuration: { root_module: {} },
    };
    const stacks = { plan } as unknown as Parameters<typeof check>[1]["stacks"];
    expect(check(blockSizeDrift, { stacks }).findings.map(({ verdict }) => verdict)).toEqual(["unknown"]);
  });
});
