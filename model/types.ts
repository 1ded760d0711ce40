/**
 * The factory model: what the factory *is*, as plain JSON-serialisable data with units in the names. Report, diagram and
 * design rules read only this; the constructs contribute to it (see `contribute`), and it travels with the synthesised
 * output as `factory.json`. A value that is not known is absent.
 */
export interface FactoryModel {
  readonly schemaVersion: 1;
  readonly name: string;
  /** What the factory is for; design rules judge storage and fabric by it. */
  readonly intent: Intent;
  /** What the factory may cost by the hour, where the owner stated it. */
  readonly budgetUsdPerHour?: number;
  /** Classes of data and where each may be, where a factory has more than one place. */
  readonly dataClasses?: readonly DataClassFacts[];
  readonly sites: readonly SiteNode[];
  readonly networks: readonly NetworkNode[];
  readonly clusters: readonly ClusterNode[];
  readonly pools: readonly PoolNode[];
  readonly fabrics: readonly FabricNode[];
  readonly filesystems: readonly FilesystemNode[];
  readonly buckets: readonly BucketNode[];
  readonly keys: readonly KeyNode[];
  readonly services: readonly ServiceNode[];
  readonly workloads: readonly WorkloadNode[];
  readonly teams: readonly TeamNode[];
  readonly links: readonly LinkNode[];
}

export type Intent = "training" | "inference" | "mixed";

/** What every node of the model has. */
export interface ModelNode {
  /** Unique within its section; what other nodes refer to. */
  readonly id: string;
  /** Path of the construct that contributed it. */
  readonly path: string;
  /** Addresses of what the construct emits, as terraform prints them, prefixed with the stack: `stack:aws_vpc.x`. */
  readonly addresses: readonly string[];
}

export interface SiteNode extends ModelNode {
  readonly kind: "aws" | "on-prem";
  /** Cloud region, e.g. `eu-north-1`. */
  readonly region?: string;
  /** ISO 3166-1 alpha-2 code of the country the hardware stands in. */
  readonly country?: string;
  readonly zones: readonly string[];
  /** Racks, power and cooling of an on-prem site. */
  readonly facility?: SiteFacility;
  /** Service quotas that the account has in the region, by code: `{ "L-417A185B": 4608 }`. @default - not stated */
  readonly accountLimits?: Readonly<Record<string, number>>;
}

export interface SiteFacility {
  readonly racks: number;
  /** IT power at most. */
  readonly itPowerKW?: number;
  readonly itExpectedKW?: number;
  /** Power of the whole facility at most, cooling and losses included. */
  readonly facilityPowerKW?: number;
  /** What the grid connection gives. */
  readonly powerBudgetKW?: number;
  readonly pue?: number;
  readonly cooling?: string;
  readonly airKW?: number;
  readonly liquidKW?: number;
  readonly airflowM3PerHour?: number;
  readonly waterLitresPerMinute?: number;
  readonly energyMWhPerYear?: number;
  readonly carbonTonnesPerYear?: number;
  /** Devices whose power nobody knows: the totals are lower bounds while this is not 0. */
  readonly unknownPowerDevices?: number;
  /** Duty to report energy figures to the European database. */
  readonly euReportingDuty?: boolean | "unknown";
  readonly rackTypes?: readonly {
    readonly name: string;
    readonly racks: number;
    readonly cooling: string;
    /** Power of the fullest rack. */
    readonly peakKW: number;
    readonly budgetKW: number;
  }[];
  /** All planned networks, those that pods do not attach to as well. */
  readonly networks?: readonly {
    readonly name: string;
    readonly use: string;
    readonly technology: "infiniband" | "ethernet";
    readonly gbps: number;
    readonly tiers: readonly { readonly name: string; readonly switches: number; readonly model?: string }[];
    readonly cables: number;
    readonly oversubscription: number;
  }[];
}

export interface SubnetFacts {
  readonly name: string;
  readonly kind: "node" | "pod" | "public" | "fabric" | "storage" | "management";
  readonly zone?: string;
  readonly cidrBlock?: string;
  /** Addresses that the pools and endpoints placed here can need at most. */
  readonly neededAddresses?: number;
}

export interface NetworkNode extends ModelNode {
  readonly siteId: string;
  readonly cidrBlocks: readonly string[];
  readonly subnets: readonly SubnetFacts[];
  /** No route to the internet at all. */
  readonly closed: boolean;
  readonly natGateways: number;
  /** Services reached through private endpoints, by short name: `s3`, `ecr.api`. */
  readonly privateEndpoints: readonly string[];
}

export interface ClusterNode extends ModelNode {
  readonly siteId: string;
  readonly networkId?: string;
  readonly kind: "eks" | "kubernetes" | "slurm";
  readonly kubernetesVersion?: string;
  readonly serviceCidr?: string;
  readonly podCidrs?: readonly string[];
  readonly publicApi: boolean;
  readonly secretsKeyId?: string;
  readonly addons: readonly { readonly name: string; readonly version?: string }[];
}

