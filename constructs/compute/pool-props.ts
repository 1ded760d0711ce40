import type { EfaPattern, NodeOs } from "../../catalog";
import type { ICustomerKey, IEfaFabric, IEksCluster, Taint } from "../contracts";
import type { AcceleratorSharing } from "./accelerator-sharing";
import type { Capacity } from "./capacity";

/** The disk that holds operating system and, where the nodes have no local disks, container images. */
export interface RootVolume {
  /** Size of the gp3 volume in GiB. @default 200 GiB for accelerated nodes, 100 GiB for CPU nodes */
  readonly sizeGiB?: number;
  /** Operations per second of the gp3 volume. @default - 3000, which gp3 includes */
  readonly iops?: number;
  /** Throughput of the gp3 volume in MiB/s. @default - 125 MiB/s, which gp3 includes */
  readonly throughputMiBps?: number;
}

/** The price of a node that the owner pays, where the dated list price does not apply. */
export interface NodePrice {
  /** USD for one node and hour. */
  readonly usd: number;
  /** ISO date of the price. */
  readonly asOf: string;
  /** The contract, offer or page that states it. */
  readonly source: string;
}

/** What pools of accelerated and of CPU nodes have in common. */
export interface PoolProps {
  /** Cluster that the nodes join. */
  readonly cluster: IEksCluster;
  /** Unique within the cluster, a DNS label; name of the node group and value of the `ai-factory/pool` label. */
  readonly poolName: string;
  /** How many nodes there are, and how they are bought. */
  readonly capacity: Capacity;
  /**
   * Zones that the nodes stand in, by name.
   * @default - the reservation's or the fabric's zone, otherwise every zone in which the VPC has a node subnet
   */
  readonly zones?: readonly string[];
  /** Operating system of the EKS image. @default "al2023" */
  readonly operatingSystem?: NodeOs;
  /**
   * `ami_type` of the node group, e.g. a FIPS image.
   * @default - the image that EKS publishes for operating system, architecture and accelerator
   */
  readonly amiType?: string;
  /**
   * Image of your own, made from the EKS image of the same operating system: `ami-…`. EKS then neither updates nor
   * configures it; the launch template carries all that a node needs to join.
   * @default - the image that EKS publishes and updates
   */
  readonly imageId?: string;
  /** Disk of operating system and, without local disks, of container images. @default - see `RootVolume` */
  readonly rootVolume?: RootVolume;
  /** Key that encrypts the nodes' disks. @default - the key that AWS manages (`aws/ebs`); disks are always encrypted */
  readonly volumeKey?: ICustomerKey;
  /**
   * One RAID 0 of the instance store disks for images, containers and `emptyDir` volumes.
   * @default true where the type has such disks
   */
  readonly localScratch?: boolean;
  /**
   * Pods that a node may run.
   * @default - what the VPC CNI has addresses for, at most 110 (250 above 30 vCPUs)
   */
  readonly maxPodsPerNode?: number;
  /**
   * Whether the cluster's VPC CNI hands out address prefixes (`ENABLE_PREFIX_DELEGATION`), which lifts the limit that
   * the number of interfaces sets.
   * @default true - as `EksCluster` configures it; state false for an existing cluster without it
   */
  readonly prefixDelegation?: boolean;
  /** Labels of the nodes beside the pool's own. @default - the pool's own labels only */
  readonly labels?: Readonly<Record<string, string>>;
  /** Hops that an answer of the metadata service may take: with 1, pods cannot reach it. @default 1 */
  readonly metadataHopLimit?: 1 | 2;
  /** EKS replaces nodes that its node monitoring finds broken. @default true */
  readonly nodeRepair?: boolean;
  /** Nodes that an update may take away at once. @default 1 */
  readonly maxUnavailableNodes?: number;
  /** EC2 metrics every minute instead of every five. @default false */
  readonly detailedMonitoring?: boolean;
  /**
   * What a node costs by the hour under your own contract.
   * @default - the dated list price for on-demand and reserved nodes; unknown for spot and capacity blocks
   */
  readonly usdPerNodeHour?: NodePrice;
}

export interface EksGpuNodePoolProps extends PoolProps {
  /** Any accelerated type of the catalogue: NVIDIA, Neuron, Gaudi, FPGA …, e.g. `p5en.48xlarge`. */
  readonly instanceType: string;
  /** EFA network that joins the nodes. @default - plain networking */
  readonly fabric?: IEfaFabric;
  /** Interfaces of a node with a fabric: few addresses, or the most IP bandwidth. @default "saveIps" */
  readonly interfacePattern?: EfaPattern;
  /** How one GPU is shared among pods. @default - a GPU belongs to one pod */
  readonly sharing?: AcceleratorSharing;
  /**
   * Taints of the nodes; they replace the default as a whole.
   * @default - one that keeps pods away which ask for no accelerator
   */
  readonly taints?: readonly Taint[];
}

export interface EksNodePoolProps extends PoolProps {
  /** CPU types of one architecture; several give a spot pool more places to find capacity. */
  readonly instanceTypes: readonly string[];
  /** `system` for the nodes that the platform's own components run on. @default "cpu" */
  readonly role?: "system" | "cpu";
  /** Taints of the nodes. @default - none */
  readonly taints?: readonly Taint[];
}

type ClusterFacts = Pick<IEksCluster, "region" | "kubernetesVersion"> & {
  readonly vpc: { readonly vpcName: string; readonly nodeSubnets: readonly { readonly zone: string }[] };
};
type FabricFacts = Pick<IEfaFabric, "zone"> & { readonly vpc: { readonly vpcName: string } };

/** What a check needs of the props: the construct's own props fit, and so does plain data before anything is built. */
export type GpuPoolFacts = Omit<EksGpuNodePoolProps, "cluster" | "fabric"> & {
  readonly cluster: ClusterFacts;
  readonly fabric?: FabricFacts;
};
/** Props of a CPU pool before its cluster exists: what a check can judge. */
export type CpuPoolFacts = Omit<EksNodePoolProps, "cluster"> & { readonly cluster: ClusterFacts };
/** Props of any pool before its cluster exists: what a check can judge. */
export type PoolFacts = Omit<PoolProps, "cluster"> & {
  readonly cluster: ClusterFacts;
  readonly fabric?: FabricFacts;
  readonly taints?: readonly Taint[];
};
