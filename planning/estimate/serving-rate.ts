import type { ModelParameters } from "../../catalog/models";
import type { ServingConstants } from "./constants";
import type { Hardware } from "./hardware";
import {
  cacheBytes,
  causalAttentionFlopsPerToken,
  decodeAttentionFlops,
  multipliedParameters,
  routedExpertParameters,
  touchedExpertShare,
} from "./model-shape";
import { bytesPerNumber, type Precision } from "./precision";

/**
 * How one copy of the model is spread. `tensor`: every layer over all accelerators of a stage. `expert`: attention on
 * each accelerator for its own sequences, experts spread over all.
 */
export interface ReplicaPlan {
  /** How layers are spread over a stage. */
  readonly kind: "tensor" | "expert";
  /** Accelerators of one pipeline stage. */
  readonly width: number;
  /** Pipeline stages. */
  readonly stages: number;
}

/** What is served, and in which formats. */
export interface ServingLoad {
  readonly model: ModelParameters;
  readonly weightPrecision: Precision;
  readonly cachePrecision: Precision;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Network rate of one accelerator, for what leaves the scale-up domain. */
  readonly networkBytesPerSec: number;
}

/** Share of the memory that engines leave to weights and cache; the rest is their own workspace. */
export const usableMemoryShare = 0.9;

/** Bytes of weights on the fullest accelerator of a replica. */
export function weightBytesPerAccelerator(model: ModelParameters, precision: Precision, plan: ReplicaPlan): number {
  const bytes = bytesPerNumber[precision];
  const total = model.totalParametersB * 1e9;
  if (plan.kind === "tensor") return (total * bytes) / (plan.width * plan.stages);
  const routed = routedExpertParameters(model);
  return ((total - routed + routed / plan.width) * bytes) / plan.stages;
}

/** How many copies of the cache a replica holds: tensor parallelism beyond the key-value heads repeats them. */
export function cacheCopies(model: ModelParameters, plan: ReplicaPlan): number {
  if (plan.kind === "expert") return 1;
  // Latent attention has one compressed head: every accelerator of the group needs it whole.
  return Math.max(1, plan.width / (model.mla === undefined ? model.kvHeads : 1));
}

/** Tokens of one sequence that are in the cache on average while it is decoded. */
function meanContext(load: ServingLoad): number {
  return load.inputTokens + load.outputTokens / 2;
}

/** Sequences that fit into the memory of one replica, beside the weights; below 1 where not even one does. */
export function sequencesThatFit(load: ServingLoad, hardware: Hardware, plan: ReplicaPlan): number {
  const free =
    hardware.memoryBytes * usableMemoryShare - weightBytesPerAccelerator(load.model, load.weightPrecision, plan);
  const perSequence =
    cacheBytes(load.model, load.inputTokens + load.outputTokens, load.cachePrecision) * cacheCopies(load.model, plan);
  return Math.max(0, (free * plan.width * plan.stages) / perSequence);
}

/** Sequences in flight in one replica: as many as fit, up to the engine's limit. */
export function largestBatch(load: ServingLoad, hardware: Hardware, plan: ReplicaPlan, fit: ServingConstants): number {
  const limit = fit.maxSequencesPerAccelerator * (plan.kind === "expert" ? plan.width : 1) * plan.stages;
  return Math.min(limit, sequencesThatFit(load, hardware, plan));
}

/** Where the time of one replica goes, in seconds. */
export interface ServingTimes {
  /** One token for every sequence of the batch, first stage to last. */
  readonly decodeStep: number;
  readonly weights: number;
  readonly compute: number;
  readonly cache: number;
  readonly communication: number;
  readonly overhead: number;
  /** Prefill of one sequence, by the whole replica. */
  readonly prefill: number;
}

