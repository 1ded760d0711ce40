import { capacityBlockRules } from "../../catalog/aws/capacity-blocks";
import type { Resource } from "../../documents/types";
import { isObject, type Value } from "../../documents/value";
import { shown } from "../launches";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const blockSizeDrift: Rule = {
  id: "CAP-012-block-size-drift",
  family: "CAP",
  title: "Terraform leaves the desired size of a node group on a capacity block to EKS",
  severity: "warning",
  reads: "documents",
  cause:
    `EKS scales the group to 0 by itself ${capacityBlockRules().eksScaleDownLeadMinutes} minutes before the block ends. ` +
    "An apply after that asks for the old size again, waits for instances that no longer exist, and fails every " +
    "later apply of the stack with it.",
  mend: "add lifecycle { ignore_changes = [scaling_config[0].desired_size] } to the node group",
  sources: [
    capacityBlockRules().source,
    "Amazon EKS User Guide, capacity-blocks-mng.md: the group is scaled to 0 before the end",
  ],
  unknownMeans: "A plan does not show the lifecycle; the configuration does.",
  example: {
    fails: "capacity_type = CAPACITY_BLOCK, desired_size = 16 and no lifecycle",
    passes: "the same with ignore_changes = [scaling_config[0].desired_size]",
  },
  *check({ documents }) {
    for (const group of documents?.resources("aws_eks_node_group") ?? []) {
      if (group.get("capacity_type") === "CAPACITY_BLOCK") yield judge(group);
    }
  },
};

function judge(group: Resource): Outcome {
  const about = resourceAbout(group);
  const desired = group.get("scaling_config.desired_size");
  // Switched off for good: there is nothing that EKS would change.
  if (desired === 0 || desired === "0") return pass(about);
  if (ignoredOf(group.lifecycle).some((path) => path === "all" || path.startsWith("scaling_config")))
    return pass(about);
  if (group.actions !== undefined)
    return unknown(about, { message: "a plan does not show what the lifecycle ignores" });
  return fail(about, {
    message: "an apply after the block's end asks for the instances again",
    given: `desired_size ${shown(desired ?? "as it is")}, changes of it not ignored`,
    allowed: "ignore_changes = [scaling_config[0].desired_size]",
  });
}

/** Attribute paths that `ignore_changes` names, whichever syntax they are written in. */
function ignoredOf(lifecycle: Value | undefined): readonly string[] {
  const blocks = Array.isArray(lifecycle) ? (lifecycle as readonly Value[]) : [lifecycle];
  return blocks.flatMap((block) => {
    const ignored = isObject(block) ? block["ignore_changes"] : undefined;
    const paths = Array.isArray(ignored) ? (ignored as readonly Value[]) : ignored === undefined ? [] : [ignored];
    return paths.map((path) => shown(path).replace(/^\$\{|\}$/g, ""));
  });
}
