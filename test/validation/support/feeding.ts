import type { FactoryModel } from "../../../model/types";
import type { Mutable } from "./describe-rule";
import { filesystemNode } from "./lustre";
import { emptyModel, node } from "./model";

/** 16 nodes of eight H200 with a Lustre filesystem of 37.5 GB/s, and one job. */
export function jobOnLustre(parts: Partial<Mutable<FactoryModel["workloads"][number]>> = {}) {
  const pool = node("pools", {
    maxNodes: 16,
    accelerator: { name: "NVIDIA H200", kind: "gpu", perNode: 8 },
    networkGbpsPerNode: 3200,
    fabricGbpsPerNode: 3200,
  });
  const filesystem = filesystemNode({ capacityGiB: 38_400, readMBps: 37_500, writeMBps: 37_500 });
  const job: Mutable<FactoryModel["workloads"][number]> = {
    id: "pretraining",
    path: "factory",
    addresses: [],
    kind: "training",
    model: "llama-3.1-70b",
    poolIds: ["training"],
    checkpointEveryMinutes: 30,
    datasetGB: 15_000,
    ...parts,
  };
  return { pool, filesystem, job, model: emptyModel({ pools: [pool], filesystems: [filesystem], workloads: [job] }) };
}