/** Times of one replica with `batch` sequences in flight. */
export function servingTimes(
  load: ServingLoad,
  hardware: Hardware,
  plan: ReplicaPlan,
  batch: number,
  fit: ServingConstants,
): ServingTimes {
  const { model } = load;
  const { width, stages } = plan;
  // Stages work on different parts of the batch at the same time; one part passes all stages for one token.
  const part = batch / stages;
  const computeFactor = hardware.computePrecision === "fp4" ? fit.fp4ComputeFactor : 1;
  const decodeFlopsPerSec = hardware.flopsPerSec * fit.decodeComputeEfficiency * computeFactor * width;
  const weights = weightBytesRead(load, plan, part) / (hardware.memoryBytesPerSec * fit.weightBandwidthEfficiency);
  const context = meanContext(load);
  const compute = (part * (2 * multipliedParameters(model) + decodeAttentionFlops(model, context))) / decodeFlopsPerSec;
  const cache =
    (part * cacheBytes(model, context, load.cachePrecision) * cacheCopies(model, plan)) /
    (hardware.memoryBytesPerSec * fit.cacheBandwidthEfficiency * width);
  const communication = communicationTime(load, hardware, plan, part, true, fit);
  const overhead = model.layers * (fit.layerOverheadUs * 1e-6 + (part / width) * fit.sequenceLayerOverheadNs * 1e-9);
  const decodeStep = Math.max(weights, compute) * imbalance(plan, fit) + cache + communication + overhead;
  return {
    decodeStep,
    weights,
    compute,
    cache,
    communication,
    overhead,
    prefill: prefillTime(load, hardware, plan, fit),
  };
}

function prefillTime(load: ServingLoad, hardware: Hardware, plan: ReplicaPlan, fit: ServingConstants): number {
  const { model, inputTokens } = load;
  const computeFactor = hardware.computePrecision === "fp4" ? fit.fp4ComputeFactor : 1;
  const flopsPerToken = 2 * multipliedParameters(model) + causalAttentionFlopsPerToken(model, inputTokens);
  const rate = hardware.flopsPerSec * fit.prefillComputeEfficiency * computeFactor * plan.width;
  return (
    ((inputTokens * flopsPerToken) / rate) * imbalance(plan, fit) +
    communicationTime(load, hardware, plan, inputTokens, false, fit)
  );
}

/** The busiest accelerator holds up the others when experts are spread. */
function imbalance(plan: ReplicaPlan, fit: ServingConstants): number {
  return plan.kind === "expert" ? 1 + fit.expertImbalance * Math.log2(plan.width) : 1;
}

/** Bytes of weights that one accelerator reads in one decode step, over all stages. */
function weightBytesRead(load: ServingLoad, plan: ReplicaPlan, batch: number): number {
  const { model } = load;
  const bytes = bytesPerNumber[load.weightPrecision];
  const routed = routedExpertParameters(model);
  const embedding = model.tiedEmbeddings === true ? 0 : model.vocabularySize * model.hiddenSize;
  const others = Math.max(0, model.totalParametersB * 1e9 - routed - embedding);
  const touched = routed * touchedExpertShare(model, batch);
  const spread = plan.kind === "tensor" ? (others + touched) / plan.width : others + touched / plan.width;
  return spread * bytes;
}

/** Time of the collectives for `tokens` tokens through all layers. */
function communicationTime(
  load: ServingLoad,
  hardware: Hardware,
  plan: ReplicaPlan,
  tokens: number,
  decoding: boolean,
  fit: ServingConstants,
): number {
  const { model } = load;
  const { width } = plan;
  const latency = decoding ? fit.collectiveLatencyUs * 1e-6 : 0;
  let time = 0;
  if (width > 1) {
    const inDomain = width <= hardware.domainSize;
    const rate = (inDomain ? hardware.linkBytesPerSec : load.networkBytesPerSec) * fit.linkEfficiency;
    const share = (width - 1) / width;
    if (plan.kind === "tensor" || model.moe === undefined) {
      // Two all-reduces a layer, BF16; a ring moves every byte twice.
      const bytes = tokens * model.hiddenSize * 2 * 2 * share;
      time += model.layers * 2 * (bytes / rate + latency);
    } else {
      // Dispatch in 8 bits and combine in BF16, for every active expert of the tokens of one accelerator.
      const bytes = (tokens / width) * model.hiddenSize * 3 * model.moe.activeExperts * share;
      time += model.moe.layers * (bytes / rate + 2 * latency);
    }
  }
  if (plan.stages > 1) {
    const bytes = tokens * model.hiddenSize * 2;
    time += (plan.stages - 1) * (bytes / (load.networkBytesPerSec * fit.linkEfficiency) + latency);
  }
  return time;
}

/** Output tokens per second of one replica with `batch` sequences in flight. */
export function replicaTokensPerSec(load: ServingLoad, times: ServingTimes, batch: number, plan: ReplicaPlan): number {
  const { outputTokens } = load;
  // With stages, as many parts of the batch are under way at once; prefill is shared by the stages.
  const perSequenceDecode = times.decodeStep * outputTokens;
  const prefill = (batch * times.prefill) / plan.stages;
  return (batch * outputTokens) / (perSequenceDecode + prefill);
}
