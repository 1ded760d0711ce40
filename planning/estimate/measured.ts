import { findAccelerator } from "../../catalog/accelerators";
import { findModel, type Model } from "../../catalog/models";
import { trainingPoints, type ServingPoint, type TrainingPoint } from "../../catalog/throughput-points";
import type { FittedConstants } from "./constants";
import { hardwareFor, isUnknown, type Hardware } from "./hardware";
import { modelClass, type ModelClass } from "./model-shape";
import type { Precision } from "./precision";
import { bestServingSystem, servingSystem } from "./serving-plan";
import type { ReplicaPlan, ServingLoad } from "./serving-rate";
import { trainingTimes, type TrainingLoad, type TrainingPlan } from "./training-rate";

/** Network rate taken where the input does not say: one 400 Gbps interface per accelerator. */
export const defaultNetworkGbps = 400;

/** A measured point that the model can be compared with. */
interface MeasuredCase {
  readonly class: ModelClass;
  /** Model and accelerator: what the halves of a split must not share. */
  readonly pair: string;
  readonly hardware: Hardware;
  /** NVIDIA's accelerators, whose software the constants are fitted to. */
  readonly sameSoftware: boolean;
}

export interface ServingCase extends MeasuredCase {
  readonly point: ServingPoint;
  readonly load: ServingLoad;
  readonly plan?: ReplicaPlan;
}

export interface TrainingCase extends MeasuredCase {
  readonly point: TrainingPoint;
  readonly load: TrainingLoad;
  readonly plan: TrainingPlan;
}

/** Why a point cannot be compared with. */
export interface Excluded {
  readonly excluded: string;
}

/** Formats in which the cache is kept, by that of the weights. */
export function defaultCachePrecision(weights: Precision, hardware: Hardware): Precision {
  const eightBits = (weights === "fp8" || weights === "fp4") && hardware.computePrecision !== "bf16";
  return eightBits ? "fp8" : "bf16";
}

/** The point as input of the model, or why it is left out. */
export function servingCase(point: ServingPoint): ServingCase | Excluded {
  const base = sharedCase(point.model, point.accelerator, point.precision);
  if ("excluded" in base) return base;
  if (point.inputTokens === undefined || point.outputTokens === undefined) {
    return { excluded: "the source does not state the mean input and output length" };
  }
  if (/Server|Interactive/.test(point.scenario)) {
    return { excluded: "run under a latency limit, so that the batch is not known" };
  }
  const load: ServingLoad = {
    model: base.model,
    weightPrecision: point.precision,
    cachePrecision: defaultCachePrecision(point.precision, base.hardware),
    inputTokens: point.inputTokens,
    outputTokens: point.outputTokens,
    networkBytesPerSec: (defaultNetworkGbps / 8) * 1e9,
  };
  const { parallelism: kind, replicaAccelerators: width } = point;
  const plan = kind === undefined || width === undefined ? {} : { plan: { kind, width, stages: 1 } };
  const { hardware, pair, sameSoftware } = base;
  return { point, class: base.class, pair, hardware, sameSoftware, load, ...plan };
}

/**
 * The training points without those that a newer software release measured again on the same configuration: they are
 * no independent measurements.
 */
export function newestTrainingPoints(): readonly TrainingPoint[] {
  const newest = new Map<string, TrainingPoint>();
  for (const point of trainingPoints) {
    const [origin, release] = point.id.split(":");
    const { modelName, acceleratorName, accelerators, precisionName, task, globalBatchSequences } = point;
    const configuration =
      origin === "mb"
        ? JSON.stringify([modelName, acceleratorName, accelerators, precisionName, task, globalBatchSequences])
        : point.id;
    const known = newest.get(configuration)?.id.split(":")[1] ?? "";
    if ((release ?? "") > known) newest.set(configuration, point);
  }
  return [...newest.values()];
}

/** The point as input of the model, or why it is left out. */
export function trainingCase(point: TrainingPoint): TrainingCase | Excluded {
  if (point.precision === undefined) return { excluded: "the source does not state the precision" };
  const base = sharedCase(point.model, point.accelerator, point.precision);
  if ("excluded" in base) return base;
  const load: TrainingLoad = {
    model: base.model,
    method: point.method,
    sequenceTokens: point.sequenceTokens,
    globalBatchSequences: point.globalBatchSequences ?? point.accelerators,
    networkBytesPerSec: (defaultNetworkGbps / 8) * 1e9,
  };
  const spread = point.parallelism;
  const plan: TrainingPlan = {
    tensor: spread?.tensor ?? 1,
    pipeline: spread?.pipeline ?? 1,
    context: spread?.context ?? 1,
    expert: spread?.expert ?? 1,
    sharding: spread === undefined || spread.fullSharding === true ? "full" : "optimiser",
  };
  const { hardware, pair, sameSoftware } = base;
  return { point, class: base.class, pair, hardware, sameSoftware, load, plan };
}

/** Tokens per second that the model expects of a measured point, counted as its source counts; NaN where none fits. */
export function expectedServing(one: ServingCase, constants: FittedConstants): number {
  const { point, load, hardware, plan } = one;
  const limit = point.batch === undefined ? {} : { concurrency: point.batch };
  const fit = constants.serving[one.class];
  const system =
    plan === undefined
      ? bestServingSystem(load, hardware, point.accelerators, limit, fit)
      : servingSystem(load, hardware, point.accelerators, plan, limit, fit);
  const output = system?.outputTokensPerSec ?? Number.NaN;
  return point.metric === "total" ? output * (1 + load.inputTokens / load.outputTokens) : output;
}

/** Tokens per second that the model expects of a measured point. */
export function expectedTraining(one: TrainingCase, constants: FittedConstants): number {
  const { load, hardware, plan, point } = one;
  const { step } = trainingTimes(load, hardware, point.accelerators, plan, constants.training[one.class]);
  return (load.globalBatchSequences * load.sequenceTokens) / step;
}

function sharedCase(
  modelId: string | undefined,
  acceleratorId: string | undefined,
  precision: Precision,
): (MeasuredCase & { readonly model: Model }) | Excluded {
  const model = modelId === undefined ? undefined : findModel(modelId);
  if (model === undefined) return { excluded: "the catalogue does not have the model" };
  const row = acceleratorId === undefined ? undefined : findAccelerator(acceleratorId);
  if (row === undefined) return { excluded: "the catalogue does not have the accelerator" };
  const hardware = hardwareFor(row, precision);
  if (isUnknown(hardware)) return { excluded: hardware.map((figure) => figure.reason).join("; ") };
  const sameSoftware = row.vendor === "NVIDIA";
  return { model, hardware, class: modelClass(model), pair: `${model.id} x ${row.id}`, sameSoftware };
}
