import type { Resource } from "../../documents/types";
import { sizesOf } from "../launches";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const nodeCounts: Rule = {
  id: "CAP-050-node-counts",
  family: "CAP",
  title: "a group's smallest, desired and largest size do not contradict each other",
  severity: "error",
  reads: "documents",
  cause:
    "EKS and Auto Scaling refuse a group whose sizes are out of order: the apply fails after the cluster was made.",
  mend: "order the sizes: 0 ≤ min_size ≤ desired_size ≤ max_size, and max_size at least 1",
  sources: [
    "Amazon EKS API Reference, NodegroupScalingConfig: minSize, desiredSize, maxSize",
    "Google Cluster Toolkit and AWS ParallelCluster, ComputeResourceSizeValidator",
  ],
  unknownMeans: "A size is not known yet; the plan decides.",
  example: { fails: "min_size 4, desired_size 2, max_size 8", passes: "min_size 2, desired_size 4, max_size 8" },
  *check({ documents }) {
    for (const group of documents?.resources("aws_eks_node_group", "aws_autoscaling_group") ?? []) yield judge(group);
  },
};

function judge(group: Resource): Outcome {
  const about = resourceAbout(group);
  const { min, desired, max } = sizesOf(group);
  const given = { min, desired, max };
  const numbers = [min, desired, max].filter((size) => typeof size === "number");
  const refuse = (message: string, allowed: string) => fail(about, { message, given, allowed });
  if (numbers.some((size) => size < 0 || !Number.isInteger(size))) {
    return refuse("a size is not a number of nodes", "whole numbers, 0 or more");
  }
  // What is known is enough to see that it cannot be.
  if (isAbove(min, max)) return refuse("the smallest size is above the largest", "min_size ≤ max_size");
  if (isAbove(desired, max)) return refuse("the desired size is above the largest", "desired_size ≤ max_size");
  if (isAbove(min, desired)) return refuse("the desired size is below the smallest", "min_size ≤ desired_size");
  if (max === 0) return refuse("the group can never have a node", "max_size of 1 or more");
  if ([min, desired, max].includes("unknown"))
    return unknown(about, { message: "a size of the group is not known yet" });
  return pass(about);
}

function isAbove(low: number | "unknown" | undefined, high: number | "unknown" | undefined): boolean {
  return typeof low === "number" && typeof high === "number" && low > high;
}
