import type { Accelerator } from "../../catalog/accelerators";
import type { ModelParameters } from "../../catalog/models";
import { bandOf, inverseBand, scaleBand, type Band } from "./band";
import { constants } from "./constants";
import { energyOf, type Energy } from "./energy";
import {
  bestMeasuredTraining,
  evidenceFor,
  nearestPoints,
  type BestMeasured,
  type Evidence,
  type NearestPoint,
  type Question,
} from "./evidence";
import { achievableShare, hardwareFor, isUnknown, resolveAccelerator, type Hardware } from "./hardware";
import { defaultNetworkGbps, newestTrainingPoints } from "./measured";
import { checkpointSizeGB, optimisers, type MemoryFit, type Optimiser } from "./memory";
import { checkedModel } from "./model-input";
import { modelClass } from "./model-shape";
import { checkNumber, checkOneOf, type InputProblem } from "./problem";
import type { DoesNotFit, InvalidInput, UnknownEstimate } from "./serving";
import { bestTrainingSystem, type TrainingSystem } from "./training-plan";
import { trainingFlopsPerToken, type TrainingLoad, type TrainingMethod, type TrainingPlan } from "./training-rate";

/** Format that the multiplications of training run in; weights and optimiser keep their own. */
export type TrainingPrecision = "bf16" | "fp8" | "fp4";

/** Number formats that the estimator knows for training. */
export const trainingPrecisions: readonly TrainingPrecision[] = ["bf16", "fp8", "fp4"];

/** A question about training. */
export interface TrainingInput {
  /** Name in the model table, or the model's own parameters. */
  readonly model: string | ModelParameters;
  /** Id in the accelerator table, or its beginning where only one has it: `h100`. */
  readonly accelerator: string | Accelerator;
  /** Accelerators of the whole job. */
  readonly accelerators: number;
  /** Number format of the matrix multiplications. */
  readonly precision: TrainingPrecision;
  /** Tokens to train on. */
  readonly tokens: number;
  /** Tokens of one sequence. @default 8192, or the model's context where it is shorter */
  readonly sequenceTokens?: number;
  /** Sequences of one optimiser step. @default - as many as 4,194,304 tokens hold */
  readonly globalBatchSequences?: number;
  /** Whether all weights are trained, or small adapters beside frozen ones (LoRA). @default "full" */
  readonly method?: TrainingMethod;
  /** Optimiser; its states take memory for each trained weight. @default "adamw" */
  readonly optimiser?: Optimiser;
  /** Share of the time in which the job makes progress; the rest is failures, restarts, checkpoints. @default 1 */
  readonly goodput?: number;
  /** Network rate of one accelerator, Gbps. @default 400 */
  readonly networkGbps?: number;
  /** Price of one accelerator for one hour, USD. @default - no cost is given */
  readonly usdPerAcceleratorHour?: number;
  /** Energy of the building for each unit that the computers use. @default 1 - the computers alone */
  readonly pue?: number;
}

/** Training throughput and what it takes. */
export interface TrainingThroughput {
  /** An estimate was made. */
  readonly outcome: "estimated";
  /** How the job is spread. */
  readonly plan: TrainingPlan;
  /** `full`: the activations do not fit, and are computed again in the backward pass. */
  readonly recomputation: "none" | "full";
  /** Accelerators that the plan leaves idle. */
  readonly unusedAccelerators: number;
  /** Training tokens per second of the whole job. */
  readonly tokensPerSec: Band;
  /** Training tokens per second of one accelerator. */
  readonly tokensPerSecPerAccelerator: Band;
  /** Model operations in relation to the dense peak of the precision. */
  readonly modelFlopsUtilisation: Band;
  /** Time of one optimiser step, seconds. */
  readonly stepTimeSec: Band;
  /** Time for all tokens, hours; `goodput` is counted in. */
  readonly timeToTrainHours: Band;
  /** That time by the number of accelerators, hours. */
  readonly acceleratorHours: Band;
  /** Where the fullest accelerator's memory goes. */
  readonly memory: MemoryFit;
  /** What one checkpoint to resume from takes. */
  readonly checkpointGB: number;
  /** Power, and energy of a token. */
  readonly energy: Energy;
  /** Energy of the whole run; absent where the power is not known. */
  readonly energyKWh?: Band;
  /** Cost of the whole run; absent where no price was given. */
  readonly usd?: Band;
  /** How sure the estimate is, and why. */
  readonly evidence: Evidence;
  /** Measured points that are nearest to the question. */
  readonly nearestPoints: readonly NearestPoint[];
  /** What was assumed because nobody said. */
  readonly assumptions: readonly string[];
}

