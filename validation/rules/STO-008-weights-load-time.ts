import type { FactoryModel, WorkloadNode } from "../../model/types";
import { clientGBps, dataFilesystems, duration, parametersBillionsOf, poolsOf, sumOf } from "../feeding";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Bytes of one weight by the precision in which it is stored. */
const bytesOf: Readonly<Record<string, number>> = { fp32: 4, bf16: 2, fp16: 2, fp8: 1, int8: 1, fp4: 0.5, int4: 0.5 };
/** Longest that a replica's, and a whole pool's, weights may take to load. */
const longestSeconds = { one: 300, all: 900 };

export const weightsLoadTime: Rule = {
  id: "STO-008-weights-load-time",
  family: "STO",
  title: "a serving replica has its weights within minutes",
  severity: "warning",
  reads: "model",
  cause:
    "A replica that starts reads all its weights once: 140 GB for 70 billion parameters, 700 GB for the largest. When a " +
    "pool scales out or a zone comes back, every node reads at the same time, and the filesystem's throughput is shared: " +
    "traffic arrives minutes before the replicas do.",
  mend: "raise the throughput of the filesystem that holds the weights, keep them on the nodes' own disks, or quantise",
  sources: ["Weights of parameters x bytes per number: planning/estimate of this library"],
  unknownMeans: "The model or the throughput of the filesystem is not stated.",
  example: {
    fails: "a 405B model in bf16 (810 GB) from a filesystem with 1.2 GB/s: 11 minutes for the first replica",
    passes: "a 70B model in fp8 (70 GB) from 2.3 GB/s: 30 seconds",
  },
  *check({ model }) {
    for (const job of model?.workloads ?? []) {
      if (model && job.kind === "inference") yield judge(job, model);
    }
  },
};

function judge(job: WorkloadNode, model: FactoryModel): Outcome {
  const about = { path: job.path };
  const pools = poolsOf(model, job);
  const filesystems = dataFilesystems(model, pools);
  const parameters = parametersBillionsOf(job);
  const readMBps = sumOf(filesystems, "readMBps");
  if (parameters === undefined) return unknown(about, { message: `the model of workload '${job.id}' is not known` });
  if (filesystems.length === 0 || readMBps === undefined) {
    return unknown(about, { message: `how fast the weights of workload '${job.id}' are read is not known` });
  }
  const weightsGB = parameters * (bytesOf[job.precision ?? "bf16"] ?? 2);
  const reach = Math.max(...pools.flatMap((pool) => filesystems.map((filesystem) => clientGBps(pool, filesystem))));
  const have = readMBps / 1000;
  const nodes = pools.reduce((sum, { maxNodes }) => sum + maxNodes, 0);
  const one = weightsGB / Math.min(have, reach);
  const all = Math.max(one, (weightsGB * nodes) / have);
  const given = `${weightsGB} GB of weights at ${Number(have.toPrecision(3))} GB/s`;
  if (one > longestSeconds.one) {
    const message = `the weights of workload '${job.id}' take ${duration(one)} to load on one node`;
    const fix = `read them at ${Math.ceil(weightsGB / longestSeconds.one)} GB/s, or store them in a smaller precision`;
    return fail(about, { message, given, allowed: `at most ${duration(longestSeconds.one)}`, fix });
  }
  if (all > longestSeconds.all) {
    const message = `${nodes} nodes that load the weights of workload '${job.id}' together take ${duration(all)}`;
    const fix = `read them at ${Math.ceil((weightsGB * nodes) / longestSeconds.all)} GB/s, or cache them on the nodes' own disks`;
    return fail(about, { message, given, allowed: `at most ${duration(longestSeconds.all)}`, fix });
  }
  return pass(about);
}
