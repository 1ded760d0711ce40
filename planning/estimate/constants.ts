import type { ModelClass } from "./model-shape";
import stored from "./constants.json";

/** What the fit found for serving one class of models. */
export interface ServingConstants {
  /** Share of the peak memory bandwidth at which weights are read. */
  readonly weightBandwidthEfficiency: number;
  /** Share of the peak memory bandwidth at which the key-value cache is read. */
  readonly cacheBandwidthEfficiency: number;
  /** Share of the peak arithmetic rate that a decode step reaches. */
  readonly decodeComputeEfficiency: number;
  /** Share of the peak arithmetic rate that prefill reaches. */
  readonly prefillComputeEfficiency: number;
  /** What FP4 reaches of its peak, relative to the other formats. */
  readonly fp4ComputeFactor: number;
  /** Fixed time of one layer in one decode step: kernel launches, router, norms. */
  readonly layerOverheadUs: number;
  /** Time per sequence and layer in one decode step that no roof explains. */
  readonly sequenceLayerOverheadNs: number;
  /** Start-up time of one collective. */
  readonly collectiveLatencyUs: number;
  /** Share of the link bandwidth that a collective reaches. */
  readonly linkEfficiency: number;
  /** Sequences in flight per accelerator at most: the engine's own limit, not memory's. */
  readonly maxSequencesPerAccelerator: number;
  /** Loss from experts that are not equally busy, for every doubling of the accelerators they are spread over. */
  readonly expertImbalance: number;
}

/** What the fit found for training one class of models. */
export interface TrainingConstants {
  /** Share of the peak arithmetic rate that matrix multiplications reach, by precision. */
  readonly bf16ComputeEfficiency: number;
  /** The same for FP8. */
  readonly fp8ComputeEfficiency: number;
  /** The same for FP4. */
  readonly fp4ComputeEfficiency: number;
  /** How often the activations of a layer pass through memory outside matrix multiplications. */
  readonly activationPasses: number;
  /** Share of the tensor and expert collectives that computation does not hide. */
  readonly exposedCommunication: number;
}

/** How good a set of constants is on points it has not seen. */
export interface HeldOutError {
  /** Points. */
  readonly points: number;
  /** Median of |estimate / measured - 1|. */
  readonly median: number;
  /** 90th percentile of the same. */
  readonly p90: number;
  /** Share of the points whose estimate is between half and twice the measured value. */
  readonly withinFactorTwo: number;
  /** The factor either way that holds nine of ten points: what the bands are made of. */
  readonly factor90: number;
}

/** Constants of the estimator by class of model: dense, or mixture of experts. */
export interface FittedConstants {
  /** Constants for serving. */
  readonly serving: Readonly<Record<ModelClass, ServingConstants>>;
  /** Constants for training. */
  readonly training: Readonly<Record<ModelClass, TrainingConstants>>;
}

/** One way to divide the points, the constants that its fit half gave and their error on the other half. */
export interface Split extends FittedConstants {
  /** How the points were divided. */
  readonly rule: string;
  /** Error on the half that was not fitted. */
  readonly heldOut: {
    readonly serving: Readonly<Record<ModelClass | "all", HeldOutError>>;
    readonly training: Readonly<Record<ModelClass | "all", HeldOutError>>;
  };
}

/** Errors where every point was estimated with constants fitted without the group it belongs to. */
export interface LeaveOut {
  /** Without its pair of model and accelerator. */
  readonly pair: HeldOutError;
  /** Without its model: what to expect of a new model on a known accelerator. */
  readonly model: HeldOutError;
  /** Without its generation of accelerators (Hopper, Blackwell): what to expect of a new one. */
  readonly generation: HeldOutError;
}

/** The fit as `tools/estimate/fit.ts` wrote it. */
export interface Fit {
  /** Day of the fit. */
  readonly date: string;
  /** Fitted to all points of NVIDIA accelerators: what the library estimates with. */
  readonly shipped: FittedConstants;
  /** Error at the points of other vendors' accelerators, whose software is another and which are never fitted. */
  readonly otherSoftware: { readonly serving: HeldOutError; readonly training: HeldOutError };
  /** What the method is worth on points it has not seen. */
  readonly splits: {
    /** No pair of model and accelerator is in both halves. */
    readonly byPair: Split;
    /** Every second point: halves share pairs, so the error flatters. Kept for comparison only. */
    readonly evenOdd: Split;
  };
  /** Error at each pair of model and accelerator when the fit leaves it out. */
  readonly leaveOut: {
    readonly serving: Readonly<Record<ModelClass, LeaveOut>>;
    readonly training: Readonly<Record<ModelClass, LeaveOut>>;
  };
}

/** The fit that the estimator uses: constants, and how far it is off where it was checked. */
export const fit: Fit = stored as Fit;

/** The constants that the library estimates with. */
export const constants: FittedConstants = fit.shipped;