export type CapacityKind = "on-demand" | "spot" | "reservation" | "capacity-block" | "elastic" | "owned";

export interface AcceleratorFacts {
  /** Id in the accelerator catalogue, e.g. `h200-sxm-141gb`. */
  readonly id?: string;
  readonly name: string;
  readonly kind: string;
  readonly perNode: number;
  readonly memoryGiBEach?: number;
  /** What a pod asks for: `nvidia.com/gpu`. */
  readonly resourceName?: string;
}

export interface PoolNode extends ModelNode {
  readonly clusterId: string;
  readonly siteId: string;
  readonly role: "system" | "cpu" | "accelerator";
  /** Cloud machine, by the instance type's name. */
  readonly instanceType?: string;
  /** On-prem machine, by the system catalogue's id. */
  readonly system?: string;
  readonly architecture: "x86_64" | "arm64";
  readonly vCpus?: number;
  readonly memoryGiB?: number;
  readonly accelerator?: AcceleratorFacts;
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly desiredNodes?: number;
  readonly capacity: {
    readonly kind: CapacityKind;
    readonly reservationId?: string;
    /** RFC 3339 instants, where the owner stated them. */
    readonly startsAt?: string;
    readonly endsAt?: string;
  };
  readonly zones: readonly string[];
  readonly placement: "cluster" | "spread" | "partition" | "nvlink-domain" | "none";
  /** Nodes that stand by for repair, beside the pool's own. */
  readonly spareNodes?: number;
  /** Racks that the nodes stand in, and the part of the nodes that the fullest takes with it when it fails. */
  readonly failureDomains?: { readonly racks: number; readonly largestShare: number };
  /** Nodes that one NVLink domain joins: 18 trays of an NVL72. @default - NVLink ends at the node */
  readonly nvlinkDomainNodes?: number;
  readonly fabricId?: string;
  /** Everything that a node offers to pods, as they ask for it: shares and rails counted. @default - what the fields beside say */
  readonly devices?: readonly { readonly resourceName: string; readonly perNode: number }[];
  /** RDMA devices of a node, and what a pod asks for to get them. */
  readonly fabricDevicesPerNode: number;
  readonly fabricResourceName?: string;
  readonly fabricGbpsPerNode?: number;
  readonly networkGbpsPerNode?: number;
  readonly operatingSystem?: string;
  readonly amiType?: string;
  readonly maxPodsPerNode?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  /** How an accelerator is shared among pods. */
  readonly sharing?: {
    readonly kind: "mig" | "time-slicing" | "mps";
    readonly profile?: string;
    readonly replicas?: number;
  };
  readonly localScratchGB?: number;
  readonly usdPerNodeHour?: { readonly usd: number; readonly asOf: string; readonly source: string };
}

export interface FabricNode extends ModelNode {
  readonly siteId: string;
  readonly kind: "efa" | "infiniband" | "roce" | "nvlink";
  readonly zone?: string;
  readonly mtu?: number;
  /** What the fabric joins. @default - compute */
  readonly use?: "compute" | "storage";
  /** Adapters of a node in rail order, as its kernel names them. */
  readonly railInterfaces?: readonly string[];
  /** How pods get the adapters. */
  readonly attachment?: "host-device" | "shared" | "sriov";
  /** Who assigns addresses and routes in an InfiniBand fabric. */
  readonly subnetManager?: { readonly kind: "ufm" | "opensm" | "switch"; readonly instances: number };
  /** How lossless Ethernet is kept lossless: what hosts and switches must agree on. */
  readonly quality?: {
    readonly mode: "lossless" | "lossy";
    /** Priority that PFC pauses, and the DSCP that hosts mark RDMA with. */
    readonly priority: number;
    readonly dscp: number;
    readonly ecn: boolean;
    readonly switchMtu: number;
  };
  /** Endpoints per tier and oversubscription, where the fabric is planned and not rented. */
  readonly plan?: {
    readonly tiers: readonly {
      readonly name: string;
      readonly switches: number;
      readonly model?: string;
      readonly ports?: number;
      readonly portsUsed?: number;
    }[];
    readonly oversubscription: number;
    readonly cables: number;
    /** Adapter ports that want a link in every plane. */
    readonly endpoints?: number;
    readonly endpointGbps?: number;
    readonly planes?: number;
    /** Scalable units, and the nodes that fill one. */
    readonly units?: number;
    readonly nodes?: number;
    readonly nodesPerUnit?: number;
    readonly railOptimised?: boolean;
  };
}

export interface FilesystemNode extends ModelNode {
  readonly siteId: string;
  readonly kind: string;
  readonly use: "scratch" | "datasets" | "home" | "weights" | "shared";
  readonly deploymentType?: string;
  /** What users can fill: after replicas, erasure coding and the reserve that the filesystem keeps free. */
  readonly capacityGiB?: number;
  /** Sum of the disks beneath, before replicas and erasure coding. */
  readonly rawCapacityGiB?: number;
  /** Aggregate figures of the whole filesystem, in decimal megabytes per second. */
  readonly readMBps?: number;
  readonly writeMBps?: number;
  readonly metadataIops?: number;
  readonly zones: readonly string[];
  readonly rdma: boolean;
  readonly gpuDirect: boolean;
  readonly keyId?: string;
  readonly mountedByPoolIds: readonly string[];
  readonly linkedBucketIds: readonly string[];
  readonly storageClass?: string;
}

