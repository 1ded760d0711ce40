import type { Documents } from "../../documents/types";
import type { FactoryModel, PoolNode } from "../../model/types";
import { zonesOf } from "../launches";
import { emittedBy } from "../reading";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const inferenceZones: Rule = {
  id: "AVL-003-inference-zones",
  family: "AVL",
  title: "accelerators that serve stand in two zones",
  severity: "warning",
  reads: "model",
  cause:
    "A zone fails, or runs out of the machine that the pool asks for. Serving that stands in one zone is then gone, and " +
    "cannot be moved, because the other zone's capacity is taken by those who moved first.",
  mend: "name a second zone for the pool, or a second pool in another zone, with enough nodes to carry the load alone",
  sources: ["AWS Well-Architected Framework, Machine Learning Lens: deploy endpoints over several availability zones"],
  unknownMeans: "A zone of a pool is not known yet; the plan decides.",
  example: {
    fails: "an inference workload whose only pool is in eu-north-1a",
    passes: "pools in eu-north-1a and eu-north-1b",
  },
  *check({ model, documents }) {
    for (const { path, name, pools } of model ? servingIn(model) : []) yield judge({ path }, name, pools, documents);
  },
};

/** What serves: the inference workloads, or every accelerator of a factory that is for inference. */
function servingIn(model: FactoryModel) {
  const jobs = model.workloads.filter(({ kind }) => kind === "inference");
  if (jobs.length > 0) {
    return jobs.map(({ id, path, poolIds }) => ({
      path,
      name: `workload '${id}'`,
      pools: model.pools.filter((pool) => poolIds.includes(pool.id)),
    }));
  }
  const pools = model.pools.filter(({ role }) => role === "accelerator");
  return model.intent === "inference" && pools[0] ? [{ path: pools[0].path, name: "the factory", pools }] : [];
}

function judge(
  about: { readonly path: string },
  name: string,
  pools: readonly PoolNode[],
  documents: Documents | undefined,
): Outcome {
  const seen = pools.map((pool) => {
    const groups = documents ? emittedBy(pool, documents, "aws_eks_node_group", "aws_autoscaling_group") : [];
    const zones = groups.length > 0 ? groups.flatMap((group) => zonesOf(group).zones) : domainsOf(pool);
    return { zones, complete: groups.every((group) => zonesOf(group).complete), nodes: pool.maxNodes };
  });
  const zones = [...new Set(seen.flatMap((one) => one.zones))];
  if (zones.length >= 2) {
    const nodes = seen.reduce((sum, one) => sum + one.nodes, 0);
    if (nodes >= 2) return pass(about);
    const message = `${name} serves from at most one node, whatever its zones are`;
    return fail(about, { message, given: nodes, allowed: "two nodes or more" });
  }
  if (zones.length === 0 || seen.some(({ complete }) => !complete)) {
    return unknown(about, { message: `the zones that ${name} serves from are not known yet` });
  }
  return fail(about, { message: `${name} serves from one zone`, given: zones, allowed: "two zones or more" });
}

/** Zones, or the racks of an owner's site where none takes more than half of the pool with it. */
function domainsOf({ id, zones, failureDomains }: PoolNode): readonly string[] {
  if (failureDomains === undefined || failureDomains.racks < 2 || failureDomains.largestShare > 0.5) return zones;
  return Array.from({ length: failureDomains.racks }, (_, index) => `rack ${index + 1} of ${id}`);
}
