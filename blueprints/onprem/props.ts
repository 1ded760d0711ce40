import type { Construct } from "constructs";
import type { KubernetesCluster, KubernetesClusterAttributes } from "../../constructs/cluster";
import type { KubernetesGpuNodePoolProps, KubernetesNodePoolProps } from "../../constructs/compute";
import type { INodePool, IObjectStore, IPlatformComponent, ISharedFilesystem } from "../../constructs/contracts";
import type { InfiniBandFabricProps, RoceFabricProps } from "../../constructs/fabric";
import type { AmdGpuOperatorProps, Delivery, MirrorOptions } from "../../constructs/platform";
import type { KueueProps, KueueQueue, NodeDivision, PoolShares } from "../../constructs/scheduling";
import type { Site, SiteProps } from "../../constructs/site";
import type { AdmissionScope, NetworkPoliciesProps } from "../../constructs/sovereignty";
import type { Intent, WorkloadNode } from "../../model";
import type { Acknowledgement } from "../../validation";
import type { FactoryState } from "../cloud/state";
import type { BoundaryProp } from "../sovereignty/boundary-prop";

/** A pool of accelerated nodes: the site's machines of its name. */
export interface OnPremGpuPool extends Omit<KubernetesGpuNodePoolProps, "cluster" | "site" | "poolName" | "fabric"> {
  /** Name of the site's machines that make it up; unique in the factory. */
  readonly name: string;
  /** Name of the fabric that joins the nodes. @default - plain networking */
  readonly fabric?: string;
  /** Whether Kueue's queues hand the pool out. Notebooks, which Kueue does not see, take a pool of their own. @default true */
  readonly queued?: boolean;
}

/** A pool of CPU or storage nodes: the site's machines of its name. */
export interface OnPremCpuPool extends Omit<KubernetesNodePoolProps, "cluster" | "site" | "poolName"> {
  /** Name of the site's machines that make it up; unique in the factory. */
  readonly name: string;
}

/** An RDMA fabric: one of the site's networks, as pods are to use it. */
export type OnPremFabric =
  | ({ readonly kind: "infiniband"; readonly name: string } & Omit<InfiniBandFabricProps, "site" | "fabricName">)
  | ({ readonly kind: "roce"; readonly name: string } & Omit<RoceFabricProps, "site" | "fabricName">);

/** How the nodes of a pool are divided between Slurm and Kubernetes; together all of the pool's. */
export interface OnPremDivision extends Pick<PoolShares, "slurmNodes" | "kubernetesNodes"> {
  /** Name of the pool. */
  readonly pool: string;
}

/** The parts of a factory that storage and further components build on. */
export interface OnPremParts {
  /** The platform stack, in which constructs are made. */
  readonly scope: Construct;
  /** The planned site. */
  readonly site: Site;
  /** The existing cluster that the platform is installed on. */
  readonly cluster: KubernetesCluster;
  /** All pools by name. */
  readonly pools: ReadonlyMap<string, INodePool>;
  /** cert-manager, which webhooks and gateways get certificates from. */
  readonly certManager: IPlatformComponent;
  /** Node Feature Discovery, which labels nodes. */
  readonly discovery: IPlatformComponent;
  /** Which nodes are Slurm's; absent where all are Kubernetes'. */
  readonly division?: NodeDivision;
  /** Absent where monitoring is switched off. */
  readonly monitoring?: IPlatformComponent;
  /** What `storage` made; absent while it makes it. */
  readonly storage?: OnPremStorage;
}

/** What a factory's storage consists of. */
export interface OnPremStorage {
  /** CSI drivers, Rook and the like. @default - none */
  readonly components?: readonly IPlatformComponent[];
  /** Filesystems that all pools mount. @default - none */
  readonly filesystems?: readonly ISharedFilesystem[];
  /** Object stores. @default - none */
  readonly buckets?: readonly IObjectStore[];
}

