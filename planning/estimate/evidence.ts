import type { Accelerator } from "../../catalog/accelerators";
import type { Model, ModelParameters } from "../../catalog/models";
import type { ThroughputPoint, TrainingPoint } from "../../catalog/throughput-points";
import { fit, type HeldOutError } from "./constants";
import { servingCase, trainingCase, type Excluded, type ServingCase, type TrainingCase } from "./measured";
import { relativesOf, type Hardware } from "./hardware";
import { modelClass, multipliedParameters, type ModelClass } from "./model-shape";
import type { Precision } from "./precision";
import { trainingFlopsPerToken } from "./training-rate";

/**
 * How near the measured points are. `measured`: this model on this accelerator; `interpolated`: the accelerator with
 * other models; `transferred`: a related accelerator; `extrapolated`: another vendor's, or nothing like it.
 */
export type Sureness = "measured" | "interpolated" | "transferred" | "extrapolated";

/** How sure an estimate is, and why. */
export interface Evidence {
  /** How near the measured points are. */
  readonly sureness: Sureness;
  /** In one sentence. */
  readonly reason: string;
  /** The band is from the estimate divided by this to the estimate times this. */
  readonly factor: number;
}

/** A measured point near the question. */
export interface NearestPoint {
  /** Id of the point in the catalogue. */
  readonly id: string;
  /** Model as the source writes it. */
  readonly model: string;
  /** Accelerator as the source writes it. */
  readonly accelerator: string;
  /** How many worked together. */
  readonly accelerators: number;
  /** Number format; absent where the source does not say. */
  readonly precision?: string;
  /** Tokens per second of all accelerators together. */
  readonly tokensPerSec: number;
  /** The same for one accelerator. */
  readonly tokensPerSecPerAccelerator: number;
  /** Which tokens are counted; training counts all. */
  readonly counts: "output" | "total" | "input" | "training";
  /** Mean input tokens of a request; absent where the source does not say. */
  readonly inputTokens?: number;
  /** Mean output tokens of a request; absent where the source does not say. */
  readonly outputTokens?: number;
  /** Tokens of one training sequence. */
  readonly sequenceTokens?: number;
  /** Where the figure was published. */
  readonly source: string;
}

/** What the evidence is asked about. */
export interface Question {
  readonly kind: "serving" | "training";
  readonly model: ModelParameters;
  readonly accelerator: Accelerator;
  readonly accelerators: number;
  readonly precision: Precision;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
}

/** How sure an estimate is: the errors of the fit, by what the measured points have in common with the question. */
export function evidenceFor(question: Question, points: readonly ThroughputPoint[]): Evidence {
  const { kind, model, accelerator, precision } = question;
  const usable = points.filter((point) => point.kind === kind && isComparable(point));
  const errors = fit.leaveOut[kind][modelClass(model)];
  const onAccelerator = usable.filter((point) => point.accelerator === accelerator.id);
  const sameModel = onAccelerator.filter((point) => point.model === (model as Partial<Model>).id);
  if (accelerator.vendor !== "NVIDIA") {
    const factor = worst([errors.generation, fit.otherSoftware[kind]]);
    const reason =
      onAccelerator.length > 0
        ? "measured points of this accelerator exist, but its software is not the one that was fitted"
        : "no measured point of this accelerator, and its software is not the one that was fitted";
    return { sureness: "extrapolated", reason, factor };
  }
  if (sameModel.some((point) => point.precision === precision)) {
    return {
      sureness: "measured",
      reason: "this model was measured on this accelerator in this precision",
      factor: worst([errors.pair]),
    };
  }
  if (onAccelerator.some((point) => point.precision === precision)) {
    return {
      sureness: "interpolated",
      reason: "other models were measured on this accelerator in this precision",
      factor: worst([errors.pair, errors.model]),
    };
  }
  if (onAccelerator.length > 0) {
    return {
      sureness: "transferred",
      reason: "this accelerator was measured in other precisions only",
      factor: worst([errors.pair, errors.model, errors.generation]),
    };
  }
  // Training is bound by arithmetic, which an accelerator shares with its relatives; serving by memory, where they differ.
  const [relative] = kind === "training" ? relativesOf(accelerator, precision) : [];
  if (relative !== undefined && usable.some((point) => point.accelerator === relative.id)) {
    return {
      sureness: "transferred",
      reason: `${relative.name}, which has the same arithmetic, was measured; this accelerator was not`,
      factor: worst([errors.pair, errors.model, errors.generation]),
    };
  }
  return {
    sureness: "extrapolated",
    reason: "no measured point of this accelerator",
    // The quoted errors are of accelerators that some relative was measured for; an unmeasured one is given half more.
    factor: 1.25 * worst([errors.pair, errors.model, errors.generation]),
  };
}

