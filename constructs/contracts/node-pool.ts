import type { IConstruct } from "constructs";

/** A taint as Kubernetes spells it. */
export interface Taint {
  /** Key of the taint: `nvidia.com/gpu`. */
  readonly key: string;
  /** Value of the taint. @default - no value */
  readonly value?: string;
  /** What happens to pods without a matching toleration: not placed, placed last, or evicted, too. */
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** What a pod asks for to get a device: resource name and how many a node has. */
export interface DeviceResource {
  /** e.g. `nvidia.com/gpu`, `vpc.amazonaws.com/efa`. */
  readonly resourceName: string;
  /** Devices of one node. */
  readonly perNode: number;
}

/** Nodes of one kind in a cluster: what schedulers, device plugins and jobs need to know of them, on any target. */
export interface INodePool extends IConstruct {
  /** Unique within its cluster; also the value of the `ai-factory/pool` label on its nodes. */
  readonly poolName: string;
  /** Labels of the nodes, `ai-factory/pool` among them: what selectors match. */
  readonly labels: Readonly<Record<string, string>>;
  /** Taints of the nodes: what pods must tolerate. */
  readonly taints: readonly Taint[];
  /** Nodes that are there at least. */
  readonly minNodes: number;
  /** Nodes that can be there at most; quotas and address ranges are sized by it. */
  readonly maxNodes: number;
  /** Processor architecture of the nodes; images must be built for it. */
  readonly architecture: "x86_64" | "arm64";
  /** Zones (cloud) or failure domains (on-prem) that the nodes stand in. */
  readonly zones: readonly string[];
  /** vCPUs and memory of one node, where known. */
  readonly vCpus?: number;
  /** Memory of one node in GiB, where known. */
  readonly memoryGiB?: number;
  /** Vendor of the accelerator: decides which device plugin the platform needs. */
  readonly acceleratorVendor?: "nvidia" | "amd" | "aws-neuron" | "intel-gaudi" | "tenstorrent" | "fpga" | "other";
  /** Whether the image itself offers the accelerators to pods, as Bottlerocket's NVIDIA image does. @default false */
  readonly devicePluginInImage?: boolean;
  /** Accelerators as pods ask for them; absent for CPU pools. */
  readonly accelerators?: DeviceResource;
  /** RDMA devices as pods ask for them; absent without a fabric. */
  readonly fabricDevices?: DeviceResource;
  /** All RDMA resources where each rail of the fabric has one of its own. @default - `fabricDevices` alone */
  readonly railDevices?: readonly DeviceResource[];
}

/** Label that every pool puts on its nodes. */
export const poolLabel = "ai-factory/pool";
