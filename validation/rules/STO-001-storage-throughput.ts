import { storageTier } from "../../catalog/storage-tiers";
import type { FactoryModel, PoolNode } from "../../model/types";
import { acceleratorsOf, clientGBps, dataFilesystems, poolsOf, sumOf } from "../feeding";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Least that a training job reads: datasets of text whose hot part fits the nodes' own disks. */
const least = storageTier("good");

/** A job, or the factory's intent where no job is stated. */
interface Demand {
  readonly path: string;
  readonly name: string;
  readonly pools: readonly PoolNode[];
  readonly accelerators: number;
  readonly gbpsEach: number;
  readonly stated: boolean;
}

export const storageThroughput: Rule = {
  id: "STO-001-storage-throughput",
  family: "STO",
  title: "filesystems read as fast as the accelerators that they feed",
  severity: "warning",
  reads: "model",
  cause:
    "Accelerators that wait for data cost as much as those that compute. Text needs little (0.06 GB/s each), compressed " +
    "images some 0.16, uncompressed images and video 0.5 and more; a filesystem's throughput grows with its capacity and " +
    "tier, so that a small one starves a large pool, and one client without EFA never passes 12.5 GB/s.",
  mend: "give the filesystem more capacity or a higher throughput tier, or EFA where the single client is the limit",
  sources: [least.source, "FSx for Lustre User Guide, performance: 100 Gbps per client, 700 Gbps with EFA"],
  unknownMeans:
    "The throughput of a filesystem is not known (elastic, imported or on-prem without figures); measure it.",
  example: {
    fails: "1,024 GPUs that read 0.5 GB/s each from 9.6 TB at 1000 MB/s per TiB, which is 9.4 GB/s",
    passes: "128 GPUs that read 0.06 GB/s each from the same filesystem",
  },
  *check({ model }) {
    for (const demand of model ? demandsOf(model) : []) yield judge(demand, model);
  },
};

function demandsOf(model: FactoryModel): readonly Demand[] {
  const jobs = model.workloads.filter((job) => job.kind === "training" || job.readGBpsPerAccelerator !== undefined);
  if (jobs.length > 0) {
    return jobs.map((job) => {
      const pools = poolsOf(model, job);
      return {
        path: job.path,
        name: `workload '${job.id}'`,
        pools,
        accelerators: job.accelerators ?? acceleratorsOf(pools),
        gbpsEach: job.readGBpsPerAccelerator ?? least.readGBpsPerGpu,
        stated: job.readGBpsPerAccelerator !== undefined,
      };
    });
  }
  // Serving reads its weights once; nothing is asked for where nobody trains.
  if (model.intent === "inference") return [];
  return model.pools
    .filter(({ role }) => role === "accelerator")
    .map((pool) => ({
      path: pool.path,
      name: `pool '${pool.id}'`,
      pools: [pool],
      accelerators: acceleratorsOf([pool]),
      gbpsEach: least.readGBpsPerGpu,
      stated: false,
    }));
}

function judge(demand: Demand, model: FactoryModel | undefined): Outcome {
  const { path, name, pools, accelerators, gbpsEach, stated } = demand;
  const about = { path };
  const filesystems = model ? dataFilesystems(model, pools) : [];
  // Data that comes from a bucket or the node's own disk is not judged here.
  if (filesystems.length === 0 || accelerators === 0) return pass(about);
  const readMBps = sumOf(filesystems, "readMBps");
  const names = filesystems.map(({ id }) => id).join(", ");
  if (readMBps === undefined) {
    return unknown(about, {
      message: `how fast ${names} reads is not known`,
      allowed: needText(accelerators, gbpsEach),
    });
  }
  const need = accelerators * gbpsEach;
  const have = readMBps / 1000;
  if (have < need) {
    return fail(about, {
      message: `the filesystems of ${name} read ${round(have / accelerators)} GB/s per accelerator`,
      given: `${round(have)} GB/s from ${names}`,
      allowed: `${needText(accelerators, gbpsEach)}${stated ? "" : ` (the least for text: '${least.id}')`}`,
      fix: `raise the aggregate throughput to ${Math.ceil(need)} GB/s: ${Math.ceil(need / have)} times the capacity, or a higher tier`,
    });
  }
  for (const pool of pools) {
    const wanted = (pool.accelerator?.perNode ?? 0) * gbpsEach;
    const reach = Math.max(...filesystems.map((filesystem) => clientGBps(pool, filesystem)));
    if (wanted > reach) {
      const message = `one node of pool '${pool.id}' cannot read as fast as its accelerators need`;
      const given = `${round(reach)} GB/s per node`;
      const fix = "use a filesystem with EFA, or nodes with more network";
      return fail(about, { message, given, allowed: `${round(wanted)} GB/s per node`, fix });
    }
  }
  return pass(about);
}

function needText(accelerators: number, gbpsEach: number): string {
  return `${round(accelerators * gbpsEach)} GB/s: ${accelerators} accelerators at ${gbpsEach} GB/s each`;
}

function round(value: number): number {
  return Number(value.toPrecision(3));
}
