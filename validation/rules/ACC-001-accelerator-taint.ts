import { isUnknown } from "../../documents/value";
import type { PoolNode } from "../../model/types";
import { knownTypesOf, launchesOf, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const acceleratorTaint: Rule = {
  id: "ACC-001-accelerator-taint",
  family: "ACC",
  title: "nodes with accelerators keep pods away that do not ask for one",
  severity: "warning",
  reads: "either",
  cause:
    "Without a taint the scheduler puts any pod onto an accelerated node. Its processors and memory fill up with pods " +
    "that need no accelerator, jobs that do need one stay pending, and an autoscaler never removes the node.",
  mend: "taint the node group with the accelerator's resource, e.g. nvidia.com/gpu=present:NoSchedule",
  sources: [
    "Amazon EKS User Guide, node-taints-managed-node-groups.md: keep pods that need no GPU off GPU nodes",
    "Kubernetes documentation, taint-and-toleration: nodes with special hardware",
  ],
  unknownMeans: "The taints or the instance type are not known yet; the plan decides.",
  example: {
    fails: "a node group of p5.48xlarge without taint",
    passes: "taint { key = nvidia.com/gpu, effect = NO_SCHEDULE }",
  },
  *check({ documents, model }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      const accelerated = knownTypesOf(launch)?.some(({ accelerator }) => accelerator !== undefined) ?? false;
      if (accelerated && launch.group?.type === "aws_eks_node_group") yield judgeGroup(launch, launch.group);
    }
    // What no node group brings: elastic pools and those on-prem. Slurm has no taints.
    const slurm = new Set(model?.clusters.filter(({ kind }) => kind === "slurm").map(({ id }) => id));
    for (const pool of model?.pools ?? []) {
      if (slurm.has(pool.clusterId)) continue;
      const isEmitted = pool.addresses.some((address) => address.includes(":aws_eks_node_group."));
      if (pool.role === "accelerator" && !(documents && isEmitted)) yield judgePool(pool);
    }
  },
};

function judgeGroup({ about }: Launch, group: NonNullable<Launch["group"]>): Outcome {
  const effects = group.blocks("taint").map((block) => block.get("effect"));
  if (effects.some((effect) => effect === "NO_SCHEDULE" || effect === "NO_EXECUTE")) return pass(about);
  if (isUnknown(group.get("taint")) || effects.some(isUnknown)) {
    return unknown(about, { message: "the taints of the node group are not known yet" });
  }
  return fail(about, {
    message: "the accelerated nodes take any pod",
    given: effects.length === 0 ? "no taint" : effects,
    allowed: "a taint with effect NO_SCHEDULE or NO_EXECUTE",
  });
}

function judgePool({ path, taints }: PoolNode): Outcome {
  const effects = taints.map(({ effect }) => effect);
  if (effects.includes("NoSchedule") || effects.includes("NoExecute")) return pass({ path });
  return fail(
    { path },
    {
      message: "the accelerated nodes take any pod",
      given: effects.length === 0 ? "no taint" : effects,
      allowed: "a taint with effect NoSchedule or NoExecute",
    },
  );
}
