import data from "./data/throughput-points.json";
import type { Dated } from "./dated";

/** What every measured point has. */
interface MeasuredPoint extends Dated {
  /** Id in the table. */
  readonly id: string;
  /** Id in the model table; absent where the table does not have the model. */
  readonly model?: string;
  /** The model's name as the source writes it. */
  readonly modelName: string;
  /** Id in the accelerator table; absent where the table does not have the accelerator. */
  readonly accelerator?: string;
  /** The accelerator's name as the source writes it. */
  readonly acceleratorName: string;
  /** How many accelerators worked together. */
  readonly accelerators: number;
  /** Tokens per second of all accelerators together. */
  readonly tokensPerSec: number;
  /** Cloud instances it ran on, where it did. */
  readonly instance?: string;
  /** What else a reader should know. */
  readonly note?: string;
}

/** A measured serving throughput. */
export interface ServingPoint extends MeasuredPoint {
  /** Serving of requests. */
  readonly kind: "serving";
  /** Number format of the weights. */
  readonly precision: "bf16" | "fp8" | "int8" | "fp4";
  /** How one replica was spread: `tensor`, or `expert` (attention per accelerator, experts spread). */
  readonly parallelism?: "tensor" | "expert";
  /** Accelerators of one copy of the model; absent where the source does not say. */
  readonly replicaAccelerators?: number;
  /** How it was spread, in the source's words. */
  readonly parallelismNote?: string;
  /** Mean input tokens of a request; absent where the source does not say. */
  readonly inputTokens?: number;
  /** Mean output tokens of a request; absent where the source does not say. */
  readonly outputTokens?: number;
  /** Sequences in flight in the whole system, where it was fixed. */
  readonly batch?: number;
  /** Which tokens `tokensPerSec` counts. */
  readonly metric: "output" | "total" | "input";
  /** Offline, with a latency limit, fixed batch. */
  readonly scenario: string;
  /** Inference engine, with its version where the source gives one. */
  readonly engine: string;
}

/** A measured training throughput. */
export interface TrainingPoint extends MeasuredPoint {
  /** Training. */
  readonly kind: "training";
  /** Absent where the source does not say. */
  readonly precision?: "bf16" | "fp8" | "fp4";
  /** The precision as the source writes it: `MXFP8`, `NVFP4`. */
  readonly precisionName?: string;
  /** Whether all weights were trained, or small adapters (LoRA). */
  readonly method: "full" | "lora";
  /** Pre-training, fine-tuning … as the source says. */
  readonly task: string;
  /** Tokens of one sequence. */
  readonly sequenceTokens: number;
  /** Sequences of one optimiser step; absent where the source does not say. */
  readonly globalBatchSequences?: number;
  /** How the job was spread; absent where the source does not say. */
  readonly parallelism?: {
    readonly tensor?: number;
    readonly pipeline?: number;
    readonly context?: number;
    readonly expert?: number;
    /** Weights, gradients and optimiser states are all spread over the data-parallel group. */
    readonly fullSharding?: boolean;
  };
  /** Model TFLOPS per accelerator as the source counts them. */
  readonly modelTFLOPSPerAccelerator?: number;
}

/** A measured point of either kind. */
export type ThroughputPoint = ServingPoint | TrainingPoint;

const sources: Readonly<Record<string, string>> = data.sources;

/** Every measured point. */
export const throughputPoints: readonly ThroughputPoint[] = data.points.map(
  (point) => ({ ...point, source: sources[point.source] ?? point.source, asOf: data.asOf }) as ThroughputPoint,
);

/** Measured points of serving. */
export const servingPoints: readonly ServingPoint[] = throughputPoints.filter((point) => point.kind === "serving");
/** Measured points of training. */
export const trainingPoints: readonly TrainingPoint[] = throughputPoints.filter((point) => point.kind === "training");
