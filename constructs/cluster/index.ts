export { managedPolicyArn, ServiceRole } from "./cluster-roles";
export { EksCluster } from "./eks-cluster";
export {
  checkEksClusterProps,
  defaultServiceCidr,
  type EksClusterProps,
  type RemoteNetworks,
} from "./eks-cluster-props";
export type { EksClusterAttributes } from "./imported-eks-cluster";
export { KubernetesIdentity, type KubernetesIdentityProps } from "./kubernetes-identity";
export { PodIdentity } from "./pod-identity";
export * from "./kubernetes-cluster";
