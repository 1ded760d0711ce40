import type { BurstJob, BurstPlan, Replication, ReplicationPlan, Transfer, TransferLink } from "./types";

/**
 * Part of a link that bulk data gets where nobody says: headers and encryption take a few per cent, and a link that is
 * always full delays everything else on it. An assumption, not a measurement.
 */
export const defaultUsable = 0.8;

const bitsPerByte = 8;
const secondsPerHour = 3600;

/** Hours and cost of moving data over a link. */
export function planTransfer(gigabytes: number, direction: Transfer["direction"], link: TransferLink): Transfer {
  const gbps = link.gbps * (link.usable ?? defaultUsable);
  const perGB = (link.usdPerGB ?? 0) + (direction === "to-site" ? link.usdPerGBOut : 0);
  return {
    gigabytes,
    direction,
    gbps,
    hours: gigabytes === 0 ? 0 : (gigabytes * bitsPerByte) / gbps / secondsPerHour,
    usd: gigabytes * perGB,
  };
}

/** Whether a job is worth being moved to the cloud: its data must not be longer under way than the job computes. */
export function planBurst(job: BurstJob, link: TransferLink): BurstPlan {
  const staged = job.staged ?? false;
  const dataset = staged ? undefined : planTransfer(job.datasetGB, "to-cloud", link);
  const dailyChange = staged ? planTransfer(job.dailyChangeGB ?? 0, "to-cloud", link) : undefined;
  const result = planTransfer(job.resultGB ?? 0, "to-site", link);
  const moveHours = (dataset?.hours ?? 0) + result.hours;
  const movedGB = (dataset?.gigabytes ?? 0) + result.gigabytes;
  return {
    job,
    dataset,
    dailyChange,
    result,
    moveHours,
    moveUsd: (dataset?.usd ?? dailyChange?.usd ?? 0) + result.usd,
    worthwhile: moveHours <= job.computeHours,
    keepsUp: (dailyChange?.hours ?? 0) <= 24,
    neededGbps: neededGbps(movedGB, job, link),
  };
}

function neededGbps(movedGB: number, job: BurstJob, link: TransferLink): number {
  const usable = link.usable ?? defaultUsable;
  const forJob = (movedGB * bitsPerByte) / (job.computeHours * secondsPerHour) / usable;
  const perDay = job.staged === true ? (job.dailyChangeGB ?? 0) : 0;
  return Math.max(forJob, (perDay * bitsPerByte) / (24 * secondsPerHour) / usable);
}

/** What a copy that runs again and again takes of a link, and whether one run is done before the next. */
export function planReplication(copy: Replication, link: TransferLink): ReplicationPlan {
  const usable = link.gbps * (link.usable ?? defaultUsable);
  const gbps = Math.min(usable, (copy.limitMbps ?? Infinity) / 1000);
  // The limit holds for what is sent, so that nothing more is taken off it.
  const held = { ...link, gbps, usable: 1 };
  const runGB = (copy.dailyChangeGB * copy.everyHours) / 24;
  const run = planTransfer(runGB, copy.direction, held);
  return {
    first: planTransfer(copy.totalGB, copy.direction, held),
    run,
    usdPerMonth: (run.usd * 24 * 30) / copy.everyHours,
    keepsUp: run.hours <= copy.everyHours,
    neededMbps: (runGB * bitsPerByte * 1000) / (copy.everyHours * secondsPerHour),
  };
}
