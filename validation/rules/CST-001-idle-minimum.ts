import type { Documents } from "../../documents/types";
import type { FactoryModel, PoolNode } from "../../model/types";
import { sizesOf } from "../launches";
import { dollars, hoursPerMonth, priceOf } from "../prices";
import { emittedBy } from "../reading";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const idleMinimum: Rule = {
  id: "CST-001-idle-minimum",
  family: "CST",
  title: "accelerators that are paid by the hour do not run without work",
  severity: "warning",
  reads: "model",
  cause:
    "A minimum size keeps nodes up whether anybody uses them or not. One machine with eight H100 costs $40,000 a month on " +
    "demand; a training pool that idles between runs spends more than the runs do.",
  mend: "set minNodes to 0 and let the queue or the autoscaler bring nodes up, or buy the capacity as a reservation or block",
  sources: ["On-demand prices: catalogue, dated; see `aifactory list instances`"],
  unknownMeans: "The smallest size of the group is not known yet; the plan decides.",
  example: {
    fails: "an on-demand pool of p5.48xlarge with minNodes 2 for training",
    passes: "minNodes 0, or a capacity block",
  },
  *check({ model, documents }) {
    for (const pool of model?.pools ?? []) {
      if (model && pool.role === "accelerator") yield judge(pool, model, documents);
    }
  },
};

function judge(pool: PoolNode, model: FactoryModel, documents: Documents | undefined): Outcome {
  const groups = documents ? emittedBy(pool, documents, "aws_eks_node_group", "aws_autoscaling_group") : [];
  const about = { path: pool.path, address: groups[0]?.address };
  // What is reserved, bought or owned is paid for whether it runs or not.
  if (pool.capacity.kind !== "on-demand" && pool.capacity.kind !== "spot" && pool.capacity.kind !== "elastic")
    return pass(about);
  const sizes = groups.map((group) => sizesOf(group).min ?? 0);
  if (sizes.includes("unknown")) return unknown(about, { message: "the smallest size of the group is not known yet" });
  const nodes = groups.length > 0 ? sizes.reduce<number>((sum, size) => sum + Number(size), 0) : pool.minNodes;
  const serves = model.workloads.some(({ kind, poolIds }) => kind === "inference" && poolIds.includes(pool.id));
  // Serving keeps replicas up on purpose.
  if (nodes === 0 || serves || (model.intent === "inference" && model.workloads.length === 0)) return pass(about);
  const price = priceOf(model, pool);
  const cost = price ? `, ${dollars(nodes * price.usd * hoursPerMonth)} a month (price of ${price.asOf})` : "";
  return fail(about, {
    message: `pool '${pool.id}' keeps ${nodes} accelerator node${nodes === 1 ? "" : "s"} up without work`,
    given: `minNodes ${nodes}${cost}`,
    allowed: "0",
  });
}
