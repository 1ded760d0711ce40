import type { ClusterAccess } from "../contracts";

/** Access through `aws eks get-token`: a credential of fifteen minutes from whoever runs terraform, none in any state. */
export function eksExecAccess(cluster: {
  readonly clusterName: string;
  readonly region: string;
  readonly endpoint: string;
  readonly certificateAuthorityData: string;
}): ClusterAccess {
  return {
    kind: "exec",
    endpoint: cluster.endpoint,
    certificateAuthorityData: cluster.certificateAuthorityData,
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", cluster.clusterName, "--region", cluster.region],
  };
}