export interface OnPremFactoryProps {
  /** Racks, machines, networks and power of the site. */
  readonly site: SiteProps;
  /** Existing cluster that the platform is installed on. */
  readonly cluster: Omit<KubernetesClusterAttributes, "siteId">;
  /** What the factory is for: the design rules judge zones, storage and fabric by it. @default "mixed" */
  readonly intent?: Intent;
  /** Accelerated pools, each made of the site's machines of its name. */
  readonly pools: readonly OnPremGpuPool[];
  /** CPU and storage nodes of the cluster. @default - none */
  readonly cpuPools?: readonly OnPremCpuPool[];
  /**
   * Pools of which Slurm gets some nodes or all; the factory then keeps Kubernetes' jobs off them. Slurm itself, and the
   * labels that say whose each node is (`SchedulerLabels`), are made in `components`, from `parts.division`.
   *
   * @default - all nodes are Kubernetes'
   */
  readonly division?: readonly OnPremDivision[];
  /** RDMA fabrics, for compute and for storage. @default - none: plain networking */
  readonly fabrics?: readonly OnPremFabric[];
  /** What the owner means to run: the yardstick by which storage, fabric and memory are judged. @default - none stated */
  readonly workloads?: readonly Omit<WorkloadNode, "path" | "addresses">[];

  /** Makes the storage from the factory's parts: filesystems, object stores, and the components that they need. @default - none */
  readonly storage?: (parts: OnPremParts) => OnPremStorage;
  /** Namespaces that get a claim on each of the storage's filesystems; they exist, or a component stands in them. @default ["default"] */
  readonly filesystemNamespaces?: readonly string[];
  /** Makes further components from the factory's parts, and from the components that it has made. @default - none */
  readonly components?: (parts: OnPremParts, made: readonly IPlatformComponent[]) => readonly IPlatformComponent[];

  /** Whether the nodes bring the GPUs' driver and container toolkit, as DGX OS does. @default false */
  readonly gpuDriverInImage?: boolean;
  /** Whether the nodes bring the fabric adapters' driver, as DGX OS does. @default false */
  readonly networkDriverInImage?: boolean;
  /** Device plugin and node labeller of AMD GPUs, under tags of your own. @default - AMD's moving tags */
  readonly amdDevicePluginImages?: AmdGpuOperatorProps["devicePluginImages"];
  /** GPUDirect Storage: reads from the filesystem into GPU memory. @default false */
  readonly gpuDirectStorage?: boolean;
  /**
   * Whether nodes with a fatal error of an NVIDIA GPU are taken out of scheduling, and their jobs put elsewhere.
   * @default false - alerts only
   */
  readonly nodeHealth?: boolean;
  /** Queues of Kueue. @default - one queue that may use everything */
  readonly queues?: readonly KueueQueue[];
  /** What else is told to Kueue. @default - jobs only, idle quota first come, first served */
  readonly kueue?: Pick<KueueProps, "serving" | "fairSharing">;
  /** Installs monitoring (Prometheus, Grafana, DCGM). @default true */
  readonly monitoring?: boolean;
  /** StorageClass of the platform's own volumes. @default - the cluster's default class */
  readonly storageClassName?: string;
  /** Image of the acceptance job, with PyTorch, NCCL and perftest. @default - NVIDIA's PyTorch image */
  readonly acceptanceImage?: string;
  /**
   * Files for Argo CD, Flux or a site without a way out, written into `gitops/<cluster>/` with the same charts and
   * objects as the platform stack. Apply one of the two: the stack stays what the design rules judge.
   *
   * @default - the stack alone
   */
  readonly deliveries?: readonly Delivery[];
  /**
   * Registry that replaces every image registry of the platform; a map gives each host one of its own.
   * @default - the registry of the boundary; without one the registries of the charts
   */
  readonly imageRegistry?: MirrorOptions["imageRegistry"];
  /**
   * Repository that replaces every chart repository of the platform.
   * @default - `charts` in the registry of the boundary; without one the repositories of the charts
   */
  readonly chartRepository?: string;

  /**
   * Sovereign boundary that the factory stays inside: a profile's name or one of your own. What is not stated follows from
   * it: images and charts from its registry, and an API server that refuses what would leave. Props that contradict it
   * are findings; what is emitted is judged by it at synth.
   * @default - none: `enforce` still judges by one
   */
  readonly boundary?: BoundaryProp;
  /**
   * Closes every namespace of the platform, but for these ranges of the site: API server and nodes. A boundary needs it,
   * because nobody else knows them.
   * @default - namespaces stay open, which rule SOV-NET-06 refuses
   */
  readonly closedNamespaces?: Omit<NetworkPoliciesProps, "components">;
  /** What the API server lets in. @default - with a boundary its registries, otherwise anything */
  readonly admission?: AdmissionScope;

  /** Findings of the design rules that somebody answers for. @default - none */
  readonly acknowledgements?: readonly Acknowledgement[];
  /** Where Terraform keeps the state of the stack. @default FactoryState.local() */
  readonly state?: FactoryState;
}
