import { nodeCounts } from "../../../validation/rules/CAP-050-node-counts";
import { describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

const sizes = (min: unknown, desired: unknown, max: unknown) => (input: ReturnType<typeof launch>) => {
  Object.assign(input.group.scaling_config, { min_size: min, desired_size: desired, max_size: max });
};

describeRule(nodeCounts, {
  passing: launch,
  stillPasses: {
    "all equal, as text": sizes("8", "8", "8"),
    "an autoscaling group": ({ resource }) =>
      (resource["aws_autoscaling_group"] = { one: { min_size: 1, desired_capacity: 2, max_size: 3 } }),
  },
  mutations: {
    "smallest above largest": { change: sizes(9, 9, 8), finds: /smallest size is above the largest/ },
    "desired above largest": { change: sizes(0, 9, 8), finds: /desired size is above/ },
    "desired below smallest": { change: sizes(4, 2, 8), finds: /below the smallest/ },
    "no node ever": { change: sizes(0, 0, 0), finds: /never have a node/ },
    "less than none": { change: sizes(-1, 0, 8), finds: /not a number of nodes/ },
    "a contradiction beside a variable": { change: sizes(9, "${var.nodes}", 8), finds: /smallest size is above/ },
    "an autoscaling group out of order": ({ resource }) =>
      (resource["aws_autoscaling_group"] = { one: { min_size: 1, desired_capacity: 4, max_size: 3 } }),
  },
  unknown: { "a size from a variable": sizes(0, "${var.nodes}", 8) },
});
