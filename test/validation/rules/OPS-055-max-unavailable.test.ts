import { maxUnavailable } from "../../../validation/rules/OPS-055-max-unavailable";
import { describeRule } from "../support/describe-rule";

function group() {
  const pace: Record<string, unknown> = { max_unavailable: 1 };
  const sizes: Record<string, unknown> = { min_size: 3, desired_size: 3, max_size: 6 };
  const attributes = { update_config: pace, scaling_config: sizes };
  return { pace, sizes, stacks: { infra: { resource: { aws_eks_node_group: { nodes: attributes } } } } };
}
const share = (percentage: unknown) => (input: ReturnType<typeof group>) => {
  delete input.pace["max_unavailable"];
  input.pace["max_unavailable_percentage"] = percentage;
};

describeRule(maxUnavailable, {
  passing: group,
  stillPasses: {
    "a third": share(33),
    "a group that may be empty": ({ sizes, pace }) => {
      Object.assign(sizes, { min_size: 0, desired_size: 0 });
      pace["max_unavailable"] = 3;
    },
  },
  mutations: {
    "all of them": { change: ({ pace }) => (pace["max_unavailable"] = 3), finds: /all 3 nodes/ },
    "all in per cent": { change: share(100), finds: /all 3 nodes/ },
    none: { change: ({ pace }) => (pace["max_unavailable"] = 0), finds: /not a pace/ },
    "more than EKS takes": ({ pace }) => (pace["max_unavailable"] = 101),
    both: { change: ({ pace }) => (pace["max_unavailable_percentage"] = 10), finds: /not stated once/ },
    neither: ({ pace }) => (pace["max_unavailable"] = null),
  },
  unknown: {
    "a number from a variable": ({ pace }) => (pace["max_unavailable"] = "${var.pace}"),
    "a size from a variable": ({ sizes }) => (sizes["min_size"] = "${var.nodes}"),
  },
});
