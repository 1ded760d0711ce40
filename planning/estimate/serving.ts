import type { Accelerator } from "../../catalog/accelerators";
import type { ModelParameters } from "../../catalog/models";
import { servingPoints } from "../../catalog/throughput-points";
import { bandOf, scaleBand, type Band } from "./band";
import { constants } from "./constants";
import { costPerMillionTokens, energyOf, type Energy } from "./energy";
import { evidenceFor, nearestPoints, type Evidence, type NearestPoint, type Question } from "./evidence";
import { hardwareFor, isUnknown, resolveAccelerator, type Hardware, type UnknownFigure } from "./hardware";
import { defaultCachePrecision, defaultNetworkGbps } from "./measured";
import { fewestForServing, servingMemory, type MemoryFit } from "./memory";
import { checkedModel } from "./model-input";
import { modelClass } from "./model-shape";
import { lowerPrecision, precisions, type Precision } from "./precision";
import { checkNumber, checkOneOf, type InputProblem } from "./problem";
import { bestServingSystem, replicaPlans, type BatchLimit, type ServingSystem } from "./serving-plan";
import { sequencesThatFit, weightBytesPerAccelerator, type ReplicaPlan, type ServingLoad } from "./serving-rate";

/** A question about serving. */
export interface ServingInput {
  /** Name in the model table, or the model's own parameters. */
  readonly model: string | ModelParameters;
  /** Id in the accelerator table, or its beginning where only one has it: `h100`. */
  readonly accelerator: string | Accelerator;
  /** Accelerators of the whole system. */
  readonly accelerators: number;
  /** Precision of the weights. */
  readonly precision: Precision;
  /** Precision of the key-value cache. @default - `fp8` with 8-bit or 4-bit weights on hardware that has it, else `bf16` */
  readonly cachePrecision?: Precision;
  /** Mean input tokens of a request. @default 1024 */
  readonly inputTokens?: number;
  /** Mean output tokens of a request. @default 1024 */
  readonly outputTokens?: number;
  /** Requests in flight in the whole system. @default - as many as memory and engine allow: highest throughput */
  readonly concurrency?: number;
  /** Tokens per second that every user must get at least. @default - no limit */
  readonly minTokensPerSecPerUser?: number;
  /** Network rate of one accelerator, Gbps; matters where a copy of the model leaves the scale-up domain. @default 400 */
  readonly networkGbps?: number;
  /** Price of one accelerator for one hour, USD. @default - no cost is given */
  readonly usdPerAcceleratorHour?: number;
  /** Energy of the building for each unit that the computers use. @default 1 - the computers alone */
  readonly pue?: number;
}

/** Serving throughput and what it takes. */
export interface ServingThroughput {
  /** An estimate was made. */
  readonly outcome: "estimated";
  /** How one copy of the model is spread. */
  readonly plan: ReplicaPlan;
  /** Copies of the model. */
  readonly replicas: number;
  /** Accelerators that no copy uses, because copies have a fixed size. */
  readonly unusedAccelerators: number;
  /** Requests in flight in the whole system. */
  readonly concurrency: number;
  /** Output tokens per second. */
  readonly tokensPerSec: Band;
  /** Output tokens per second of one accelerator, idle ones included. */
  readonly tokensPerSecPerAccelerator: Band;
  /** Output tokens per second that one request sees. */
  readonly tokensPerSecPerUser: Band;
  /** Prefill of one request on an idle copy. Queues come on top. */
  readonly timeToFirstTokenMs: Band;
  /** Which roof the decode step meets. */
  readonly boundBy: "memory bandwidth" | "arithmetic" | "communication" | "overhead";
  /** Where the fullest accelerator's memory goes. */
  readonly memory: MemoryFit;
  /** Power, and energy of a token. */
  readonly energy: Energy;
  /** USD for a million output tokens; absent where no price was given. */
  readonly usdPerMillionTokens?: Band;
  /** How sure the estimate is, and why. */
  readonly evidence: Evidence;
  /** Measured points that are nearest to the question. */
  readonly nearestPoints: readonly NearestPoint[];
  /** What was assumed because nobody said. */
  readonly assumptions: readonly string[];
}

/** The model does not fit, or not at the speed that was asked for. */
export interface DoesNotFit {
  /** The model does not fit. */
  readonly outcome: "does-not-fit";
  /** What is too large, in one sentence. */
  readonly reason: string;
  /** Memory of the plan that comes nearest. */
  readonly memory: MemoryFit;
  /** What would make it fit, best first. */
  readonly mends: readonly string[];
}

/** The catalogue lacks a figure without which nothing can be estimated. */
export interface UnknownEstimate {
  /** No estimate can be made. */
  readonly outcome: "unknown";
  /** Figures that the catalogue lacks. */
  readonly unknown: readonly UnknownFigure[];
}

/** The question itself is wrong. */
export interface InvalidInput {
  /** The input was refused. */
  readonly outcome: "invalid";
  /** Everything that is wrong with the input. */
  readonly problems: readonly InputProblem[];
}