/** What the estimator says of training. */
export type TrainingEstimate = TrainingThroughput | DoesNotFit | UnknownEstimate | InvalidInput;

/** Tokens of one optimiser step where the input does not say: what Llama 3 405B started with. */
const defaultBatchTokens = 4_194_304;

const newestPoints = newestTrainingPoints();

interface Prepared {
  readonly load: TrainingLoad;
  readonly hardware: Hardware;
  readonly row: Accelerator;
  readonly optimiser: Optimiser;
}

/** Tokens per second, time to train, memory, energy and cost of a training run. */
export function estimateTraining(input: TrainingInput): TrainingEstimate {
  const prepared = prepare(input);
  if ("outcome" in prepared) return prepared;
  const { load, hardware, optimiser } = prepared;
  const { model, method, sequenceTokens } = load;
  const fit = constants.training[modelClass(model)];
  const memoryInput = { model, method, optimiser, sequenceTokens };
  const best = bestMeasuredTraining(modelClass(model), hardware.computePrecision, newestPoints);
  const system = bestTrainingSystem(load, memoryInput, hardware, input.accelerators, fit, best?.utilisation);
  if (system === undefined || !system.memory.fits) return doesNotFit(input, prepared, memoryInput, system);
  return throughput(input, prepared, system, best);
}

function prepare(input: TrainingInput): Prepared | UnknownEstimate | InvalidInput {
  const problems: InputProblem[] = [];
  const model = checkedModel(input.model, problems);
  const row = resolveAccelerator(input.accelerator, problems);
  const longest = model?.contextTokens ?? 8192;
  const { sequenceTokens = Math.min(8192, longest), method = "full", optimiser = "adamw" } = input;
  checkNumber(problems, "accelerators", input.accelerators, { min: 1, max: 1_000_000, whole: true, required: true });
  checkOneOf(problems, "precision", input.precision, trainingPrecisions);
  checkOneOf(problems, "method", method, ["full", "lora"]);
  checkOneOf(problems, "optimiser", optimiser, optimisers);
  checkNumber(problems, "tokens", input.tokens, { min: 1, max: 1e18, required: true });
  checkNumber(problems, "sequenceTokens", sequenceTokens, { min: 1, max: longest, whole: true });
  checkNumber(problems, "globalBatchSequences", input.globalBatchSequences, { min: 1, max: 1e9, whole: true });
  checkNumber(problems, "goodput", input.goodput, { min: 0.01, max: 1 });
  checkNumber(problems, "networkGbps", input.networkGbps, { min: 0.1, max: 1_000_000 });
  checkNumber(problems, "usdPerAcceleratorHour", input.usdPerAcceleratorHour, { min: 0, max: 1_000_000 });
  checkNumber(problems, "pue", input.pue, { min: 1, max: 10 });
  if (model === undefined || row === undefined || problems.length > 0) return { outcome: "invalid", problems };
  const hardware = hardwareFor(row, input.precision);
  if (isUnknown(hardware)) return { outcome: "unknown", unknown: hardware };
  const load: TrainingLoad = {
    model,
    method,
    sequenceTokens,
    globalBatchSequences: input.globalBatchSequences ?? Math.max(1, Math.floor(defaultBatchTokens / sequenceTokens)),
    networkBytesPerSec: ((input.networkGbps ?? defaultNetworkGbps) / 8) * 1e9,
  };
  return { load, hardware, row, optimiser };
}

