import type { IPlatformComponent, KubernetesObject } from "../contracts";
import { builtInNamespaces, namespacesOfObjects } from "../platform/namespaces";
import { PlatformComponent } from "../platform/platform-component";
import { throwErrors } from "../../validation/factory-error";
import { checkNetworkPoliciesProps } from "./check-guardrails";

/** A further way into or out of a namespace. */
export interface NetworkPeer {
  /** Namespace whose pods are meant. */
  readonly namespace: string;
  /** Ranges whose hosts may connect to the pods. @default - none */
  readonly fromCidrBlocks?: readonly string[];
  /** Ranges that the pods may connect to. @default - none */
  readonly toCidrBlocks?: readonly string[];
  /** TCP ports. @default - all */
  readonly ports?: readonly number[];
}

export interface NetworkPoliciesProps {
  /** Components whose namespaces are closed. */
  readonly components: readonly IPlatformComponent[];
  /** Namespaces of your own that exist already, to be closed in the same way. @default - none */
  readonly namespaces?: readonly string[];
  /**
   * Ranges of the API server and of private endpoints: on AWS the VPC's primary range, where both stand. Pods reach them,
   * and the API server reaches webhooks.
   */
  readonly controlPlaneCidrBlocks: readonly string[];
  /** Ranges of the nodes, whose exporters monitoring asks. @default - none: monitoring reaches pods only */
  readonly nodeCidrBlocks?: readonly string[];
  /** TCP ports of the API server and of private endpoints. @default [443] */
  readonly controlPlanePorts?: readonly number[];
  /** Namespace that collects metrics everywhere. @default "monitoring" */
  readonly monitoringNamespace?: string;
  /** Further ways in and out, beside those that components state themselves. @default - none */
  readonly peers?: readonly NetworkPeer[];
}

/** Where pods ask the EKS Pod Identity agent for credentials; nothing else answers at these link-local addresses. */
const podIdentityAgent = ["169.254.170.23/32", "fd00:ec2::23/128"];

/**
 * Closes every namespace of the platform's components: nothing comes in and nothing goes out but name resolution, the
 * API server and private endpoints, the namespace's own pods, and monitoring. The namespaces that every cluster has are
 * left open, because what runs in `kube-system` is what the others need.
 *
 * @throws FactoryError where a range, a port or a name is none
 */
export class NetworkPolicies extends PlatformComponent {
  constructor(props: NetworkPoliciesProps) {
    throwErrors(checkNetworkPoliciesProps(props, "network-policies"));
    super({
      name: "network-policies",
      namespace: "kube-system",
      manifests: closedNamespaces(props).flatMap((namespace) => policiesOf(namespace, props)),
      dependsOn: props.components,
    });
  }
}

function closedNamespaces({ components, namespaces = [] }: NetworkPoliciesProps): string[] {
  const used = components.flatMap((component) => [component.namespace, ...namespacesOfObjects(component)]);
  return [...new Set([...used, ...namespaces])].filter((name) => !builtInNamespaces.includes(name)).sort();
}

function policiesOf(namespace: string, props: NetworkPoliciesProps): KubernetesObject[] {
  const monitoring = props.monitoringNamespace ?? "monitoring";
  const controlPlane = cidrs(props.controlPlaneCidrBlocks);
  const ports = tcp(props.controlPlanePorts ?? [443]);
  return [
    policy(namespace, "default-deny", {}),
    policy(namespace, "allow-dns", {
      egress: [
        {
          to: [{ ...namespaceNamed("kube-system"), podSelector: { matchLabels: { "k8s-app": "kube-dns" } } }],
          ports: [
            { protocol: "UDP", port: 53 },
            { protocol: "TCP", port: 53 },
          ],
        },
      ],
    }),
    policy(namespace, "allow-own-namespace", {
      ingress: [{ from: [{ podSelector: {} }] }],
      egress: [{ to: [{ podSelector: {} }] }],
    }),
    policy(namespace, "allow-control-plane", {
      ingress: [{ from: controlPlane }],
      egress: [
        { to: controlPlane, ports },
        { to: cidrs(podIdentityAgent), ports: tcp([80]) },
      ],
    }),
    policy(namespace, "allow-monitoring", { ingress: [{ from: [namespaceNamed(monitoring)] }] }),
    ...(namespace === monitoring ? [monitoringReaches(namespace, props.nodeCidrBlocks ?? [])] : []),
    ...(props.peers ?? [])
      .filter((peer) => peer.namespace === namespace)
      .map((peer, index) => policy(namespace, `allow-peer-${index}`, peerRules(peer))),
  ];
}

function monitoringReaches(namespace: string, nodeCidrBlocks: readonly string[]): KubernetesObject {
  const nodes = nodeCidrBlocks.length === 0 ? [] : [{ to: cidrs(nodeCidrBlocks) }];
  return policy(namespace, "allow-to-exporters", { egress: [{ to: [{ namespaceSelector: {} }] }, ...nodes] });
}

interface Rules {
  readonly ingress?: readonly object[];
  readonly egress?: readonly object[];
}

function peerRules({ fromCidrBlocks = [], toCidrBlocks = [], ports }: NetworkPeer): Rules {
  const portRule = ports === undefined ? {} : { ports: tcp(ports) };
  return {
    ...(fromCidrBlocks.length === 0 ? {} : { ingress: [{ from: cidrs(fromCidrBlocks), ...portRule }] }),
    ...(toCidrBlocks.length === 0 ? {} : { egress: [{ to: cidrs(toCidrBlocks), ...portRule }] }),
  };
}

/** A policy for all pods of the namespace; without rules it denies both ways. */
function policy(namespace: string, name: string, { ingress, egress }: Rules): KubernetesObject {
  const open = ingress !== undefined || egress !== undefined;
  const policyTypes = [
    ...(ingress !== undefined || !open ? ["Ingress"] : []),
    ...(egress !== undefined || !open ? ["Egress"] : []),
  ];
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, namespace },
    spec: {
      podSelector: {},
      policyTypes,
      ...(ingress === undefined ? {} : { ingress }),
      ...(egress === undefined ? {} : { egress }),
    },
  };
}

function cidrs(blocks: readonly string[]): object[] {
  return blocks.map((cidr) => ({ ipBlock: { cidr } }));
}

function tcp(ports: readonly number[]): object[] {
  return ports.map((port) => ({ protocol: "TCP", port }));
}

function namespaceNamed(name: string): { readonly namespaceSelector: object } {
  return { namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": name } } };
}
