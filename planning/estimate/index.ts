export type { Band } from "./band";
export { fit, type Fit, type HeldOutError } from "./constants";
export { costPerMillionTokens, type Energy, type KnownEnergy } from "./energy";
export type { Evidence, NearestPoint, Sureness } from "./evidence";
export type { UnknownFigure } from "./hardware";
export {
  checkpointGBFor,
  checkpointSizeGB,
  optimisers,
  requiredAccelerators,
  trainingStateGB,
  type MemoryBreakdown,
  type MemoryFit,
  type Optimiser,
  type RequiredAcceleratorsOptions,
} from "./memory";
export { precisions, type Precision } from "./precision";
export type { InputProblem } from "./problem";
export {
  estimateServing,
  memoryFit,
  replicaFit,
  type DoesNotFit,
  type InvalidInput,
  type ReplicaFit,
  type ServingEstimate,
  type ServingInput,
  type ServingThroughput,
  type UnknownEstimate,
} from "./serving";
export type { ReplicaPlan } from "./serving-rate";
export {
  estimateTraining,
  trainingPrecisions,
  type TrainingEstimate,
  type TrainingInput,
  type TrainingPrecision,
  type TrainingThroughput,
} from "./training";
export type { TrainingMethod, TrainingPlan } from "./training-rate";
