export * from "./acceptance-job";
export * from "./kubeflow-trainer";
export * from "./kueue";
export { awsNetworkTopology, type KueueQueue } from "./kueue-objects";
export {
  checkNodeDivision,
  DividedPool,
  NodeDivision,
  schedulerLabel,
  slurmTaint,
  type NodeAssignment,
  type NodeScheduler,
  type PoolShares,
} from "./node-division";
export { NodeHealth, type NodeHealthProps } from "./node-health";
export * from "./scheduler-labels";
export * from "./slurm";
