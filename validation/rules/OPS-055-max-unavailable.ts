import type { Resource } from "../../documents/types";
import { numberOf, sizesOf } from "../launches";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const maxUnavailable: Rule = {
  id: "OPS-055-max-unavailable",
  family: "OPS",
  title: "an update of a node group takes only part of its nodes away at a time",
  severity: "warning",
  reads: "documents",
  cause:
    "An update drains as many nodes at a time as update_config says. When that is all of them, every replica of a service " +
    "and the whole queue of jobs stop together; more than 100, none, or both settings at once are refused by EKS.",
  mend: "set max_unavailable to 1, or max_unavailable_percentage to at most 33",
  sources: [
    "Amazon EKS API Reference, NodegroupUpdateConfig: one of maxUnavailable (1 to 100) and maxUnavailablePercentage",
  ],
  unknownMeans: "A size or a setting is not known yet; the plan decides.",
  example: {
    fails: "max_unavailable_percentage 100, or max_unavailable 3 of 3 nodes",
    passes: "max_unavailable 1 of 3 nodes",
  },
  *check({ documents }) {
    for (const group of documents?.resources("aws_eks_node_group") ?? []) {
      if (group.blocks("update_config").length > 0) yield judge(group);
    }
  },
};

function judge(group: Resource): Outcome {
  const about = resourceAbout(group);
  const count = numberOf(group.get("update_config.max_unavailable"));
  const percentage = numberOf(group.get("update_config.max_unavailable_percentage"));
  const { desired, min, max } = sizesOf(group);
  if (count === "unknown" || percentage === "unknown")
    return unknown(about, { message: "the update's pace is not known yet" });
  if ((count === undefined) === (percentage === undefined)) {
    const given = count === undefined ? "neither" : "both";
    const allowed = "one of max_unavailable and max_unavailable_percentage";
    return fail(about, { message: "the update's pace is not stated once", given, allowed, severity: "error" });
  }
  const stated = count ?? percentage ?? 0;
  if (stated < 1 || stated > 100) {
    const message = "not a pace that EKS takes";
    return fail(about, { message, given: stated, allowed: "1 to 100", severity: "error" });
  }
  const sizes = [desired, min].filter((size) => size !== undefined);
  if (sizes.includes("unknown")) return unknown(about, { message: "the size of the group is not known yet" });
  const nodes = Math.max(...sizes.map(Number), 0);
  // An empty group, or one with a single node, has nothing to keep.
  if (nodes < 2 || max === 1) return pass(about);
  const gone = count ?? Math.max(1, Math.floor((nodes * (percentage ?? 0)) / 100));
  if (gone < nodes) return pass(about);
  const message = `an update takes all ${nodes} nodes away at once`;
  return fail(about, { message, given: gone, allowed: `at most ${Math.max(1, Math.floor(nodes / 3))}` });
}
