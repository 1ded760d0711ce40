export * from "./keda";
export * from "./kserve";
export * from "./leader-worker-set";
export * from "./model-endpoint";
export type { ColdStart } from "./model-endpoint-plan";
export type {
  EndpointScaling,
  ModelCanary,
  ModelEndpointProps,
  ModelSplit,
  ScaleToZero,
  ServingPool,
} from "./model-endpoint-props";
export { weightsIn, type ModelWeights, type WeightsCredentials } from "./model-weights";
export { VllmRuntime, type VllmRuntimeProps } from "./vllm-runtime";
