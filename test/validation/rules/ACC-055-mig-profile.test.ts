import { migProfile } from "../../../validation/rules/ACC-055-mig-profile";
import { check, describeRule } from "../support/describe-rule";
import { launch, type EmittedLaunch } from "../support/launch";

const layout = (value: unknown) => (input: EmittedLaunch) => {
  input.group["labels"] = { "nvidia.com/mig.config": value };
};

describeRule(migProfile, {
  passing: () => {
    const input = launch("p5en.48xlarge");
    layout("all-1g.18gb")(input);
    return input;
  },
  stillPasses: { "switched off": layout("all-disabled"), "a mixture that every GPU has": layout("all-balanced") },
  mutations: {
    "a profile of another GPU": { change: layout("all-1g.10gb"), finds: /has no MIG layout 'all-1g\.10gb'/ },
    "another GPU with the same label": ({ template }) => (template["instance_type"] = "p4d.24xlarge"),
    "a GPU without MIG": {
      change: ({ template }) => (template["instance_type"] = "g6e.48xlarge"),
      finds: /cannot be cut by MIG/,
    },
  },
  unknown: {
    "a layout from a variable": layout("${var.layout}"),
    "a layout of one's own": layout("notebooks"),
    "a type from a variable": ({ template }) => (template["instance_type"] = "${var.type}"),
  },
});

describe("ACC-055 on whole GPUs", () => {
  it("has nothing to judge", () => {
    expect(check(migProfile, launch()).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
