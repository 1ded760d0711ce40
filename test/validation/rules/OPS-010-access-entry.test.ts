import { accessEntry } from "../../../validation/rules/OPS-010-access-entry";
import { describeRule } from "../support/describe-rule";

function entry() {
  const entry: Record<string, unknown> = { principal_arn: "${aws_iam_role.nodes.arn}", type: "HYBRID_LINUX" };
  return { entry, stacks: { infra: { resource: { aws_eks_access_entry: { nodes: entry } } } } };
}

describeRule(accessEntry, {
  passing: entry,
  stillPasses: {
    "nothing written, which is STANDARD": ({ entry }) => delete entry["type"],
    "nodes of a node group of one's own": ({ entry }) => (entry["type"] = "EC2_LINUX"),
  },
  mutations: {
    "a type that EKS does not have": ({ entry }) => (entry["type"] = "HYBRID"),
    "small letters": ({ entry }) => (entry["type"] = "standard"),
  },
  unknown: { "a type from a variable": ({ entry }) => (entry["type"] = "${var.type}") },
});