/** What the estimator says of serving. */
export type ServingEstimate = ServingThroughput | DoesNotFit | UnknownEstimate | InvalidInput;

interface Prepared {
  readonly load: ServingLoad;
  readonly hardware: Hardware;
  readonly row: Accelerator;
  readonly limit: BatchLimit;
}

/** Tokens per second, memory, energy and cost of serving a model. */
export function estimateServing(input: ServingInput): ServingEstimate {
  const prepared = prepare(input);
  if ("outcome" in prepared) return prepared;
  const { load, hardware, limit } = prepared;
  const fit = constants.serving[modelClass(load.model)];
  const system = bestServingSystem(load, hardware, input.accelerators, limit, fit);
  if (system === undefined) return doesNotFit(input, prepared);
  return throughput(input, prepared, system);
}

/** Memory of serving alone: the breakdown that `estimateServing` has, without throughput. */
export function memoryFit(input: ServingInput): MemoryFit | UnknownEstimate | InvalidInput {
  const estimate = estimateServing({ ...input, minTokensPerSecPerUser: undefined });
  return "memory" in estimate ? estimate.memory : estimate;
}

/** Whether one copy of the model, spread in a given way, holds the requests in flight. */
export interface ReplicaFit {
  /** Whether it fits could be judged. */
  readonly outcome: "judged";
  /** Where the fullest accelerator's memory goes. */
  readonly memory: MemoryFit;
  /** Requests of the stated length that fit beside the weights; 0 where not one does. */
  readonly sequences: number;
}

/**
 * Memory of one copy with a given split: every layer over `tensor` accelerators, the layers over `pipeline` stages.
 * `concurrency` of the input counts in this one copy; its `accelerators` are left aside.
 */
export function replicaFit(
  input: Omit<ServingInput, "accelerators">,
  split: { readonly tensor: number; readonly pipeline: number },
): ReplicaFit | UnknownEstimate | InvalidInput {
  const prepared = prepare({ ...input, accelerators: split.tensor * split.pipeline });
  if ("outcome" in prepared) return prepared;
  const { load, hardware } = prepared;
  const plan: ReplicaPlan = { kind: "tensor", width: split.tensor, stages: split.pipeline };
  return {
    outcome: "judged",
    memory: servingMemory(load, hardware, plan, input.concurrency ?? 1),
    sequences: Math.floor(sequencesThatFit(load, hardware, plan)),
  };
}

function prepare(input: ServingInput): Prepared | UnknownEstimate | InvalidInput {
  const problems: InputProblem[] = [];
  const model = checkedModel(input.model, problems);
  const row = resolveAccelerator(input.accelerator, problems);
  const { inputTokens = 1024, outputTokens = 1024 } = input;
  const count = { min: 1, max: 1_000_000, whole: true };
  checkNumber(problems, "accelerators", input.accelerators, { ...count, required: true });
  checkOneOf(problems, "precision", input.precision, precisions);
  checkOneOf(problems, "cachePrecision", input.cachePrecision, precisions);
  checkNumber(problems, "inputTokens", inputTokens, { min: 1, max: 100_000_000 });
  checkNumber(problems, "outputTokens", outputTokens, { min: 1, max: 100_000_000 });
  checkNumber(problems, "concurrency", input.concurrency, { ...count, max: 1_000_000_000 });
  checkNumber(problems, "minTokensPerSecPerUser", input.minTokensPerSecPerUser, { min: 0.001, max: 1_000_000 });
  checkNumber(problems, "networkGbps", input.networkGbps, { min: 0.1, max: 1_000_000 });
  checkNumber(problems, "usdPerAcceleratorHour", input.usdPerAcceleratorHour, { min: 0, max: 1_000_000 });
  checkNumber(problems, "pue", input.pue, { min: 1, max: 10 });
  if (model !== undefined && problems.length === 0 && inputTokens + outputTokens > model.contextTokens) {
    problems.push({
      field: "inputTokens",
      message: "a request is longer than the model's context",
      given: inputTokens + outputTokens,
      allowed: `input and output together up to ${model.contextTokens} tokens`,
      fix: "lower inputTokens or outputTokens, or take a model with a longer context",
    });
  }
  if (model === undefined || row === undefined || problems.length > 0) return { outcome: "invalid", problems };
  const hardware = hardwareFor(row, input.precision);
  if (isUnknown(hardware)) return { outcome: "unknown", unknown: hardware };
  const load: ServingLoad = {
    model,
    weightPrecision: input.precision,
    cachePrecision: input.cachePrecision ?? defaultCachePrecision(input.precision, hardware),
    inputTokens,
    outputTokens,
    networkBytesPerSec: ((input.networkGbps ?? defaultNetworkGbps) / 8) * 1e9,
  };
  const limit: BatchLimit = {
    ...(input.concurrency === undefined ? {} : { concurrency: input.concurrency }),
    ...(input.minTokensPerSecPerUser === undefined ? {} : { tokensPerSecPerUser: input.minTokensPerSecPerUser }),
  };
  return { load, hardware, row, limit };
}

