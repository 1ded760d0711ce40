import type { FactoryModel, PoolNode, WorkloadNode } from "../../../model/types";
import type { Mutable } from "./describe-rule";
import { emptyModel, node } from "./model";

/** A training run within the fortnight of its capacity block: 16 nodes of 8 H200. */
export function dated(): {
  pool: Mutable<PoolNode>;
  workload: Mutable<WorkloadNode>;
  model: Mutable<FactoryModel>;
} {
  const pool = node("pools", {
    instanceType: "p5en.48xlarge",
    minNodes: 16,
    maxNodes: 16,
    accelerator: {
      id: "h200-sxm-141gb",
      name: "NVIDIA H200",
      kind: "gpu",
      perNode: 8,
      memoryGiBEach: 141,
      resourceName: "nvidia.com/gpu",
    },
    capacity: {
      kind: "capacity-block",
      reservationId: "cr-0123456789abcdef0",
      startsAt: "2026-12-05T11:30:00Z",
      endsAt: "2026-12-19T11:30:00Z",
    },
  });
  const workload: Mutable<WorkloadNode> = {
    id: "pretraining",
    path: "factory",
    addresses: [],
    kind: "training",
    model: "llama-3.1-8b",
    precision: "bf16",
    poolIds: ["training"],
    trainingTokens: 1e11,
    checkpointEveryMinutes: 20,
    startsAt: "2026-12-06T00:00:00Z",
    endsBy: "2026-12-15T00:00:00Z",
  };
  return { pool, workload, model: emptyModel({ pools: [pool], workloads: [workload] }) };
}
