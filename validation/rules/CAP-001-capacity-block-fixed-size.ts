import { capacityBlockRules } from "../../catalog/aws/capacity-blocks";
import type { Documents, Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import type { PoolNode } from "../../model/types";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const capacityBlockFixedSize: Rule = {
  id: "CAP-001-capacity-block-fixed-size",
  family: "CAP",
  title: "a pool on a capacity block is as large as the block, or off",
  severity: "error",
  reads: "both",
  cause:
    "A capacity block is a fixed number of instances, paid in full in advance. A node group that wants more waits for " +
    "instances that never come; one that runs with fewer leaves paid accelerators idle. Before the block starts and " +
    "while the group is upgraded its desired size must be 0.",
  mend: "set maxNodes to the number of instances in the block, minNodes and desiredNodes to the same or to 0",
  sources: [
    capacityBlockRules().source,
    "Amazon EKS User Guide, capacity-blocks-mng and capacity-blocks: desired size 0 before the block is active",
    "AWS ParallelCluster, ComputeResourceSizeValidator: a capacity block needs min == max > 0",
  ],
  unknownMeans: "A size of the emitted node group is not known yet; the plan decides.",
  example: {
    fails: "capacity block of 8, node group with min_size 2, or a max_size of 16 set by an override",
    passes: "min_size 0, desired_size 8, max_size 8",
  },
  *check({ model, documents }) {
    for (const pool of model?.pools ?? []) {
      if (pool.capacity.kind !== "capacity-block") continue;
      yield judgePool(pool);
      for (const group of documents ? groupsOf(pool, documents) : []) yield judgeGroup(pool, group);
    }
  },
};

function judgePool({ path, minNodes, maxNodes }: PoolNode): Outcome {
  const limit = capacityBlockRules().maxInstancesPerBlock;
  const allowedMost = `1 to ${limit} instances in one block`;
  if (maxNodes < 1)
    return fail({ path }, { message: "the pool can never have a node", given: maxNodes, allowed: allowedMost });
  if (maxNodes > limit) {
    const message = "the pool is larger than a capacity block can be";
    return fail({ path }, { message, given: maxNodes, allowed: allowedMost });
  }
  if (minNodes !== 0 && minNodes !== maxNodes) {
    const message = "the pool may run with part of the block, which is paid in full";
    return fail({ path }, { message, given: `minNodes ${minNodes} of ${maxNodes}`, allowed: `0 or ${maxNodes}` });
  }
  return pass({ path });
}

/** The node groups and autoscaling groups that the pool has emitted. */
function groupsOf(pool: PoolNode, documents: Documents): readonly Resource[] {
  return pool.addresses.flatMap((entry) => {
    const [stack, address] = entry.split(/:(.*)/s);
    const group = address === undefined ? undefined : documents.find(address, stack);
    return group && ["aws_eks_node_group", "aws_autoscaling_group"].includes(group.type) ? [group] : [];
  });
}

function judgeGroup(pool: PoolNode, group: Resource): Outcome {
  const about = resourceAbout(group);
  const managed = group.type === "aws_eks_node_group";
  if (managed && group.get("capacity_type") !== "CAPACITY_BLOCK") {
    const given = group.get("capacity_type") ?? "ON_DEMAND";
    if (isUnknown(given)) return unknown(about, { message: "the capacity type is not known yet" });
    return fail(about, {
      message: "the node group does not use the pool's capacity block",
      given,
      allowed: "CAPACITY_BLOCK",
    });
  }
  const read = (name: string) => group.get(managed ? `scaling_config.${name}_size` : `${name}_size`);
  const desired = managed ? read("desired") : group.get("desired_capacity");
  const [most, least, wanted] = [read("max"), read("min"), desired].map(numberOf);
  if (most === "unknown" || least === "unknown" || wanted === "unknown") {
    return unknown(about, { message: "a size of the group is not known yet" });
  }
  if (most !== pool.maxNodes) {
    return fail(about, {
      message: "the group's largest size is not that of the block",
      given: most,
      allowed: pool.maxNodes,
    });
  }
  const partial = [least, wanted].find((size) => size !== undefined && size !== 0 && size !== pool.maxNodes);
  if (partial === undefined) return pass(about);
  const message = "the group may run with part of the block, which is paid in full";
  return fail(about, { message, given: partial, allowed: `0 or ${pool.maxNodes}` });
}

function numberOf(value: Value | undefined): number | "unknown" | undefined {
  if (value === undefined || value === null) return undefined;
  const number = typeof value === "string" ? Number(value) : value;
  return typeof number === "number" && !Number.isNaN(number) ? number : "unknown";
}
