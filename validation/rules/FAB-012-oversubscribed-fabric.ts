import type { FabricNode, FactoryModel } from "../../model/types";
import { fail, pass, type Outcome, type Rule } from "../rule";

export const oversubscribedFabric: Rule = {
  id: "FAB-012-oversubscribed-fabric",
  family: "FAB",
  title: "a compute fabric for training is not oversubscribed",
  severity: "warning",
  reads: "model",
  cause:
    "In an oversubscribed fabric the leaves have less bandwidth up than down. All-to-all and all-reduce over several " +
    "leaves then run at that fraction: at 2:1, half of the adapters' bandwidth is paid and never used.",
  mend: "add spines and uplinks until oversubscription is 1, or keep every job within one leaf",
  sources: [
    "NVIDIA DGX SuperPOD reference architectures: non-blocking compute fabric, rail-optimised",
    "catalog/data/fabric.json: frontEndOversubscription of 3 is for the front end, not for compute",
  ],
  unknownMeans: "Never unknown: fabrics without a plan (rented ones) are not judged.",
  example: { fails: "a training factory whose InfiniBand plan has oversubscription 2", passes: "oversubscription 1" },
  *check({ model }) {
    for (const fabric of model?.fabrics ?? []) {
      if (fabric.plan && fabric.use !== "storage" && model) yield judge(fabric, fabric.plan.oversubscription, model);
    }
  },
};

function judge({ id, path, siteId }: FabricNode, ratio: number, { pools, workloads, intent }: FactoryModel): Outcome {
  if (!(ratio > 1)) return pass({ path });
  const members = pools.filter((pool) => pool.fabricId === id && pool.siteId === siteId);
  const rates = members.flatMap(({ fabricGbpsPerNode, accelerator }) =>
    fabricGbpsPerNode === undefined || accelerator === undefined ? [] : [fabricGbpsPerNode / accelerator.perNode],
  );
  const rate =
    rates.length === 0 ? "" : `; ${Math.round(Math.min(...rates) / ratio)} Gbps for each accelerator across leaves`;
  const ids = members.map((pool) => pool.id);
  const isTraining =
    intent === "training" ||
    workloads.some(({ kind, poolIds }) => kind === "training" && poolIds.some((each) => ids.includes(each)));
  return fail(
    { path },
    {
      message: `the compute fabric is oversubscribed ${ratio}:1${rate}`,
      given: ratio,
      allowed: 1,
      severity: isTraining ? "warning" : "info",
    },
  );
}
