import { onDemandSold } from "../../../validation/rules/CAP-057-on-demand-sold";
import { check, describeRule } from "../support/describe-rule";
import { blockLaunch, launch } from "../support/launch";

describeRule(onDemandSold, {
  passing: launch,
  mutations: {
    "p5e, which has no price": {
      change: ({ template }) => (template["instance_type"] = "p5e.48xlarge"),
      finds: /no on-demand price of p5e\.48xlarge/,
    },
    "trn2 in the node group": ({ template, group }) => {
      delete template["instance_type"];
      group["instance_types"] = ["trn2.48xlarge"];
    },
  },
  unknown: {
    "a type from a variable": ({ template }) => (template["instance_type"] = "${var.type}"),
    "a market from a variable": ({ group }) => (group["capacity_type"] = "${var.market}"),
  },
});

describe("CAP-057 on capacity that is reserved", () => {
  it("leaves blocks of the same types alone", () => {
    const input = blockLaunch();
    input.template["instance_type"] = "p5e.48xlarge";
    expect(check(onDemandSold, input).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
