import { reliabilityRecords } from "../../catalog/reliability";
import type { FactoryModel, WorkloadNode } from "../../model/types";
import {
  acceleratorsOf,
  checkpointGBOf,
  clientGBps,
  dataFilesystems,
  duration,
  hoursBetweenInterruptions,
  poolsOf,
  sumOf,
} from "../feeding";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Share of the time that may go into writing checkpoints, and into work that is done again. */
const tolerated = 0.1;

export const checkpointWindow: Rule = {
  id: "STO-002-checkpoint-window",
  family: "STO",
  title: "a checkpoint is written in a small part of its interval, and the interval fits the job's size",
  severity: "warning",
  reads: "model",
  cause:
    "A checkpoint with AdamW takes 14 bytes for each parameter: 1 TB for 70 billion, 5.7 TB for 405 billion. While it is " +
    "written the accelerators wait; where that takes longer than the interval, the job never gets on. The larger the " +
    "job, the more often it is interrupted, and each time half an interval of work is lost.",
  mend: "raise the filesystem's write throughput, or take the interval that the message names",
  sources: [
    ...reliabilityRecords().map(({ source }) => source),
    "J. T. Daly, A higher order estimate of the optimum checkpoint interval (2006): sqrt(2 x write time x time between failures)",
  ],
  unknownMeans:
    "The model's size or the filesystem's write throughput is not known; state model or parametersBillions in the workload.",
  example: {
    fails: "a 405B model every 10 minutes on 2.3 GB/s: 40 minutes to write 5.7 TB",
    passes: "a 70B model every 30 minutes on 37.5 GB/s: 26 seconds to write 1 TB",
  },
  *check({ model }) {
    for (const job of model?.workloads ?? []) {
      if (model && job.kind === "training") yield judge(job, model);
    }
  },
};

function judge(job: WorkloadNode, model: FactoryModel): Outcome {
  const about = { path: job.path };
  const pools = poolsOf(model, job);
  const filesystems = dataFilesystems(model, pools);
  const sizeGB = checkpointGBOf(job);
  const writeMBps = sumOf(filesystems, "writeMBps");
  if (sizeGB === undefined) return unknown(about, { message: `the model of workload '${job.id}' is not known` });
  if (filesystems.length === 0 || writeMBps === undefined) {
    return unknown(about, { message: `how fast workload '${job.id}' can write its checkpoints is not known` });
  }
  const accelerators = job.accelerators ?? acceleratorsOf(pools);
  const network = pools.reduce(
    (sum, pool) => sum + pool.maxNodes * Math.max(...filesystems.map((filesystem) => clientGBps(pool, filesystem))),
    0,
  );
  const gbps = Math.min(writeMBps / 1000, network);
  const seconds = sizeGB / gbps;
  const hoursBetween = hoursBetweenInterruptions(accelerators);
  // Daly: writing more often costs more than it saves, writing less often loses more work.
  const best = Math.sqrt(2 * seconds * hoursBetween * 3600);
  const interval = job.checkpointEveryMinutes === undefined ? best : job.checkpointEveryMinutes * 60;
  const size = `${Number((sizeGB / 1000).toPrecision(2))} TB at ${Number(gbps.toPrecision(3))} GB/s`;
  const given = `${size}: ${duration(seconds)} to write, every ${duration(interval)}`;
  const fix = `write at ${Math.ceil(sizeGB / (interval * tolerated))} GB/s, or every ${duration(Math.max(best, seconds / tolerated))}`;
  if (seconds >= interval) {
    const message = `a checkpoint of workload '${job.id}' takes longer than the interval between two`;
    return fail(about, {
      message,
      given,
      allowed: `at most ${duration(interval * tolerated)}`,
      fix,
      severity: "error",
    });
  }
  if (seconds > interval * tolerated) {
    const share = Math.round((100 * seconds) / interval);
    const message = `workload '${job.id}' spends ${share} % of its time on writing checkpoints`;
    return fail(about, { message, given, allowed: `at most ${duration(interval * tolerated)}`, fix });
  }
  const lost = interval / 2 / 3600 / hoursBetween;
  if (lost > tolerated) {
    const message = `${accelerators} accelerators are interrupted every ${duration(hoursBetween * 3600)}, which loses ${Math.round(100 * lost)} % of the work`;
    const allowed = `an interval of about ${duration(best)}`;
    return fail(about, {
      message,
      given: `every ${duration(interval)}`,
      allowed,
      fix: `write every ${duration(best)}`,
    });
  }
  return pass(about);
}
