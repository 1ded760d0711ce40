import type { Accelerator } from "../../catalog/accelerators";
import type { ModelParameters } from "../../catalog/models";
import { hardwareFor, isUnknown, resolveAccelerator, type Hardware } from "./hardware";
import { defaultCachePrecision } from "./measured";
import { cacheBytes, routedExpertParameters } from "./model-shape";
import { resolveModel } from "./model-input";
import type { Precision } from "./precision";
import type { InputProblem } from "./problem";
import { replicaPlans } from "./serving-plan";
import {
  cacheCopies,
  sequencesThatFit,
  usableMemoryShare,
  weightBytesPerAccelerator,
  type ReplicaPlan,
  type ServingLoad,
} from "./serving-rate";
import type { TrainingMethod, TrainingPlan } from "./training-rate";

/** Where the memory of the fullest accelerator goes, decimal GB. */
export interface MemoryBreakdown {
  /** Weights, decimal GB. */
  readonly weightsGB: number;
  /** Key-value cache of the sequences in flight; 0 in training. */
  readonly cacheGB: number;
  /** Activations, decimal GB. */
  readonly activationsGB: number;
  /** 0 in serving. */
  readonly gradientsGB: number;
  /** 0 in serving. */
  readonly optimiserGB: number;
  /** What engine, collectives and fragmentation keep: one tenth of the memory, less serving's activations. */
  readonly reservedGB: number;
  /** Sum of all parts, decimal GB. */
  readonly totalGB: number;
  /** Memory that the accelerator has, decimal GB. */
  readonly capacityGB: number;
}

/** Whether something fits, into what it divides, and how to mend it where it does not. */
export interface MemoryFit {
  /** Whether the sum is no larger than the memory. */
  readonly fits: boolean;
  /** Parts of the fullest accelerator's memory. */
  readonly perAccelerator: MemoryBreakdown;
  /** What is missing on the fullest accelerator; 0 where it fits. */
  readonly shortfallGB: number;
}

/** State that the optimiser keeps. `adamw`: FP32 copy and two FP32 moments. `adamw-8bit`: moments in 8 bits. */
export type Optimiser = "adamw" | "adamw-8bit" | "sgd-momentum";

/** Optimisers that the estimator knows. */
export const optimisers: readonly Optimiser[] = ["adamw", "adamw-8bit", "sgd-momentum"];

/** Bytes per learning parameter, FP32 master copy included. */
const optimiserBytes: Readonly<Record<Optimiser, number>> = { adamw: 12, "adamw-8bit": 6, "sgd-momentum": 8 };

/** Weights and gradients are kept in BF16 while training, whatever the multiplications run in. */
const trainedNumberBytes = 2;

/** Adapters of rank 16 on every linear layer have about this share of the parameters. */
const adapterShare = 0.005;

/** Tokens that one prefill step of an engine takes at most. */
const prefillChunkTokens = 8192;

/**
 * Size of a checkpoint that training can resume from, decimal GB: BF16 weights and the whole state of the optimiser.
 * A model of the catalogue by name, or own parameters.
 *
 * @throws UnknownNameError where the name is not in the catalogue
 */
export function checkpointSizeGB(model: string | ModelParameters, optimiser: Optimiser = "adamw"): number {
  return checkpointGBFor(resolveModel(model).totalParametersB, optimiser);
}

/** The same where only the number of parameters is known, in billions. */
export function checkpointGBFor(parametersBillions: number, optimiser: Optimiser = "adamw"): number {
  return parametersBillions * (trainedNumberBytes + optimiserBytes[optimiser]);
}

/**
 * Weights, gradients and optimiser states of a training job without activations, decimal GB over all accelerators,
 * where nothing is kept twice. Full training with AdamW takes 16 bytes for every parameter.
 *
 * @throws UnknownNameError where the name is not in the catalogue
 */
export function trainingStateGB(model: string | ModelParameters, optimiser: Optimiser = "adamw"): number {
  return resolveModel(model).totalParametersB * (2 * trainedNumberBytes + optimiserBytes[optimiser]);
}

/** Memory of serving with one plan and `batch` sequences in flight per replica. */
export function servingMemory(load: ServingLoad, hardware: Hardware, plan: ReplicaPlan, batch: number): MemoryFit {
  const { model } = load;
  const accelerators = plan.width * plan.stages;
  const cache =
    (batch * cacheBytes(model, load.inputTokens + load.outputTokens, load.cachePrecision) * cacheCopies(model, plan)) /
    accelerators;
  const kept = hardware.memoryBytes * (1 - usableMemoryShare);
  const widths = 2 * model.hiddenSize + (3 * innerWidth(model)) / plan.width;
  const activations = Math.min(kept, prefillChunkTokens * widths * 2);
  return breakdown(hardware, {
    weights: weightBytesPerAccelerator(model, load.weightPrecision, plan),
    cache,
    activations,
    gradients: 0,
    optimiser: 0,
    reserved: kept - activations,
  });
}

