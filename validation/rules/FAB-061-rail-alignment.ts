import type { FabricNode, FactoryModel, PoolNode } from "../../model/types";
import { fail, pass, type Outcome, type Rule } from "../rule";

export const railAlignment: Rule = {
  id: "FAB-061-rail-alignment",
  family: "FAB",
  title: "adapters and accelerators of a training pool are paired, rail by rail",
  severity: "warning",
  reads: "model",
  cause:
    "On a rail-optimised fabric accelerator i of every node reaches accelerator i of every other through one leaf. Where " +
    "adapters and accelerators do not divide, or the fabric has no rails, NCCL crosses the processor and the spines.",
  mend: "plan the fabric with rails, and as many adapters as accelerators, or a whole part of them",
  sources: ["NVIDIA DGX SuperPOD reference architectures: rail-optimised, full fat-tree", "docs/site-planning.md"],
  unknownMeans: "Never unknown: pools without a planned fabric are not judged.",
  example: { fails: "8 accelerators and 6 adapters", passes: "8 and 8, or 8 and 4, each rail on a leaf of its own" },
  *check({ model }) {
    for (const pool of model?.pools ?? []) {
      const fabric = model?.fabrics.find(({ id, siteId }) => id === pool.fabricId && siteId === pool.siteId);
      if (fabric?.plan !== undefined && pool.accelerator && model) yield judge(pool, fabric, model);
    }
  },
};

function judge(
  { path, accelerator, fabricDevicesPerNode: rails }: PoolNode,
  fabric: FabricNode,
  model: FactoryModel,
): Outcome {
  const perNode = accelerator?.perNode ?? 0;
  const severity = model.intent === "inference" ? ("info" as const) : undefined;
  const found = { ...(severity && { severity }), given: `${perNode} accelerators, ${rails} adapters of a node` };
  if (rails === 0 || (perNode % rails !== 0 && rails % perNode !== 0)) {
    const message = "accelerators and adapters of a node cannot be paired";
    return fail({ path }, { ...found, message, allowed: `a divisor or a multiple of ${perNode} adapters` });
  }
  if (rails > 1 && fabric.plan?.railOptimised === false) {
    const message = `fabric '${fabric.id}' is planned without rails`;
    return fail({ path }, { ...found, message, allowed: "railOptimised" });
  }
  return pass({ path });
}
