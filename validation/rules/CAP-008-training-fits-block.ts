import { capacityBlockRules } from "../../catalog/aws/capacity-blocks";
import type { FactoryModel, PoolNode, WorkloadNode } from "../../model/types";
import { estimateTraining, trainingPrecisions, type TrainingPrecision } from "../../planning/estimate";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

const hourMs = 3_600_000;

export const trainingFitsBlock: Rule = {
  id: "CAP-008-training-fits-block",
  family: "CAP",
  title: "a training run is expected to be done before its capacity blocks end",
  severity: "error",
  reads: "model",
  cause:
    "A capacity block cannot be prolonged at will: where the run is not done when it ends, the rest waits for another " +
    "block, weeks later and at another price, or is lost.",
  mend: "buy a longer block or more nodes, train on fewer tokens, or plan a second block to go on from a checkpoint",
  sources: [
    capacityBlockRules().source,
    "this library's estimator, docs/estimator.md: measured training throughput with its uncertainty",
  ],
  unknownMeans:
    "The estimator has no figures for the model, the accelerator or the precision, or pools with and without an end are mixed.",
  example: {
    fails: "15e12 tokens of llama-3.1-70b on 128 H200 in a block of 14 days: needs years",
    passes: "1e11 tokens of llama-3.1-8b on the same block: needs about two days",
  },
  *check({ model }) {
    for (const workload of model?.workloads ?? []) {
      const { kind, trainingTokens } = workload;
      if (model && kind === "training" && trainingTokens !== undefined) yield* judge(workload, trainingTokens, model);
    }
  },
};

function* judge(workload: WorkloadNode, tokens: number, { pools }: FactoryModel): Iterable<Outcome> {
  const about = { path: workload.path };
  const own = pools.filter(({ id, accelerator }) => workload.poolIds.includes(id) && accelerator !== undefined);
  const ending = own.filter(({ capacity }) => capacity.startsAt !== undefined && capacity.endsAt !== undefined);
  if (ending.length === 0) return;
  const accelerators = [...new Set(own.map(({ accelerator }) => accelerator?.id))];
  const [accelerator] = accelerators;
  if (ending.length < own.length || accelerators.length > 1 || accelerator === undefined) {
    yield unknown(about, { message: "the workload's pools differ in accelerator, or only some of them end" });
    return;
  }
  const precision = trainingPrecisions.find((each): each is TrainingPrecision => each === workload.precision);
  if (workload.model === undefined || precision === undefined) {
    yield unknown(about, {
      message: "model or precision of the training run is not stated, or not known to the estimator",
    });
    return;
  }
  const all = own.reduce((sum, pool) => sum + devicesOf(pool), 0);
  // A job on part of the pools has that part of their hours.
  const count = Math.min(all, workload.accelerators ?? all);
  const estimate = estimateTraining({ model: workload.model, accelerator, accelerators: count, precision, tokens });
  if (estimate.outcome !== "estimated") {
    yield unknown(about, {
      message: "the estimator cannot say how long the training run takes",
      given: estimate.outcome,
    });
    return;
  }
  yield verdict(workload, estimate.acceleratorHours, ending, count / all);
}

function verdict({ path, id }: WorkloadNode, need: Hours, pools: readonly PoolNode[], part: number): Outcome {
  const offered = part * pools.reduce((sum, pool) => sum + devicesOf(pool) * hoursOf(pool), 0);
  const given = `${round(need.low)} to ${round(need.high)} accelerator-hours, ${round(need.expected)} expected`;
  const allowed = `${round(offered)} accelerator-hours until EKS empties the pools`;
  if (Number.isNaN(offered)) return unknown({ path }, { message: "a date of the workload's capacity is no instant" });
  if (need.high <= offered) return pass({ path });
  if (need.low > offered) {
    const message = `training run '${id}' cannot be done before its capacity ends, even at the highest expected rate`;
    return fail({ path }, { message, given, allowed });
  }
  const isLikely = need.expected > offered;
  const message = `training run '${id}' ${isLikely ? "is not expected to be" : "may not be"} done before its capacity ends`;
  return fail({ path }, { message, given, allowed, severity: isLikely ? "warning" : "info" });
}

interface Hours {
  readonly low: number;
  readonly expected: number;
  readonly high: number;
}

function devicesOf({ accelerator, maxNodes }: PoolNode): number {
  return (accelerator?.perNode ?? 0) * maxNodes;
}

/** Hours in which the pool has nodes: EKS takes them away before a block ends. */
function hoursOf({ capacity: { kind, startsAt = "", endsAt = "" } }: PoolNode): number {
  const lead = kind === "capacity-block" ? capacityBlockRules().eksScaleDownLeadMinutes / 60 : 0;
  return (Date.parse(endsAt) - Date.parse(startsAt)) / hourMs - lead;
}

function round(hours: number): string {
  return Number(hours.toPrecision(3)).toLocaleString("en-US");
}