/** The measured points that are most like the question, nearest first. */
export function nearestPoints(
  question: Question,
  points: readonly ThroughputPoint[],
  count = 3,
): readonly NearestPoint[] {
  return points
    .filter((point) => point.kind === question.kind && isComparable(point))
    .map((point) => ({ point, distance: distanceTo(question, point) }))
    .sort((a, b) => a.distance - b.distance || (a.point.id < b.point.id ? -1 : 1))
    .slice(0, count)
    .map(({ point }) => describe(point));
}

/** The training run that was measured to reach most of its dense peak, and how much of it. */
export interface BestMeasured {
  readonly id: string;
  readonly utilisation: number;
}

/** The best measured training of a class of models in a format, on any accelerator; undefined where none was measured. */
export function bestMeasuredTraining(
  name: ModelClass,
  format: Hardware["computePrecision"],
  points: readonly TrainingPoint[],
): BestMeasured | undefined {
  return points
    .flatMap((point): BestMeasured[] => {
      const one = caseOf(point) as TrainingCase | Excluded;
      if ("excluded" in one || one.class !== name || one.hardware.computePrecision !== format) return [];
      const flopsPerSec = (point.tokensPerSec / point.accelerators) * trainingFlopsPerToken(one.load);
      return [{ id: point.id, utilisation: flopsPerSec / one.hardware.flopsPerSec }];
    })
    .reduce<BestMeasured | undefined>(
      (best, one) => (best && best.utilisation >= one.utilisation ? best : one),
      undefined,
    );
}

function worst(errors: readonly HeldOutError[]): number {
  // Never below the 20 % by which submitters of the same benchmark on the same hardware differ.
  return Math.max(1.2, ...errors.map((error) => error.factor90));
}

/** The points as cases, each made once: they do not change. */
const cases = new WeakMap<ThroughputPoint, ServingCase | TrainingCase | Excluded>();

function caseOf(point: ThroughputPoint): ServingCase | TrainingCase | Excluded {
  const known = cases.get(point);
  if (known !== undefined) return known;
  const made = point.kind === "serving" ? servingCase(point) : trainingCase(point);
  cases.set(point, made);
  return made;
}

function isComparable(point: ThroughputPoint): boolean {
  return !("excluded" in caseOf(point));
}

/** Logarithmic differences of what matters, the model and the accelerator first. */
function distanceTo(question: Question, point: ThroughputPoint): number {
  const asCase = caseOf(point);
  if ("excluded" in asCase) return Number.MAX_VALUE;
  const { hardware } = asCase;
  const { model } = asCase.load;
  const sameModel = point.model === (question.model as Partial<Model>).id;
  const sameClass = modelClass(model) === modelClass(question.model);
  let distance = sameModel
    ? 0
    : 0.3 + apart(multipliedParameters(model), multipliedParameters(question.model)) + (sameClass ? 0 : 3);
  if (point.accelerator !== question.accelerator.id) {
    distance += 0.5 + apart(hardware.memoryBytesPerSec, (question.accelerator.memoryBandwidthGBps ?? 1) * 1e9);
  }
  if (point.precision !== question.precision) distance += 0.5;
  if (point.kind === "serving") {
    distance += 0.5 * apart(point.inputTokens, question.inputTokens);
    distance += 0.3 * apart(point.outputTokens, question.outputTokens);
  }
  return distance + 0.1 * apart(point.accelerators, question.accelerators);
}

function apart(a: number | undefined, b: number | undefined): number {
  return a === undefined || b === undefined ? 0 : Math.abs(Math.log(a / b));
}

function describe(point: ThroughputPoint): NearestPoint {
  const shared = {
    id: point.id,
    model: point.modelName,
    accelerator: point.acceleratorName,
    accelerators: point.accelerators,
    ...(point.precision === undefined ? {} : { precision: point.precision }),
    tokensPerSec: point.tokensPerSec,
    tokensPerSecPerAccelerator: point.tokensPerSec / point.accelerators,
    source: point.source,
  };
  if (point.kind === "training") return { ...shared, counts: "training", sequenceTokens: point.sequenceTokens };
  return {
    ...shared,
    counts: point.metric,
    ...(point.inputTokens === undefined ? {} : { inputTokens: point.inputTokens }),
    ...(point.outputTokens === undefined ? {} : { outputTokens: point.outputTokens }),
  };
}
