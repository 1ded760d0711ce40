import type { IConstruct } from "constructs";

/** How the platform stack and its users reach a cluster's API: always by a short-lived credential, never by a stored token. */
export type ClusterAccess =
  | {
      /** An existing context of a kubeconfig file. */
      readonly kind: "kubeconfig";
      readonly context: string;
      /** @default - the file that the KUBE_CONFIG_PATH environment variable names */
      readonly configPath?: string;
    }
  | {
      /** A program that prints a short-lived credential (`aws eks get-token`). */
      readonly kind: "exec";
      /** URL of the API server; may be a token of another stack. */
      readonly endpoint: string;
      /** Base64 PEM of the API server's certificate authority; may be a token of another stack. */
      readonly certificateAuthorityData: string;
      readonly command: string;
      readonly args: readonly string[];
      readonly apiVersion: string;
    };

/** A Kubernetes cluster that components can be installed on, on any target. */
export interface IKubernetesCluster extends IConstruct {
  /** Name of the cluster; also its id in the factory model. */
  readonly clusterName: string;
  /** Minor version, e.g. `1.34`. */
  readonly kubernetesVersion: string;
  /** Id of the site in the factory model. */
  readonly siteId: string;
  /** How providers reach its API, without a token in code or state. */
  readonly access: ClusterAccess;
}