export interface BucketNode extends ModelNode {
  readonly siteId: string;
  readonly kind: "s3" | "s3-compatible";
  readonly purpose: "datasets" | "checkpoints" | "weights" | "artifacts" | "logs" | "other";
  readonly name?: string;
  readonly versioned: boolean;
  readonly objectLock: boolean;
  readonly keyId?: string;
  readonly replicatesTo: readonly string[];
  /** What the store can hold, after replicas and erasure coding; absent where it grows without limit. */
  readonly capacityGiB?: number;
  readonly rawCapacityGiB?: number;
}

export interface KeyNode extends ModelNode {
  readonly purpose: string;
  readonly rotates: boolean;
  readonly custody: "provider" | "customer" | "imported" | "hsm" | "external";
}

/** A platform component: what runs on a cluster. */
export interface ServiceNode extends ModelNode {
  readonly clusterId: string;
  readonly namespace: string;
  readonly chart?: { readonly name: string; readonly version: string; readonly repository: string };
  readonly images: readonly string[];
  readonly dependsOn: readonly string[];
  readonly customResources: readonly { readonly apiVersion: string; readonly kind: string; readonly name: string }[];
  readonly telemetryDisabled: boolean;
}

/** What the owner means to run: the yardstick for storage, fabric and memory. */
export interface WorkloadNode extends ModelNode {
  readonly kind: "training" | "inference";
  readonly model?: string;
  readonly parametersBillions?: number;
  readonly poolIds: readonly string[];
  readonly precision?: string;
  readonly trainingTokens?: number;
  readonly checkpointEveryMinutes?: number;
  /** Checkpoints that stay on the filesystem at a time. @default - three are reckoned with */
  readonly checkpointsKept?: number;
  /** Accelerators that the job runs on at a time. @default - all that its pools can have */
  readonly accelerators?: number;
  readonly datasetGB?: number;
  readonly readGBpsPerAccelerator?: number;
  /** RFC 3339 instant at which the owner means to begin. @default - not stated */
  readonly startsAt?: string;
  /** RFC 3339 instant by which it must be done. @default - not stated */
  readonly endsBy?: string;
}

export interface TeamNode extends ModelNode {
  readonly namespaces: readonly string[];
  readonly acceleratorQuota?: number;
}

/** Something that joins two nodes of the model: a mount, a data link, a VPN. */
export interface LinkNode extends ModelNode {
  readonly kind: "mount" | "data-repository" | "vpn" | "direct-connect" | "peering" | "burst" | "transfer" | "failover";
  readonly from: string;
  readonly to: string;
  readonly gbps?: number;
  /** What fails at once with the link: the router or the location that it ends at. */
  readonly endsAt?: string;
  /** Largest packet that passes, bytes. */
  readonly mtu?: number;
  readonly encrypted?: boolean;
  /** What a burst moves and computes. */
  readonly burst?: BurstFacts;
  /** A copy between the places that runs again and again. */
  readonly transfer?: TransferFacts;
  /** A model that is asked for there when it does not answer here, and the class of the data in its prompts. */
  readonly failover?: { readonly servedName: string; readonly dataClass: string };
}

/** A class of data, and whether it may leave the site that it is at. */
export interface DataClassFacts {
  readonly name: string;
  readonly mayLeave: boolean;
  /** Regions that it may go to. @default - every region */
  readonly regions?: readonly string[];
}

/** What a copy between a site and the cloud moves. */
export interface TransferFacts {
  readonly direction: "to-cloud" | "to-site";
  readonly dataClass: string;
  readonly totalGB: number;
  /** What is new or changed within a day. */
  readonly dailyChangeGB: number;
  /** Hours from the start of one run to the start of the next. */
  readonly everyHours: number;
  /** Rate that the copy is held to. @default - all that bulk data gets of the link */
  readonly limitMbps?: number;
}

/** A job that is meant to run at the far end of a link, and what must be moved for it. */
export interface BurstFacts {
  readonly datasetGB: number;
  /** The dataset is kept in both places beforehand: only its daily change is moved. */
  readonly staged: boolean;
  readonly dailyChangeGB?: number;
  /** Checkpoints and results that come back. */
  readonly resultGB: number;
  readonly computeHours: number;
  readonly dataClass: string;
}

/** The sections that constructs contribute to. */
export type ModelSection = Exclude<
  keyof FactoryModel,
  "schemaVersion" | "name" | "intent" | "budgetUsdPerHour" | "dataClasses"
>;
export type NodeOf<S extends ModelSection> = FactoryModel[S][number];