function throughput(input: ServingInput, prepared: Prepared, system: ServingSystem): ServingThroughput {
  const { load, hardware, row } = prepared;
  const { plan, replicas, batch, times } = system;
  const question: Question = {
    kind: "serving",
    model: load.model,
    accelerator: row,
    accelerators: input.accelerators,
    precision: input.precision,
    inputTokens: load.inputTokens,
    outputTokens: load.outputTokens,
  };
  const evidence = evidenceFor(question, servingPoints);
  const tokensPerSec = bandOf(system.outputTokensPerSec, evidence.factor);
  const concurrency = Math.min(replicas, input.concurrency ?? replicas) * batch;
  const used = replicas * plan.width * plan.stages;
  const price = input.usdPerAcceleratorHour;
  return {
    outcome: "estimated",
    plan,
    replicas,
    unusedAccelerators: input.accelerators - used,
    concurrency,
    tokensPerSec,
    tokensPerSecPerAccelerator: scaleBand(tokensPerSec, 1 / input.accelerators),
    tokensPerSecPerUser: scaleBand(tokensPerSec, 1 / concurrency),
    timeToFirstTokenMs: bandOf(times.prefill * 1000, evidence.factor),
    boundBy: boundBy(system),
    memory: servingMemory(load, hardware, plan, batch),
    energy: energyOf(row, input.accelerators, tokensPerSec, input.pue ?? 1),
    ...(price === undefined
      ? {}
      : { usdPerMillionTokens: costPerMillionTokens(price * input.accelerators, tokensPerSec) }),
    evidence,
    nearestPoints: nearestPoints(question, servingPoints),
    assumptions: assumptions(input, prepared, plan),
  };
}

function boundBy({ times }: ServingSystem): ServingThroughput["boundBy"] {
  const parts = [
    { name: "memory bandwidth", time: (times.weights >= times.compute ? times.weights : 0) + times.cache },
    { name: "arithmetic", time: times.compute > times.weights ? times.compute : 0 },
    { name: "communication", time: times.communication },
    { name: "overhead", time: times.overhead },
  ] as const;
  return parts.reduce((most, part) => (part.time > most.time ? part : most)).name;
}

function assumptions(input: ServingInput, { load, hardware }: Prepared, plan: ReplicaPlan): readonly string[] {
  const list: string[] = [];
  if (input.inputTokens === undefined || input.outputTokens === undefined) {
    list.push(`requests of ${load.inputTokens} input and ${load.outputTokens} output tokens`);
  }
  if (input.cachePrecision === undefined) list.push(`key-value cache in ${load.cachePrecision}`);
  if (input.concurrency === undefined && input.minTokensPerSecPerUser === undefined) {
    list.push("as many requests in flight as memory and engine allow");
  }
  if (plan.stages > 1 && input.networkGbps === undefined)
    list.push(`network of ${defaultNetworkGbps} Gbps per accelerator`);
  if (plan.width > 1 && !hardware.linkKnown) {
    list.push("no scale-up link is known for this accelerator: 25 GB/s taken, what PCIe 4.0 x16 gives");
  }
  if (hardware.computePrecision !== input.precision) {
    list.push(`arithmetic in ${hardware.computePrecision}, which ${input.precision} weights are widened to`);
  }
  return list;
}

function doesNotFit(input: ServingInput, { load, hardware, limit }: Prepared): DoesNotFit {
  const plans = replicaPlans(load.model, hardware, input.accelerators);
  const weights = (plan: ReplicaPlan) => weightBytesPerAccelerator(load.model, load.weightPrecision, plan);
  const fitting = plans.filter((plan) => sequencesThatFit(load, hardware, plan) >= 1);
  const first = plans[0] ?? { kind: "tensor", width: 1, stages: 1 };
  if (fitting.length > 0) {
    const plan = fitting[0] ?? first;
    return {
      outcome: "does-not-fit",
      reason: `no arrangement of ${input.accelerators} accelerators gives every user ${limit.tokensPerSecPerUser} tokens/s`,
      memory: servingMemory(load, hardware, plan, 1),
      mends: [
        "lower minTokensPerSecPerUser",
        ...precisionMend(input),
        "take an accelerator with more memory bandwidth",
      ],
    };
  }
  const nearest = plans.reduce((best, plan) => (weights(plan) < weights(best) ? plan : best), first);
  const fewest = fewestForServing(load, hardware, 1);
  const more =
    fewest === undefined
      ? ["take an accelerator with more memory: sixteen scale-up domains of this one are not enough"]
      : [`use at least ${fewest} accelerators`];
  const memory = servingMemory(load, hardware, nearest, 1);
  return {
    outcome: "does-not-fit",
    reason:
      `${input.accelerators} x ${hardware.id} have no room for the weights in ${input.precision} ` +
      `and the cache of one request of ${load.inputTokens + load.outputTokens} tokens`,
    memory,
    mends: [...more, ...precisionMend(input), "shorten the requests"],
  };
}

function precisionMend(input: ServingInput): readonly string[] {
  const lower = lowerPrecision(input.precision);
  return lower === undefined ? [] : [`keep the weights in ${lower}`];
}
