import { knownInstanceType } from "../../../validation/rules/ACC-050-known-instance-type";
import { check, describeRule } from "../support/describe-rule";
import { reservedLaunch } from "../support/launch";

describeRule(knownInstanceType, {
  passing: reservedLaunch,
  mutations: {
    "a size that does not exist": {
      change: ({ template }) => (template["instance_type"] = "p5.96xlarge"),
      finds: /no size '96xlarge' of p5/,
    },
    "no name of a type": {
      change: ({ template }) => (template["instance_type"] = "p5-48xlarge"),
      finds: /'p5-48xlarge' is no instance type/,
    },
    "one wrong name of a list": ({ template, group }) => {
      delete template["instance_type"];
      group["instance_types"] = ["p5.48xlarge", "p5e.96xlarge"];
    },
    "an instance": ({ resource }) => (resource["aws_instance"] = { one: { instance_type: "g6e.huge" } }),
    "a reservation": ({ reservation }) => (reservation["instance_type"] = "h100"),
    "an override of an autoscaling group": ({ resource }) =>
      (resource["aws_autoscaling_group"] = {
        one: { mixed_instances_policy: { launch_template: { override: [{ instance_type: "trn1.48xlarge" }] } } },
      }),
  },
  unknown: {
    "a type from a variable": ({ template }) => (template["instance_type"] = "${var.type}"),
    "a family that the catalogue lacks": ({ template }) => (template["instance_type"] = "x2idn.32xlarge"),
    "a size of a family of which it has a choice": ({ template }) => (template["instance_type"] = "m7i.metal-48xl"),
    "a type that AWS names and nobody describes": ({ template }) => (template["instance_type"] = "p6e-gb300.36xlarge"),
  },
});

describe("ACC-050 on a slip", () => {
  it("suggests the name that is meant", () => {
    const input = reservedLaunch();
    input.template["instance_type"] = "p5en.46xlarge";
    expect(check(knownInstanceType, input).findings[0]).toMatchObject({
      allowed: ["p5en.48xlarge"],
      fix: "write 'p5en.48xlarge' if that is meant",
    });
  });
});
