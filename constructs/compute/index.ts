export { AcceleratorSharing } from "./accelerator-sharing";
export * from "./capacity";
export { checkEksGpuNodePoolProps, checkEksNodePoolProps } from "./checks";
export * from "./eks-gpu-node-pool";
export * from "./eks-node-pool";
export { ManagedNodePool } from "./managed-node-pool";
export { poolMaxPods } from "./max-pods";
export * from "./pool-props";
