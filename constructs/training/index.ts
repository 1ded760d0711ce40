export * from "./training-job";
export type {
  TrainedModel,
  TrainingJobProps,
  TrainingPool,
  TrainingTopology,
  TrainingVolume,
} from "./training-job-props";
export { TrainingRuntime } from "./training-runtime";
