import { Construct } from "constructs";
import ipaddr from "ipaddr.js";
import { Token } from "../../core/cdktf";
import { contribute } from "../../model";
import type { Finding } from "../../validation/finding";
import { problem, raise } from "../aws/problem";
import type { ClusterAccess, IKubernetesCluster } from "../contracts";

/** An existing conformant cluster, as its owner describes it. */
export interface KubernetesClusterAttributes {
  /** Name of the cluster; its id in the factory model. @default - the construct's id */
  readonly clusterName?: string;
  /** Minor version, e.g. `1.34`: components are chosen and judged by it. */
  readonly kubernetesVersion: string;
  /** Id of the site that it stands at. */
  readonly siteId: string;
  /** How its API is reached: a context of a kubeconfig file, or a program that prints a short-lived credential. */
  readonly access: ClusterAccess;
  /** Ranges of the pods' addresses: no other network of the factory may overlap them. @default - unknown */
  readonly podCidrs?: readonly string[];
  /** Range of the services' addresses. @default - unknown */
  readonly serviceCidr?: string;
  /** Whether its API answers to the internet. @default false */
  readonly publicApi?: boolean;
}

/** Everything that is wrong with the description of an existing cluster. */
export function checkKubernetesClusterAttributes(attributes: KubernetesClusterAttributes, path: string): Finding[] {
  const { kubernetesVersion, access } = attributes;
  const findings: Finding[] = [];
  if (!/^1\.\d{2}$/.test(kubernetesVersion)) {
    findings.push(
      problem("OPS-060-kubernetes-version", `${path}.kubernetesVersion`, "not a minor version of Kubernetes", {
        given: kubernetesVersion,
        allowed: "1.<minor>, for example 1.34",
        fix: "write what `kubectl version` prints of the server, without the patch",
      }),
    );
  }
  if (access.kind === "kubeconfig" && access.context.trim() === "") {
    findings.push(
      problem("OPS-061-cluster-access", `${path}.access.context`, "the kubeconfig's context has no name", {
        given: access.context,
        allowed: "a context of `kubectl config get-contexts`",
        fix: "name the context: without it, whichever cluster is current would be changed",
      }),
    );
  }
  const { serviceCidr, podCidrs = [] } = attributes;
  const ranges: [string, string][] = podCidrs.map((block, index) => [`podCidrs[${index}]`, block]);
  if (serviceCidr !== undefined) ranges.push(["serviceCidr", serviceCidr]);
  for (const [name, block] of ranges) {
    if (Token.isUnresolved(block) || ipaddr.isValidCIDR(block)) continue;
    findings.push(
      problem("NET-003-service-range", `${path}.${name}`, "not a range of addresses", {
        given: block,
        allowed: "an address and a prefix length, for example 10.96.0.0/12",
        fix: "write what the API server and the network plugin were given",
      }),
    );
  }
  return findings;
}

/**
 * A cluster that exists already, on any target: made by kubeadm, Kubespray, RKE2, OpenShift or a provider. Nothing of it
 * is created; components are installed on it.
 *
 * @throws FactoryError with every problem of its description
 */
export class KubernetesCluster extends Construct implements IKubernetesCluster {
  /** An existing cluster. */
  static fromAttributes(scope: Construct, id: string, attributes: KubernetesClusterAttributes): KubernetesCluster {
    return new KubernetesCluster(scope, id, attributes);
  }

  readonly clusterName: string;
  readonly kubernetesVersion: string;
  readonly siteId: string;
  readonly access: ClusterAccess;

  private constructor(scope: Construct, id: string, attributes: KubernetesClusterAttributes) {
    super(scope, id);
    raise(this, checkKubernetesClusterAttributes(attributes, this.node.path));
    this.clusterName = attributes.clusterName ?? id;
    this.kubernetesVersion = attributes.kubernetesVersion;
    this.siteId = attributes.siteId;
    this.access = attributes.access;
    contribute(this, "clusters", () => ({
      id: this.clusterName,
      siteId: this.siteId,
      kind: "kubernetes" as const,
      kubernetesVersion: this.kubernetesVersion,
      serviceCidr: attributes.serviceCidr,
      podCidrs: attributes.podCidrs,
      publicApi: attributes.publicApi ?? false,
      addons: [],
    }));
  }
}