/** What a training job keeps in memory besides the plan. */
export interface TrainingMemoryInput {
  readonly model: ModelParameters;
  readonly method: TrainingMethod;
  readonly optimiser: Optimiser;
  readonly sequenceTokens: number;
  /** `full`: only the input of every layer is kept, the rest is computed again. */
  readonly recomputation: "none" | "full";
}

/** Memory of training with one plan, one sequence per micro-batch. */
export function trainingMemory(
  input: TrainingMemoryInput,
  hardware: Hardware,
  accelerators: number,
  plan: TrainingPlan,
): MemoryFit {
  const { model, method } = input;
  const total = model.totalParametersB * 1e9;
  const routed = routedExpertParameters(model);
  const modelParallel = plan.tensor * plan.pipeline;
  const held =
    plan.sharding === "full" ? total / accelerators : (total - routed + routed / plan.expert) / modelParallel;
  const learning = method === "lora" ? adapterShare : 1;
  const tokens = input.sequenceTokens / (plan.tensor * plan.context);
  // BF16, attention without a score matrix, the gated product computed again: five widths outside, two inside.
  const layer = 2 * (5 * model.hiddenSize + 2 * innerWidth(model));
  const keptLayers =
    input.recomputation === "full" ? model.layers * 2 * model.hiddenSize + layer : model.layers * layer;
  const logits = 6 * model.vocabularySize;
  return breakdown(hardware, {
    weights: held * trainedNumberBytes,
    cache: 0,
    activations: tokens * (keptLayers + logits),
    gradients: held * learning * trainedNumberBytes,
    optimiser: (total * learning * optimiserBytes[input.optimiser]) / accelerators,
    reserved: hardware.memoryBytes * (1 - usableMemoryShare),
  });
}

/** Inner width that one token passes in a layer: of the dense layer, or of all experts that work on it. */
function innerWidth(model: ModelParameters): number {
  if (model.moe === undefined) return model.intermediateSize;
  return (model.moe.activeExperts + model.moe.sharedExperts) * model.moe.expertIntermediateSize;
}

function breakdown(
  hardware: Hardware,
  bytes: Readonly<Record<"weights" | "cache" | "activations" | "gradients" | "optimiser" | "reserved", number>>,
): MemoryFit {
  const total = Object.values(bytes).reduce((sum, value) => sum + value, 0);
  const missing = Math.max(0, total - hardware.memoryBytes);
  // Sums of floating-point numbers: a byte over is no shortfall.
  const fits = missing < 1;
  return {
    fits,
    perAccelerator: {
      weightsGB: bytes.weights / 1e9,
      cacheGB: bytes.cache / 1e9,
      activationsGB: bytes.activations / 1e9,
      gradientsGB: bytes.gradients / 1e9,
      optimiserGB: bytes.optimiser / 1e9,
      reservedGB: bytes.reserved / 1e9,
      totalGB: total / 1e9,
      capacityGB: hardware.memoryBytes / 1e9,
    },
    shortfallGB: fits ? 0 : missing / 1e9,
  };
}

/** Options of `requiredAccelerators`. */
export interface RequiredAcceleratorsOptions {
  /** Input tokens of a request. @default 1024 */
  readonly inputTokens?: number;
  /** Output tokens of a request. @default 1024 */
  readonly outputTokens?: number;
  /** Sequences in flight that must fit. @default 1 */
  readonly concurrency?: number;
}

/**
 * Fewest accelerators whose memory serves the model, or undefined where a figure is unknown or even sixteen scale-up
 * domains are not enough.
 *
 * @throws UnknownNameError where the model is not in the catalogue
 * @throws RangeError where the accelerator is not
 */
export function requiredAccelerators(
  model: string | ModelParameters,
  accelerator: string | Accelerator,
  precision: Precision,
  options: RequiredAcceleratorsOptions = {},
): number | undefined {
  const problems: InputProblem[] = [];
  const row = resolveAccelerator(accelerator, problems);
  if (row === undefined) throw new RangeError(problems.map((one) => `${one.message}; ${one.fix}`).join("; "));
  const hardware = hardwareFor(row, precision);
  if (isUnknown(hardware)) return undefined;
  const parameters = resolveModel(model);
  const load: ServingLoad = {
    model: parameters,
    weightPrecision: precision,
    cachePrecision: defaultCachePrecision(precision, hardware),
    inputTokens: options.inputTokens ?? 1024,
    outputTokens: options.outputTokens ?? 1024,
    networkBytesPerSec: 0,
  };
  return fewestForServing(load, hardware, options.concurrency ?? 1);
}

/** Fewest accelerators that hold `concurrency` sequences, or undefined where sixteen scale-up domains do not. */
export function fewestForServing(load: ServingLoad, hardware: Hardware, concurrency: number): number | undefined {
  let fewest: number | undefined;
  for (const plan of replicaPlans(load.model, hardware, hardware.domainSize * 16)) {
    const sequences = sequencesThatFit(load, hardware, plan);
    if (sequences < 1) continue;
    const count = plan.width * plan.stages * Math.ceil(concurrency / Math.floor(sequences));
    if (fewest === undefined || count < fewest) fewest = count;
  }
  return fewest;
}
