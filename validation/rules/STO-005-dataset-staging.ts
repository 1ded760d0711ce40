import type { FactoryModel, FilesystemNode, WorkloadNode } from "../../model/types";
import { dataFilesystems, duration, poolsOf, sumOf } from "../feeding";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Longest that the first copy of a dataset may take before it is worth a warning. */
const longestHours = 24;
/** Share of a capacity block that may pass before the data is there. */
const tolerated = 0.05;

/** One part of the way from the buckets to the filesystem. */
interface Leg {
  readonly name: string;
  readonly gbps: number;
}

export const datasetStaging: Rule = {
  id: "STO-005-dataset-staging",
  family: "STO",
  title: "the dataset reaches the filesystem in a small part of the time that is paid for",
  severity: "warning",
  reads: "model",
  cause:
    "Before the first epoch the dataset comes from a bucket or another site. It comes as fast as the slowest part of the " +
    "way: the filesystem's writes, or the line between the sites. On a capacity block, which is paid from its first " +
    "minute, every hour of copying is an hour of idle accelerators.",
  mend: "stage before the block starts, widen the line between the sites, or keep the data where it is used",
  sources: [
    "FSx for Lustre User Guide, importing files from a data repository: bounded by the filesystem's throughput",
    "Amazon EC2 User Guide, Capacity Blocks: paid in full from start to end",
  ],
  unknownMeans: "The size of the dataset, the filesystem's write throughput or the line's rate is not stated.",
  example: {
    fails: "100 TB over a line of 1 Gbps: nine days",
    passes: "15 TB from S3 in the same region into 37.5 GB/s: seven minutes",
  },
  *check({ model }) {
    for (const job of model?.workloads ?? []) {
      if (model && job.kind === "training" && job.datasetGB !== undefined) yield judge(job, job.datasetGB, model);
    }
  },
};

function judge(job: WorkloadNode, datasetGB: number, model: FactoryModel): Outcome {
  const about = { path: job.path };
  const pools = poolsOf(model, job);
  const filesystems = dataFilesystems(model, pools);
  const writeMBps = sumOf(filesystems, "writeMBps");
  if (filesystems.length === 0 || writeMBps === undefined) {
    return unknown(about, { message: `how fast the dataset of workload '${job.id}' can be written is not known` });
  }
  const line = lineTo(filesystems, model);
  if (line === "unknown") {
    return unknown(about, {
      message: `the dataset of workload '${job.id}' comes over a line whose rate is not stated`,
    });
  }
  const legs: Leg[] = [{ name: "the filesystem's writes", gbps: writeMBps / 1000 }, ...line];
  const slowest = legs.reduce((least, leg) => (leg.gbps < least.gbps ? leg : least));
  const seconds = datasetGB / slowest.gbps;
  const block = Math.min(...pools.map(({ capacity }) => hoursOf(capacity.startsAt, capacity.endsAt)));
  const limit = Math.min(longestHours, block * tolerated) * 3600;
  if (seconds <= limit) return pass(about);
  return fail(about, {
    message: `the dataset of workload '${job.id}' takes ${duration(seconds)} to stage, held up by ${slowest.name}`,
    given: `${datasetGB} GB at ${Number(slowest.gbps.toPrecision(3))} GB/s`,
    allowed: `at most ${duration(limit)}${block * tolerated < longestHours ? `: ${tolerated * 100} % of the capacity block` : ""}`,
  });
}

/** The line that the data crosses: where a linked bucket, or the only one of datasets, stands at another site. */
function lineTo(filesystems: readonly FilesystemNode[], model: FactoryModel): readonly Leg[] | "unknown" {
  const sites = filesystems.map(({ siteId }) => siteId);
  const linked = filesystems.flatMap(({ linkedBucketIds }) => linkedBucketIds);
  const sources = model.buckets.filter(({ id, purpose }) =>
    linked.length > 0 ? linked.includes(id) && purpose === "datasets" : purpose === "datasets",
  );
  const far = sources.filter(({ siteId }) => !sites.includes(siteId));
  if (far.length === 0) return [];
  const lines = model.links.filter(({ kind }) => kind === "vpn" || kind === "direct-connect" || kind === "peering");
  const rates = lines.map(({ gbps }) => gbps).filter((gbps) => gbps !== undefined);
  if (rates.length === 0) return "unknown";
  return [{ name: "the line between the sites", gbps: Math.max(...rates) / 8 }];
}

function hoursOf(startsAt: string | undefined, endsAt: string | undefined): number {
  if (startsAt === undefined || endsAt === undefined) return Infinity;
  const hours = (Date.parse(endsAt) - Date.parse(startsAt)) / 3_600_000;
  return hours > 0 ? hours : Infinity;
}
