import { HelmProvider } from "@cdktf/provider-helm/lib/provider";
import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import type { Construct } from "constructs";
import { Fn } from "../../core/cdktf";
import type { ClusterAccess } from "../contracts";

/** The two providers that act on a cluster. */
export interface ClusterProviders {
  /** Terraform's kubernetes provider, for objects that are resources of their own. */
  readonly kubernetes: KubernetesProvider;
  /** Terraform's helm provider, for releases. */
  readonly helm: HelmProvider;
}

/** Points the kubernetes and helm providers of the stack at a cluster. No credential is written into stack or state. */
export function clusterProviders(scope: Construct, access: ClusterAccess): ClusterProviders {
  if (access.kind === "kubeconfig") {
    const file = { configContext: access.context, configPath: access.configPath };
    return {
      kubernetes: new KubernetesProvider(scope, "kubernetes", file),
      helm: new HelmProvider(scope, "helm", { kubernetes: file }),
    };
  }
  const exec = { apiVersion: access.apiVersion, command: access.command, args: [...access.args] };
  const server = {
    host: access.endpoint,
    clusterCaCertificate: Fn.base64decode(access.certificateAuthorityData),
  };
  return {
    kubernetes: new KubernetesProvider(scope, "kubernetes", { ...server, exec: [exec] }),
    helm: new HelmProvider(scope, "helm", { kubernetes: { ...server, exec } }),
  };
}
