import type { DeviceResource, IHostFabric, IKubernetesCluster, INodePool, ISite, Taint } from "../contracts";
import type { AcceleratorSharing } from "./accelerator-sharing";
import type { NodeSelection } from "./node-selection";

/** What pools of existing nodes have in common. */
export interface KubernetesPoolProps {
  /** Cluster that the nodes have joined. */
  readonly cluster: Pick<IKubernetesCluster, "clusterName" | "siteId">;
  /** Unique within the cluster, a DNS label; value of the `ai-factory/pool` label. */
  readonly poolName: string;
  /**
   * Planned site that the nodes stand at: its machines of the pool's name give number, figures, names and places.
   * @default - `nodes` says how many there are
   */
  readonly site?: ISite;
  /** Nodes that a pool may count on. @default - what the site has under the pool's name, without the spares */
  readonly nodes?: number;
  /**
   * How the nodes come by the pool's label.
   * @default - by the site's names; without a site the nodes bear the label already
   */
  readonly selection?: NodeSelection;
  /**
   * Processor architecture of the nodes; images must be built for it.
   * @default "x86_64", "arm64" for systems of Grace processors
   */
  readonly architecture?: INodePool["architecture"];
  /** vCPUs of one node. @default - unknown: quotas then count devices only */
  readonly vCpus?: number;
  /** Memory of one node in GiB. @default - unknown: quotas then count devices only */
  readonly memoryGiB?: number;
  /** Network of one node beside the fabric. @default - unknown */
  readonly networkGbpsPerNode?: number;
  /** Local NVMe of one node for scratch. @default - none known */
  readonly localScratchGB?: number;
  /** Labels of the nodes beside the pool's own. @default - the pool's own labels only */
  readonly labels?: Readonly<Record<string, string>>;
  /** What a node costs its owner: depreciation, power and staff. @default - unknown */
  readonly usdPerNodeHour?: { readonly usd: number; readonly asOf: string; readonly source: string };
}

export interface KubernetesNodePoolProps extends KubernetesPoolProps {
  /** `system` for the nodes that the platform's own components run on. @default "cpu" */
  readonly role?: "system" | "cpu";
  /** Taints that the nodes have. @default - none */
  readonly taints?: readonly Taint[];
}

export interface KubernetesGpuNodePoolProps extends KubernetesPoolProps {
  /** Id in the accelerator catalogue: `h200-sxm-141gb`. @default - that of the site's system */
  readonly accelerator?: string;
  /** Accelerators of one node. @default - the system's figure */
  readonly acceleratorsPerNode?: number;
  /**
   * What a pod asks for, where the catalogue knows no resource: an accelerator with a device plugin of its own.
   * @default - the catalogue's resource of the accelerator
   */
  readonly devices?: DeviceResource;
  /** Fabric that joins the nodes. @default - plain networking */
  readonly fabric?: IHostFabric;
  /** How one GPU is shared among pods. @default - a GPU belongs to one pod */
  readonly sharing?: AcceleratorSharing;
  /** Taints that the nodes have, or get. @default - one that keeps pods away which ask for no accelerator */
  readonly taints?: readonly Taint[];
}
