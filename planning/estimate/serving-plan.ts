import type { ModelParameters } from "../../catalog/models";
import type { ServingConstants } from "./constants";
import type { Hardware } from "./hardware";
import {
  largestBatch,
  replicaTokensPerSec,
  sequencesThatFit,
  servingTimes,
  type ReplicaPlan,
  type ServingLoad,
  type ServingTimes,
} from "./serving-rate";

/** What limits the sequences in flight. */
export interface BatchLimit {
  /** Sequences in flight in the whole system. @default - as many as memory and engine allow */
  readonly concurrency?: number;
  /** Tokens per second that every user must get at least. @default - none */
  readonly tokensPerSecPerUser?: number;
}

/** A system of equal replicas and what it delivers. */
export interface ServingSystem {
  readonly plan: ReplicaPlan;
  readonly replicas: number;
  /** Sequences in flight in one replica. */
  readonly batch: number;
  readonly times: ServingTimes;
  readonly outputTokensPerSec: number;
}

/** Ways to spread one copy over at most `accelerators`: powers of two within a domain, stages of whole domains beyond. */
export function replicaPlans(model: ModelParameters, hardware: Hardware, accelerators: number): readonly ReplicaPlan[] {
  const plans: ReplicaPlan[] = [];
  const widest = Math.min(hardware.domainSize, model.attentionHeads, accelerators);
  for (let width = 1; width <= widest; width *= 2) {
    plans.push({ kind: "tensor", width, stages: 1 });
    // More stages than layers are not possible; more than 16 are not used for serving.
    const most = Math.min(16, model.layers, Math.floor(accelerators / width));
    for (let stages = 2; stages <= most; stages += 1) {
      if (width * 2 > widest) plans.push({ kind: "tensor", width, stages });
    }
  }
  const spread = Math.min(model.moe?.experts ?? 1, accelerators);
  for (let width = 2; width <= spread; width *= 2) plans.push({ kind: "expert", width, stages: 1 });
  return plans;
}

/** What `accelerators` deliver with one plan, or undefined where the plan cannot hold one sequence. */
export function servingSystem(
  load: ServingLoad,
  hardware: Hardware,
  accelerators: number,
  plan: ReplicaPlan,
  limit: BatchLimit,
  fit: ServingConstants,
): ServingSystem | undefined {
  const replicas = Math.floor(accelerators / (plan.width * plan.stages));
  if (replicas < 1 || sequencesThatFit(load, hardware, plan) < 1) return undefined;
  let batch = largestBatch(load, hardware, plan, fit);
  let busy = replicas;
  if (limit.concurrency !== undefined) {
    busy = Math.min(replicas, limit.concurrency);
    batch = Math.min(batch, limit.concurrency / busy);
  }
  if (limit.tokensPerSecPerUser !== undefined) {
    const reached = largestBatchAtSpeed(load, hardware, plan, batch, limit.tokensPerSecPerUser, fit);
    if (reached === undefined) return undefined;
    batch = reached;
  }
  const times = servingTimes(load, hardware, plan, batch, fit);
  return { plan, replicas, batch, times, outputTokensPerSec: busy * replicaTokensPerSec(load, times, batch, plan) };
}

/** The plan that delivers most, or undefined where none fits. */
export function bestServingSystem(
  load: ServingLoad,
  hardware: Hardware,
  accelerators: number,
  limit: BatchLimit,
  fit: ServingConstants,
): ServingSystem | undefined {
  let best: ServingSystem | undefined;
  for (const plan of replicaPlans(load.model, hardware, accelerators)) {
    const system = servingSystem(load, hardware, accelerators, plan, limit, fit);
    if (system !== undefined && (best === undefined || system.outputTokensPerSec > best.outputTokensPerSec)) {
      best = system;
    }
  }
  return best;
}

/** Speed falls as the batch grows: halving the interval finds the largest batch that keeps it, or undefined. */
function largestBatchAtSpeed(
  load: ServingLoad,
  hardware: Hardware,
  plan: ReplicaPlan,
  most: number,
  tokensPerSecPerUser: number,
  fit: ServingConstants,
): number | undefined {
  const speed = (batch: number) =>
    replicaTokensPerSec(load, servingTimes(load, hardware, plan, batch, fit), batch, plan) / batch;
  if (speed(1) < tokensPerSecPerUser) return undefined;
  if (speed(most) >= tokensPerSecPerUser) return most;
  let low = 1;
  let high = most;
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2;
    if (speed(middle) >= tokensPerSecPerUser) low = middle;
    else high = middle;
  }
  return low;
}
