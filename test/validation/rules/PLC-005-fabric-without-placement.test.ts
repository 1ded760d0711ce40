import { fabricWithoutPlacement } from "../../../validation/rules/PLC-005-fabric-without-placement";
import { describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

describeRule(fabricWithoutPlacement, {
  passing: () => {
    const input = launch();
    input.resource["aws_placement_group"] = { training: { name: "training", strategy: "cluster" } };
    input.template["placement"] = { group_name: "${aws_placement_group.training.name}" };
    return input;
  },
  stillPasses: {
    "a capacity block": ({ template }) => {
      delete template["placement"];
      template["instance_market_options"] = { market_type: "capacity-block" };
    },
    "a reservation": ({ template }) => {
      delete template["placement"];
      template["capacity_reservation_specification"] = {
        capacity_reservation_target: { capacity_reservation_id: "cr-0123456789abcdef0" },
      };
    },
    "a single node": ({ template, group }) => {
      delete template["placement"];
      group.scaling_config["max_size"] = 1;
    },
  },
  mutations: {
    "the placement is overridden away": {
      change: ({ template }) => delete template["placement"],
      finds: /up to 8 nodes with EFA/,
    },
    "an empty placement block": ({ template }) => (template["placement"] = { tenancy: "default" }),
    "spot nodes": ({ template, group }) => {
      delete template["placement"];
      group["capacity_type"] = "SPOT";
    },
  },
  unknown: {
    "a size from a variable": ({ template, group }) => {
      delete template["placement"];
      group.scaling_config["max_size"] = "${var.nodes}";
    },
    "a market from a variable": ({ template, group }) => {
      delete template["placement"];
      group["capacity_type"] = "${var.market}";
    },
  },
});
