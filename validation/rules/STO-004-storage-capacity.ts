import type { FactoryModel, WorkloadNode } from "../../model/types";
import { checkpointGBOf, dataFilesystems, poolsOf, sumOf } from "../feeding";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Checkpoints that lie beside each other: the last good one, the one before, and the one that is being written. */
const usuallyKept = 3;
/** Lustre slows down, and its servers run full one by one, well before the last byte. */
const usable = 0.85;
const gbPerGiB = 1.073741824;

export const storageCapacity: Rule = {
  id: "STO-004-storage-capacity",
  family: "STO",
  title: "filesystems hold the datasets and the checkpoints of the jobs",
  severity: "warning",
  reads: "model",
  cause:
    "A job that finds no room dies while it writes a checkpoint, which is when its work is saved. Objects of one Lustre " +
    "server fill up before the whole filesystem does, and a full one slows down before it refuses.",
  mend: "raise the capacity, keep fewer checkpoints on the filesystem, or release what the bucket already holds",
  sources: [
    "FSx for Lustre User Guide, storage capacity: an alarm well before the filesystem or one of its servers is full",
    "Checkpoint of 14 bytes per parameter with AdamW: planning/estimate of this library",
  ],
  unknownMeans: "The size of the dataset, of the model or of the filesystem is not stated.",
  example: {
    fails: "9.6 TiB for a dataset of 9 TB and three checkpoints of a 70B model (3 TB)",
    passes: "37.5 TiB for a dataset of 15 TB and three checkpoints of a 70B model",
  },
  *check({ model }) {
    for (const job of model?.workloads ?? []) {
      if (model && job.kind === "training") yield judge(job, model);
    }
  },
};

function judge(job: WorkloadNode, model: FactoryModel): Outcome {
  const about = { path: job.path };
  const filesystems = dataFilesystems(model, poolsOf(model, job));
  const capacityGiB = sumOf(filesystems, "capacityGiB");
  const checkpointGB = checkpointGBOf(job);
  if (filesystems.length === 0)
    return unknown(about, { message: `workload '${job.id}' has no filesystem for its data` });
  const names = filesystems.map(({ id }) => id).join(", ");
  // Elastic filesystems have no capacity to run out of.
  if (capacityGiB === undefined) return unknown(about, { message: `the capacity of ${names} is not stated` });
  const kept = job.checkpointsKept ?? usuallyKept;
  const needGB = (job.datasetGB ?? 0) + kept * (checkpointGB ?? 0);
  const haveGB = capacityGiB * gbPerGiB * usable;
  const parts = [
    ...(job.datasetGB === undefined ? [] : [`dataset ${terabytes(job.datasetGB)}`]),
    ...(checkpointGB === undefined ? [] : [`${kept} checkpoints of ${terabytes(checkpointGB)}`]),
  ];
  if (needGB > haveGB) {
    return fail(about, {
      message: `workload '${job.id}' needs more room than ${names} has`,
      given: `${terabytes(haveGB)}: ${Math.round(usable * 100)} % of ${capacityGiB} GiB`,
      allowed: `at least ${terabytes(needGB)}: ${parts.join(", ")}`,
      fix: `raise the capacity to ${Math.ceil(needGB / gbPerGiB / usable)} GiB or more`,
    });
  }
  const missing = [
    ...(job.datasetGB === undefined ? ["the dataset's size"] : []),
    ...(checkpointGB === undefined ? ["the model's size"] : []),
  ];
  if (missing.length === 0) return pass(about);
  return unknown(about, { message: `${missing.join(" and ")} of workload '${job.id}' is not stated` });
}

function terabytes(gb: number): string {
  return `${Number((gb / 1000).toPrecision(3))} TB`;
}
