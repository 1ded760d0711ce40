import { efaGbps } from "../../catalog/aws/efa-layouts";
import { findInstanceType } from "../../catalog/aws/instance-types";
import type { FactoryModel, PoolNode } from "../../model/types";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const fabricLeftOut: Rule = {
  id: "FAB-009-fabric-left-out",
  family: "FAB",
  title: "training over several nodes has a fabric",
  severity: "warning",
  reads: "model",
  cause:
    "Without RDMA the gradients of a job go over TCP: measured on the same H100 nodes, an all-reduce reaches 3 GB/s " +
    "instead of 489. The accelerators wait for the network most of the time, and EFA would cost nothing more.",
  mend: "give the pool a fabric; where its type has none, train on one node or choose a type with EFA",
  sources: [
    "NVIDIA/aicr, issue 2683: 3 GB/s over TCP, 489 GB/s over EFA on H100",
    "AWS ParallelCluster, EfaValidator: the type supports EFA and it is off",
  ],
  unknownMeans: "The catalogue does not have the pool's instance type, so that it is not known whether it has EFA.",
  example: {
    fails: "8 p5.48xlarge for a training workload without a fabric",
    passes: "the same with a fabric, or one node",
  },
  *check({ model }) {
    for (const pool of model?.pools ?? []) {
      if (model && trains(pool, model)) yield judge(pool);
    }
  },
};

/** Whether jobs over several nodes of the pool are to be expected. */
function trains(pool: PoolNode, { workloads, intent }: FactoryModel): boolean {
  if (pool.role !== "accelerator" || pool.maxNodes < 2) return false;
  const own = workloads.filter(({ poolIds }) => poolIds.includes(pool.id));
  // Elastic pools serve inference and small jobs; nobody expects a fabric of them unless a workload says so.
  if (own.length === 0) return intent === "training" && pool.capacity.kind !== "elastic";
  return own.some(({ kind }) => kind === "training");
}

function judge(pool: PoolNode): Outcome {
  const { path, fabricId, fabricDevicesPerNode, instanceType, system, maxNodes } = pool;
  if (fabricId !== undefined && fabricDevicesPerNode > 0) return pass({ path });
  const given = `${maxNodes} nodes without a fabric`;
  if (instanceType === undefined) {
    if (system === undefined) return unknown({ path }, { message: "the pool's machine is not known" });
    return fail(
      { path },
      { message: `nodes of ${system} have no RDMA fabric for training`, given, allowed: "a fabric" },
    );
  }
  const type = findInstanceType(instanceType);
  if (!type) return unknown({ path }, { message: "the catalogue has no such instance type", given: instanceType });
  if (!type.efa) {
    return fail(
      { path },
      {
        message: `${instanceType} has no EFA, so that training over ${maxNodes} nodes runs over TCP`,
        given: type.networkGbps === undefined ? given : `${type.networkGbps} Gbps of TCP for each node`,
        allowed: "a type with EFA, or one node",
        severity: "info",
      },
    );
  }
  const rate = efaGbps(type);
  return fail(
    { path },
    {
      message: `the EFA of ${instanceType}${rate === undefined ? "" : ` (${rate} Gbps a node)`} is not used for training`,
      given,
      allowed: "a fabric: EFA costs nothing more",
    },
  );
}
