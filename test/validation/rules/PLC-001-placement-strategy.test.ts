import { placementStrategy } from "../../../validation/rules/PLC-001-placement-strategy";
import { check, describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

function placed() {
  const input = launch();
  const group: Record<string, unknown> = { name: "training", strategy: "cluster" };
  input.resource["aws_placement_group"] = { training: group };
  input.template["placement"] = { group_name: "${aws_placement_group.training.name}" };
  return { ...input, placement: group };
}

describeRule(placementStrategy, {
  passing: placed,
  stillPasses: {
    "the group by its name written out": ({ template }) => (template["placement"] = { group_name: "training" }),
    "the group by its id": ({ template }) =>
      (template["placement"] = { group_id: "${aws_placement_group.training.placement_group_id}" }),
    "a spread group, which the type supports": ({ placement }) => (placement["strategy"] = "spread"),
  },
  mutations: {
    "a type that cannot be clustered": {
      change: ({ template }) => (template["instance_type"] = "vt1.24xlarge"),
      finds: /vt1\.24xlarge cannot be launched into a 'cluster'/,
    },
    "a type in the node group, not in the template": ({ template, group }) => {
      delete template["instance_type"];
      group["instance_types"] = ["p5.48xlarge", "vt1.24xlarge"];
    },
    "an instance that names the group itself": ({ resource }) =>
      (resource["aws_instance"] = { one: { instance_type: "vt1.24xlarge", placement_group: "training" } }),
  },
  unknown: {
    "a group that is not among the documents": ({ template }) => (template["placement"] = { group_name: "elsewhere" }),
    "a strategy from a variable": ({ placement }) => (placement["strategy"] = "${var.strategy}"),
    "an instance type from a variable": ({ template }) => (template["instance_type"] = "${var.type}"),
    "a type without strategies in the catalogue": ({ template }) => (template["instance_type"] = "p6e-gb200.36xlarge"),
  },
});

describe("PLC-001 without placement groups", () => {
  it("has nothing to judge", () => {
    expect(check(placementStrategy, { stacks: launch().stacks }).rules[0]).toMatchObject({ pass: 0, unknown: 0 });
  });
});
