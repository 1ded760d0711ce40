import { usageClass } from "../../../validation/rules/CAP-051-usage-class";
import { describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

describeRule(usageClass, {
  passing: launch,
  stillPasses: {
    "spot, where it is sold": ({ group }) => (group["capacity_type"] = "SPOT"),
    "a template that no group uses": ({ resource }) => {
      Object.assign(resource["aws_launch_template"] ?? {}, { rest: { instance_type: "p6e-gb200.36xlarge" } });
    },
  },
  mutations: {
    "an UltraServer on demand": {
      change: ({ template }) => (template["instance_type"] = "p6e-gb200.36xlarge"),
      finds: /does not sell p6e-gb200\.36xlarge as on-demand/,
    },
    "a block of a type that has none": {
      change: ({ template, group }) => {
        template["instance_type"] = "g6e.48xlarge";
        group["capacity_type"] = "CAPACITY_BLOCK";
      },
      finds: /as capacity-block/,
    },
    "an UltraServer as spot, by the template": ({ template }) =>
      Object.assign(template, {
        instance_type: "trn2u.48xlarge",
        instance_market_options: { market_type: "spot" },
      }),
    "a reservation without its market": ({ template }) =>
      Object.assign(template, {
        instance_type: "p6e-gb200.36xlarge",
        capacity_reservation_specification: {
          capacity_reservation_target: { capacity_reservation_id: "cr-0123456789abcdef0" },
        },
      }),
  },
  unknown: {
    "a type from a variable": ({ template }) => (template["instance_type"] = "${var.type}"),
    "a market from a variable": ({ group }) => (group["capacity_type"] = "${var.market}"),
  },
});
