import type { Documents } from "../../documents/types";
import type { ClusterNode, FactoryModel, PoolNode } from "../../model/types";
import { sizesOf, zonesOf } from "../launches";
import { emittedBy } from "../reading";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const systemPoolRule: Rule = {
  id: "AVL-002-system-pool",
  family: "AVL",
  title: "the platform's own components have two nodes in two zones, apart from the accelerators",
  severity: "warning",
  reads: "model",
  cause:
    "DNS, admission webhooks, the queue and the autoscaler run on these nodes. With one node, or one zone, its loss stops " +
    "every scheduling decision; where they share the accelerators' nodes they go when the capacity block ends.",
  mend: "give the factory a system pool with at least two nodes in two zones",
  sources: ["Amazon EKS Best Practices Guide, reliability: spread critical add-ons over nodes and zones"],
  unknownMeans: "A size or a zone of the pool is not known yet; the plan decides.",
  example: {
    fails: "a system pool with minNodes 1, or in eu-north-1a only",
    passes: "minNodes 3 in eu-north-1a and eu-north-1b",
  },
  *check({ model, documents }) {
    for (const cluster of model?.clusters ?? []) {
      if (model && cluster.kind === "eks") yield judgeCluster(cluster, model, documents);
    }
  },
};

function judgeCluster(cluster: ClusterNode, model: FactoryModel, documents: Documents | undefined): Outcome {
  const pools = model.pools.filter(({ clusterId }) => clusterId === cluster.id);
  const about = { path: cluster.path };
  // An imported cluster, or one without any pool, is somebody else's.
  if (pools.length === 0) return pass(about);
  const lasting = pools.filter(({ role, capacity }) => role !== "accelerator" && capacity.kind !== "elastic");
  const system = lasting.filter(({ role }) => role === "system");
  const chosen = system.length > 0 ? system : lasting;
  if (chosen.length === 0) {
    const message = "the platform's components have no nodes but the accelerators'";
    return fail(about, { message, given: pools.map(({ id }) => id), allowed: "a pool of role 'system'" });
  }
  return judgePools(chosen, documents);
}

function judgePools(pools: readonly PoolNode[], documents: Documents | undefined): Outcome {
  const about = { path: pools[0]?.path ?? "" };
  const groups = documents ? pools.flatMap((pool) => emittedBy(pool, documents, "aws_eks_node_group")) : [];
  const least = groups.length > 0 ? groups.map((group) => sizesOf(group).min) : pools.map(({ minNodes }) => minNodes);
  const zones = new Set(
    groups.length > 0 ? groups.flatMap((group) => zonesOf(group).zones) : pools.flatMap((pool) => pool.zones),
  );
  if (least.includes("unknown") || groups.some((group) => !zonesOf(group).complete)) {
    return unknown(about, { message: "size or zones of the system pool are not known yet" });
  }
  const nodes = least.reduce<number>((sum, size) => sum + (typeof size === "number" ? size : 0), 0);
  const names = pools.map(({ id }) => id).join(", ");
  if (nodes < 2) {
    const message = `the platform's components may run on ${nodes} node${nodes === 1 ? "" : "s"} of ${names}`;
    return fail(about, { message, given: nodes, allowed: "2 or more" });
  }
  if (zones.size < 2) {
    const message = `the platform's components stand in one zone (${names})`;
    return fail(about, { message, given: [...zones], allowed: "two zones or more" });
  }
  return pass(about);
}
