import { helmChart } from "../../../catalog";
import { problem } from "../../aws/problem";
import { FactoryError } from "../../../validation/factory-error";
import type { INodePool, IPlatformComponent, KubernetesObject } from "../../contracts";
import { privilegedNamespace } from "../namespaces";
import { systemTolerations, tolerationsOf } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";
import { requirePools } from "../pools";

export interface NvidiaDraDriverProps extends ComponentOptions {
  /** Pools of the cluster; the driver serves those with NVIDIA GPUs. At least one must have them. */
  readonly pools: readonly INodePool[];
  /** Minor version of Kubernetes: dynamic resource allocation needs 1.34. */
  readonly kubernetesVersion: string;
  /** Whether the node image brings the GPU driver; else it is where the GPU operator installs it. */
  readonly driverInImage: boolean;
  /** The GPU operator, which offers the GPUs themselves. */
  readonly gpuOperator: IPlatformComponent;
}

/**
 * NVIDIA's driver for dynamic resource allocation, for ComputeDomains: the channels by which the nodes of one NVLink
 * domain (NVL72) reach each other's memory. GPUs stay with the GPU operator's device plugin.
 *
 * @throws FactoryError where no pool has NVIDIA GPUs, or Kubernetes is too old
 */
export class NvidiaDraDriver extends PlatformComponent {
  constructor(props: NvidiaDraDriverProps) {
    const pools = requirePools("nvidia-dra-driver", props.pools, {
      need: "NVIDIA GPUs",
      has: (pool) => pool.acceleratorVendor === "nvidia",
    });
    requireDra(props.kubernetesVersion);
    const { version } = helmChart("nvidia-dra-driver-gpu");
    super(
      {
        chartId: "nvidia-dra-driver-gpu",
        namespaceLabels: privilegedNamespace,
        values: {
          image: { repository, tag: `v${version}` },
          // The two must name one place, or the plugin finds no driver.
          nvidiaDriverRoot: props.driverInImage ? "/" : "/run/nvidia/driver",
          resources: { gpus: { enabled: false }, computeDomains: { enabled: true } },
          controller: { tolerations: systemTolerations },
          kubeletPlugin: { tolerations: tolerationsOf(pools) },
        },
        images: [`${repository}:v${version}`],
        dependsOn: [props.gpuOperator],
      },
      props,
    );
  }
}

const repository = "registry.k8s.io/dra-driver-nvidia/dra-driver-nvidia-gpu";

function requireDra(kubernetesVersion: string): void {
  const minor = Number(/^1\.(\d+)/.exec(kubernetesVersion)?.[1]);
  if (minor >= 34) return;
  throw new FactoryError([
    problem(
      "PLT-070-dra-kubernetes",
      "nvidia-dra-driver.kubernetesVersion",
      "Kubernetes is too old for ComputeDomains",
      {
        given: kubernetesVersion,
        allowed: "1.34 or newer",
        fix: "upgrade the cluster, or leave NVLink between nodes unused",
      },
    ),
  ]);
}

/** A ComputeDomain: nodes whose GPUs a job's pods reach over NVLink. Pods claim it by its claim template. */
export function computeDomain(props: {
  readonly name: string;
  readonly namespace: string;
  /** Nodes of the job; no more than one NVLink domain has. 0: pods wait for no others. */
  readonly nodes: number;
  /** Whether a pod gets one channel, or all of a node to hand them on. @default "Single" */
  readonly channels?: "Single" | "All";
}): KubernetesObject {
  const allocation = props.channels === undefined ? {} : { allocationMode: props.channels };
  return {
    apiVersion: "resource.nvidia.com/v1beta1",
    kind: "ComputeDomain",
    metadata: { name: props.name, namespace: props.namespace },
    spec: {
      numNodes: props.nodes,
      channel: { ...allocation, resourceClaimTemplate: { name: channelClaimTemplate(props.name) } },
    },
  };
}

/** Claim template that the driver makes for a ComputeDomain. */
export function channelClaimTemplate(computeDomainName: string): string {
  return `${computeDomainName}-channel`;
}
