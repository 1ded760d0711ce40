import type { FactoryModel, PoolNode } from "../../model/types";
import { fail, pass, type Outcome, type Rule } from "../rule";

export const trainingOnSharedAccelerators: Rule = {
  id: "ACC-003-training-on-shared-accelerators",
  family: "ACC",
  title: "accelerators that are shared among pods serve no multi-accelerator training, and have no fabric",
  severity: "error",
  reads: "model",
  cause:
    "A MIG instance has neither NVLink nor peer access to other instances, and NCCL refuses two ranks on one GPU: a " +
    "job over several shared devices does not start. A fabric on such nodes is paid for and cannot be used.",
  mend: "give training a pool of whole accelerators, and keep shared ones for notebooks, tests and small inference",
  sources: [
    "NVIDIA MIG User Guide, application considerations: no GPU-to-GPU peer access, neither PCIe nor NVLink",
    "NVIDIA NCCL: 'Duplicate GPU detected' where ranks share a device",
  ],
  unknownMeans: "Never unknown: how a pool shares its accelerators is stated.",
  example: {
    fails: "a training workload on a pool with sharing mig 1g.18gb",
    passes: "the same on a pool of whole accelerators",
  },
  *check({ model }) {
    for (const pool of model?.pools ?? []) {
      if (pool.sharing && model) yield judge(pool, pool.sharing, model);
    }
  },
};

function judge(pool: PoolNode, sharing: NonNullable<PoolNode["sharing"]>, { workloads }: FactoryModel): Outcome {
  const { path, id, fabricDevicesPerNode } = pool;
  const training = workloads.filter(({ kind, poolIds }) => kind === "training" && poolIds.includes(id));
  const given = `${sharing.kind} ${sharing.profile ?? `${sharing.replicas ?? ""} pods each`}`.trim();
  const [first] = training;
  if (first) {
    return fail(
      { path },
      { message: `training run '${first.id}' is to run on shared accelerators`, given, allowed: "whole accelerators" },
    );
  }
  if (fabricDevicesPerNode === 0) return pass({ path });
  return fail(
    { path },
    {
      message: `the pool shares its accelerators and pays for a fabric of ${fabricDevicesPerNode} devices a node`,
      given,
      allowed: "no fabric, or whole accelerators",
      severity: "warning",
    },
  );
}
