import type { ModelParameters } from "../../catalog/models";
import type { TrainingConstants } from "./constants";
import type { Hardware } from "./hardware";
import { causalAttentionFlopsPerToken, multipliedParameters, routedExpertParameters } from "./model-shape";

/** How the training job is spread. The rest of the accelerators is data parallel. */
export interface TrainingPlan {
  /** Accelerators that share every layer. */
  readonly tensor: number;
  /** Stages into which the layers are cut. */
  readonly pipeline: number;
  /** Parts into which every sequence is cut. */
  readonly context: number;
  /** Accelerators over which the experts are spread, within the data-parallel group. */
  readonly expert: number;
  /** `optimiser`: its states are spread over the data-parallel group. `full`: weights and gradients too. */
  readonly sharding: "optimiser" | "full";
}

/** Every parameter learns, or only small adapters beside frozen weights. */
export type TrainingMethod = "full" | "lora";

export interface TrainingLoad {
  readonly model: ModelParameters;
  readonly method: TrainingMethod;
  readonly sequenceTokens: number;
  /** Sequences of one optimiser step, of the whole job. */
  readonly globalBatchSequences: number;
  /** Network rate of one accelerator, for what leaves the scale-up domain. */
  readonly networkBytesPerSec: number;
}

/** Model operations of one token, forward and backward. Frozen weights need no gradient: two thirds of the work. */
export function trainingFlopsPerToken(load: TrainingLoad): number {
  const forward = 2 * multipliedParameters(load.model) + causalAttentionFlopsPerToken(load.model, load.sequenceTokens);
  return forward * (load.method === "lora" ? 2 : 3);
}

/** Where the time of one optimiser step goes, in seconds. */
export interface TrainingTimes {
  readonly step: number;
  readonly compute: number;
  readonly memory: number;
  readonly communication: number;
  readonly bubble: number;
}

/** The last gradients of a step have nothing left to hide behind. */
const leastExposedGradients = 0.1;

/** Time of one optimiser step on `accelerators`, which the plan divides. */
export function trainingTimes(
  load: TrainingLoad,
  hardware: Hardware,
  accelerators: number,
  plan: TrainingPlan,
  fit: TrainingConstants,
): TrainingTimes {
  const modelParallel = plan.tensor * plan.pipeline * plan.context;
  const replicas = accelerators / modelParallel;
  const tokens = (load.globalBatchSequences * load.sequenceTokens) / accelerators;
  const efficiency = {
    bf16: fit.bf16ComputeEfficiency,
    fp8: fit.fp8ComputeEfficiency,
    fp4: fit.fp4ComputeEfficiency,
  }[hardware.computePrecision];
  const compute = (tokens * trainingFlopsPerToken(load)) / (hardware.flopsPerSec * efficiency);
  const memory = (tokens * activationTraffic(load.model) * fit.activationPasses) / hardware.memoryBytesPerSec;
  const gradients = gradientTime(load, hardware, accelerators, plan);
  // Gradients travel while the backward pass goes on: what takes longer than half of the computation is waited for.
  const waited = Math.max(gradients * leastExposedGradients, gradients - compute / 2);
  const communication = tokens * tokenTraffic(load, hardware, plan) * fit.exposedCommunication + waited;
  // One-forward-one-backward: stages wait for the first and the last micro-batch of one sequence.
  const microBatches = Math.max(1, load.globalBatchSequences / replicas);
  const bubble = (compute + memory) * ((plan.pipeline - 1) / microBatches) * 0.5;
  return { step: compute + memory + communication + bubble, compute, memory, communication, bubble };
}

/** Bytes of activations of one token that pass through memory once, over all layers, BF16. */
function activationTraffic(model: ModelParameters): number {
  const dense = model.layers * model.hiddenSize;
  if (model.moe === undefined) return 2 * dense;
  const { layers, activeExperts, sharedExperts, expertIntermediateSize } = model.moe;
  return 2 * (dense + layers * (activeExperts + sharedExperts) * (model.hiddenSize + expertIntermediateSize));
}

/** Seconds of tensor and expert collectives for one token. */
function tokenTraffic(load: TrainingLoad, hardware: Hardware, plan: TrainingPlan): number {
  const { model } = load;
  const rateOf = (width: number) => (width <= hardware.domainSize ? hardware.linkBytesPerSec : load.networkBytesPerSec);
  let seconds = 0;
  if (plan.tensor > 1) {
    // Two all-reduces a layer forward and two backward, BF16.
    const bytes = model.layers * 4 * 2 * 2 * model.hiddenSize * ((plan.tensor - 1) / plan.tensor);
    seconds += bytes / rateOf(plan.tensor);
  }
  if (plan.expert > 1 && model.moe !== undefined) {
    // Dispatch and combine, forward and backward, BF16. A token crosses to a domain once, whatever experts it meets there.
    const reached = Math.min(model.moe.activeExperts, Math.max(1, plan.expert / hardware.domainSize));
    const crossing = plan.expert > hardware.domainSize ? reached : model.moe.activeExperts;
    const bytes = model.moe.layers * 4 * 2 * model.hiddenSize * crossing * ((plan.expert - 1) / plan.expert);
    seconds += bytes / rateOf(plan.expert);
  }
  return seconds;
}

/** Seconds of the gradient and weight collectives of one step. */
function gradientTime(load: TrainingLoad, hardware: Hardware, accelerators: number, plan: TrainingPlan): number {
  if (load.method === "lora") return 0;
  const replicas = accelerators / (plan.tensor * plan.pipeline);
  if (replicas <= 1) return 0;
  const total = load.model.totalParametersB * 1e9;
  const routed = routedExpertParameters(load.model);
  const held = (total - routed) / plan.tensor + routed / (plan.tensor * plan.expert);
  // BF16. Reduce-scatter of gradients and all-gather of weights once a step; full sharding gathers the weights of every
  // layer twice for every sequence.
  const gathers = plan.sharding === "full" ? 2 * Math.max(1, load.globalBatchSequences / replicas) : 1;
  const bytes = (held / plan.pipeline) * 2 * (1 + gathers);
  const rate = accelerators <= hardware.domainSize ? hardware.linkBytesPerSec : load.networkBytesPerSec;
  return bytes / rate;
}