function throughput(
  input: TrainingInput,
  prepared: Prepared,
  system: TrainingSystem,
  best: BestMeasured | undefined,
): TrainingThroughput {
  const { load, hardware, row, optimiser } = prepared;
  const question: Question = {
    kind: "training",
    model: load.model,
    accelerator: row,
    accelerators: input.accelerators,
    precision: input.precision,
  };
  const evidence = evidenceFor(question, newestPoints);
  const band = bandOf(system.tokensPerSec, evidence.factor);
  // No job multiplies matrices faster than nothing but multiplying them has been measured to go.
  const reachable = hardware.flopsPerSec * achievableShare(row, hardware.computePrecision);
  const most = (input.accelerators * reachable) / trainingFlopsPerToken(load);
  const tokensPerSec = { ...band, high: Math.max(band.expected, Math.min(band.high, most)) };
  const perAccelerator = scaleBand(tokensPerSec, 1 / input.accelerators);
  const seconds = inverseBand(input.tokens / (input.goodput ?? 1), tokensPerSec);
  const hours = scaleBand(seconds, 1 / 3600);
  const energy = energyOf(row, input.accelerators, tokensPerSec, input.pue ?? 1);
  const price = input.usdPerAcceleratorHour;
  return {
    outcome: "estimated",
    plan: system.plan,
    recomputation: system.recomputation,
    unusedAccelerators: input.accelerators - system.used,
    tokensPerSec,
    tokensPerSecPerAccelerator: perAccelerator,
    modelFlopsUtilisation: scaleBand(perAccelerator, trainingFlopsPerToken(load) / hardware.flopsPerSec),
    stepTimeSec: inverseBand(load.globalBatchSequences * load.sequenceTokens, tokensPerSec),
    timeToTrainHours: hours,
    acceleratorHours: scaleBand(hours, input.accelerators),
    memory: system.memory,
    checkpointGB: checkpointSizeGB(load.model, optimiser),
    energy,
    ...(energy.outcome === "unknown"
      ? {}
      : { energyKWh: scaleBand(energy.joulesPerToken, input.tokens / (input.goodput ?? 1) / 3.6e6) }),
    ...(price === undefined ? {} : { usd: scaleBand(hours, input.accelerators * price) }),
    evidence,
    nearestPoints: nearestPoints(question, newestPoints),
    assumptions: [...assumptions(input, load, hardware), ...heldTo(system, best)],
  };
}

function assumptions(input: TrainingInput, load: TrainingLoad, hardware: Hardware): readonly string[] {
  const list: string[] = [];
  if (input.sequenceTokens === undefined) list.push(`sequences of ${load.sequenceTokens} tokens`);
  if (input.globalBatchSequences === undefined) list.push(`${load.globalBatchSequences} sequences in every step`);
  if (input.optimiser === undefined) list.push("AdamW with an FP32 master copy");
  if (input.goodput === undefined) list.push("no time lost to failures, restarts and checkpoints");
  if (input.networkGbps === undefined) list.push(`network of ${defaultNetworkGbps} Gbps per accelerator`);
  if (hardware.computePrecision !== input.precision) {
    list.push(`arithmetic in ${hardware.computePrecision}: the accelerator has no ${input.precision}`);
  }
  return list;
}

function heldTo(system: TrainingSystem, best: BestMeasured | undefined): readonly string[] {
  if (best === undefined || system.tokensPerSec >= system.formulaTokensPerSec) return [];
  const percent = (best.utilisation * 100).toFixed(0);
  return [`no more than ${percent} % of the dense peak, which is the most that was measured (${best.id})`];
}

function doesNotFit(
  input: TrainingInput,
  { load, hardware, optimiser }: Prepared,
  memoryInput: Parameters<typeof bestTrainingSystem>[1],
  nearest: TrainingSystem | undefined,
): DoesNotFit {
  const fit = constants.training[modelClass(load.model)];
  const fitsWith = (count: number, other = memoryInput) =>
    bestTrainingSystem(load, other, hardware, count, fit)?.memory.fits === true;
  const mends: string[] = [];
  for (let count = input.accelerators * 2; count <= input.accelerators * 4096; count *= 2) {
    if (!fitsWith(count)) continue;
    mends.push(`use about ${count} accelerators`);
    break;
  }
  if (optimiser === "adamw" && fitsWith(input.accelerators, { ...memoryInput, optimiser: "adamw-8bit" })) {
    mends.push("use the optimiser adamw-8bit");
  }
  if (load.method === "full" && fitsWith(input.accelerators, { ...memoryInput, method: "lora" })) {
    mends.push("train adapters only (method lora)");
  }
  mends.push("take an accelerator with more memory");
  if (nearest === undefined) throw new Error("there is a plan for every number of accelerators");
  return {
    outcome: "does-not-fit",
    reason:
      `${input.accelerators} x ${hardware.id} have no room for weights, gradients, ${optimiser} states and ` +
      `activations, in any arrangement`,
    memory: nearest.memory,
    mends,
  };
}
