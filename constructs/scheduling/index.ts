export * from "./acceptance-job";
export * from "./kubeflow-trainer";
export * from "./kueue";
export { awsNetworkTopology, type KueueQueue } from "./kueue-objects";
