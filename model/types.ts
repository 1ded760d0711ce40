/**
 * The factory model: what the factory *is*, as plain JSON-serialisable data with units in the names. Report, diagram and
 * design rules read only this; the constructs contribute to it (see `contribute`), and it travels with the synthesised
 * output as `factory.json`. A value that is not known is absent.
 */
export interface FactoryModel {
  /** Version of this form; another number is another form. */
  readonly schemaVersion: 1;
  /** Name of the factory. */
  readonly name: string;
  /** What the factory is for; design rules judge storage and fabric by it. */
  readonly intent: Intent;
  /** What the factory may cost by the hour, where the owner stated it. */
  readonly budgetUsdPerHour?: number;
  /** Classes of data and where each may be, where a factory has more than one place. */
  readonly dataClasses?: readonly DataClassFacts[];
  /** Places: regions of a cloud, sites of the owner's own. */
  readonly sites: readonly SiteNode[];
  /** Networks with their subnets. */
  readonly networks: readonly NetworkNode[];
  /** Kubernetes and Slurm clusters. */
  readonly clusters: readonly ClusterNode[];
  /** Nodes of one kind in a cluster. */
  readonly pools: readonly PoolNode[];
  /** RDMA networks between accelerators. */
  readonly fabrics: readonly FabricNode[];
  /** Shared filesystems. */
  readonly filesystems: readonly FilesystemNode[];
  /** Buckets of object stores. */
  readonly buckets: readonly BucketNode[];
  /** Encryption keys. */
  readonly keys: readonly KeyNode[];
  /** Platform components, what runs on the clusters. */
  readonly services: readonly ServiceNode[];
  /** What the owner means to run. */
  readonly workloads: readonly WorkloadNode[];
  /** Teams with their namespaces and quotas. */
  readonly teams: readonly TeamNode[];
  /** What joins two of the others: mounts, VPNs, copies. */
  readonly links: readonly LinkNode[];
  /** Addresses of what is emitted and of no node: providers, namespaces, look-ups. @default - nothing else is emitted */
  readonly otherAddresses?: readonly string[];
}

/** What a factory is for. */
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

/** A place that hardware stands in. */
export interface SiteNode extends ModelNode {
  /** A region of AWS, or a site that the owner runs. */
  readonly kind: "aws" | "on-prem";
  /** Cloud region, e.g. `eu-north-1`. */
  readonly region?: string;
  /** ISO 3166-1 alpha-2 code of the country the hardware stands in. */
  readonly country?: string;
  /** Availability zones by name; a site of the owner is one zone of its own name. */
  readonly zones: readonly string[];
  /** Racks, power and cooling of an on-prem site. */
  readonly facility?: SiteFacility;
  /** Service quotas that the account has in the region, by code: `{ "L-417A185B": 4608 }`. @default - not stated */
  readonly accountLimits?: Readonly<Record<string, number>>;
}

/** What a planned site takes: racks, power, cooling. */
export interface SiteFacility {
  /** Racks of all kinds. */
  readonly racks: number;
  /** IT power at most. */
  readonly itPowerKW?: number;
  /** IT power that is expected on average, kW. */
  readonly itExpectedKW?: number;
  /** Power of the whole facility at most, cooling and losses included. */
  readonly facilityPowerKW?: number;
  /** What the grid connection gives. */
  readonly powerBudgetKW?: number;
  /** Power of the whole facility to power of its IT. */
  readonly pue?: number;
  /** Ways in which the racks are cooled, in words. */
  readonly cooling?: string;
  /** Heat that goes into air, kW. */
  readonly airKW?: number;
  /** Heat that goes into liquid at the devices, kW. */
  readonly liquidKW?: number;
  /** Air that carries its part of the heat off, m³ an hour. */
  readonly airflowM3PerHour?: number;
  /** Water that carries its part of the heat off, litres a minute. */
  readonly waterLitresPerMinute?: number;
  /** Energy of the whole facility in a year at the expected power, MWh. */
  readonly energyMWhPerYear?: number;
  /** CO2 of that energy, tonnes a year; absent where nobody stated the energy mix. */
  readonly carbonTonnesPerYear?: number;
  /** Devices whose power nobody knows: the totals are lower bounds while this is not 0. */
  readonly unknownPowerDevices?: number;
  /** Duty to report energy figures to the European database. */
  readonly euReportingDuty?: boolean | "unknown";
  /** Kinds of rack, with what the fullest one draws and may draw. */
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

/** A subnet, and whether its addresses suffice. */
export interface SubnetFacts {
  /** Unique within the network. */
  readonly name: string;
  /** What stands in it. */
  readonly kind: "node" | "pod" | "public" | "fabric" | "storage" | "management";
  /** Availability zone by name. */
  readonly zone?: string;
  /** IPv4 range. */
  readonly cidrBlock?: string;
  /** Addresses that the pools and endpoints placed here can need at most. */
  readonly neededAddresses?: number;
}

/** A network: a VPC, or the networks of a site. */
export interface NetworkNode extends ModelNode {
  /** Id of its site. */
  readonly siteId: string;
  /** IPv4 ranges. */
  readonly cidrBlocks: readonly string[];
  /** Subnets of the network. */
  readonly subnets: readonly SubnetFacts[];
  /** No route to the internet at all. */
  readonly closed: boolean;
  /** NAT gateways by which it reaches the internet. */
  readonly natGateways: number;
  /** Services reached through private endpoints, by short name: `s3`, `ecr.api`. */
  readonly privateEndpoints: readonly string[];
}

/** A cluster that schedules work on pools. */
export interface ClusterNode extends ModelNode {
  /** Id of its site. */
  readonly siteId: string;
  /** Id of the network that it stands in. */
  readonly networkId?: string;
  /** What kind of cluster it is. */
  readonly kind: "eks" | "kubernetes" | "slurm";
  /** Minor version, e.g. `1.34`. */
  readonly kubernetesVersion?: string;
  /** IPv4 range of Kubernetes services. */
  readonly serviceCidr?: string;
  /** IPv4 ranges of pods that have no addresses of the network. */
  readonly podCidrs?: readonly string[];
  /** Whether its API answers to the internet. */
  readonly publicApi: boolean;
  /** Id of the key that encrypts Kubernetes' secrets. */
  readonly secretsKeyId?: string;
  /** Add-ons that the cluster's maker installs. */
  readonly addons: readonly { readonly name: string; readonly version?: string }[];
}

/** How nodes are bought: `elastic` grows and shrinks by Karpenter, `owned` are the owner's machines. */
export type CapacityKind = "on-demand" | "spot" | "reservation" | "capacity-block" | "elastic" | "owned";

/** The accelerators of one node. */
export interface AcceleratorFacts {
  /** Id in the accelerator catalogue, e.g. `h200-sxm-141gb`. */
  readonly id?: string;
  /** Name as people know it: `H200`. */
  readonly name: string;
  /** Kind of accelerator: `gpu`, `neuron`, `gaudi`, `fpga` … */
  readonly kind: string;
  /** Accelerators of one node. */
  readonly perNode: number;
  /** Memory of one accelerator in GiB. */
  readonly memoryGiBEach?: number;
  /** What a pod asks for: `nvidia.com/gpu`. */
  readonly resourceName?: string;
}

/** Nodes of one kind in a cluster. */
export interface PoolNode extends ModelNode {
  /** Id of the cluster that the nodes are in. */
  readonly clusterId: string;
  /** Id of its site. */
  readonly siteId: string;
  /** What the nodes are for. */
  readonly role: "system" | "cpu" | "accelerator";
  /** Cloud machine, by the instance type's name. */
  readonly instanceType?: string;
  /** On-prem machine, by the system catalogue's id. */
  readonly system?: string;
  /** Processor architecture. */
  readonly architecture: "x86_64" | "arm64";
  /** vCPUs of one node. */
  readonly vCpus?: number;
  /** Memory of one node in GiB. */
  readonly memoryGiB?: number;
  /** Accelerators of a node; absent for CPU nodes. */
  readonly accelerator?: AcceleratorFacts;
  /** Nodes that are there at least. */
  readonly minNodes: number;
  /** Nodes at most. */
  readonly maxNodes: number;
  /** Nodes at creation. */
  readonly desiredNodes?: number;
  /** How the nodes are bought. */
  readonly capacity: {
    readonly kind: CapacityKind;
    readonly reservationId?: string;
    /** RFC 3339 instants, where the owner stated them. */
    readonly startsAt?: string;
    readonly endsAt?: string;
  };
  /** Zones (cloud) or failure domains (on-prem) that the nodes stand in. */
  readonly zones: readonly string[];
  /** How close to each other the nodes stand. */
  readonly placement: "cluster" | "spread" | "partition" | "nvlink-domain" | "none";
  /** Nodes that stand by for repair, beside the pool's own. */
  readonly spareNodes?: number;
  /** Racks that the nodes stand in, and the part of the nodes that the fullest takes with it when it fails. */
  readonly failureDomains?: { readonly racks: number; readonly largestShare: number };
  /** Nodes that one NVLink domain joins: 18 trays of an NVL72. @default - NVLink ends at the node */
  readonly nvlinkDomainNodes?: number;
  /** Id of the fabric that joins the nodes. */
  readonly fabricId?: string;
  /** Everything that a node offers to pods, as they ask for it: shares and rails counted. @default - what the fields beside say */
  readonly devices?: readonly { readonly resourceName: string; readonly perNode: number }[];
  /** RDMA devices of a node, and what a pod asks for to get them. */
  readonly fabricDevicesPerNode: number;
  /** What a pod asks for to get one RDMA device. */
  readonly fabricResourceName?: string;
  /** RDMA bandwidth of one node in Gb/s. */
  readonly fabricGbpsPerNode?: number;
  /** Bandwidth of one node beside the fabric, Gb/s. */
  readonly networkGbpsPerNode?: number;
  /** Operating system of the nodes: `al2023`. */
  readonly operatingSystem?: string;
  /** `ami_type` of the EKS node group. */
  readonly amiType?: string;
  /** Pods that a node may run. */
  readonly maxPodsPerNode?: number;
  /** Labels of the nodes. */
  readonly labels: Readonly<Record<string, string>>;
  /** Taints of the nodes. */
  readonly taints: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
  /** How an accelerator is shared among pods. */
  readonly sharing?: {
    readonly kind: "mig" | "time-slicing" | "mps";
    readonly profile?: string;
    readonly replicas?: number;
  };
  /** Local NVMe of one node, decimal GB. */
  readonly localScratchGB?: number;
  /** Price of a node by the hour, with date and source. */
  readonly usdPerNodeHour?: { readonly usd: number; readonly asOf: string; readonly source: string };
}

/** An RDMA network between accelerators. */
export interface FabricNode extends ModelNode {
  /** Id of its site. */
  readonly siteId: string;
  /** Technology of the fabric. */
  readonly kind: "efa" | "infiniband" | "roce" | "nvlink";
  /** The one zone of an EFA fabric. */
  readonly zone?: string;
  /** MTU of the fabric's interfaces in bytes. */
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

/** A shared filesystem. */
export interface FilesystemNode extends ModelNode {
  /** Id of its site. */
  readonly siteId: string;
  /** What it is: `fsx-lustre`, `efs`, `cephfs`, `weka` … */
  readonly kind: string;
  /** What the files are. */
  readonly use: "scratch" | "datasets" | "home" | "weights" | "shared";
  /** Deployment type by the name that the cloud gives it. */
  readonly deploymentType?: string;
  /** What users can fill: after replicas, erasure coding and the reserve that the filesystem keeps free. */
  readonly capacityGiB?: number;
  /** Sum of the disks beneath, before replicas and erasure coding. */
  readonly rawCapacityGiB?: number;
  /** Aggregate figures of the whole filesystem, in decimal megabytes per second. */
  readonly readMBps?: number;
  /** Aggregate write throughput in decimal MB/s. */
  readonly writeMBps?: number;
  /** Metadata operations per second of the whole filesystem. */
  readonly metadataIops?: number;
  /** Zones that its servers stand in. */
  readonly zones: readonly string[];
  /** Whether clients reach it by RDMA. */
  readonly rdma: boolean;
  /** Whether files are read into the accelerators' memory directly. */
  readonly gpuDirect: boolean;
  /** Id of the key that encrypts it; absent for keys that are not the factory's. */
  readonly keyId?: string;
  /** Ids of the pools that mount it. */
  readonly mountedByPoolIds: readonly string[];
  /** Ids of the buckets whose objects it shows as files. */
  readonly linkedBucketIds: readonly string[];
  /** StorageClass by which pods get volumes of it. */
  readonly storageClass?: string;
}

/** A bucket of an object store. */
export interface BucketNode extends ModelNode {
  /** Id of its site. */
  readonly siteId: string;
  /** S3 itself, or another service with its interface. */
  readonly kind: "s3" | "s3-compatible";
  /** What the objects are. */
  readonly purpose: "datasets" | "checkpoints" | "weights" | "artifacts" | "logs" | "other";
  /** Name of the bucket, where it is known at synth. */
  readonly name?: string;
  /** Whether overwritten and deleted versions are kept. */
  readonly versioned: boolean;
  /** Whether versions can be locked against removal. */
  readonly objectLock: boolean;
  /** Id of the key that encrypts it; absent for keys that are not the factory's. */
  readonly keyId?: string;
  /** Ids of the buckets that get copies of new objects. */
  readonly replicatesTo: readonly string[];
  /** What the store can hold, after replicas and erasure coding; absent where it grows without limit. */
  readonly capacityGiB?: number;
  /** Disks beneath, before replicas and erasure coding, in GiB. */
  readonly rawCapacityGiB?: number;
}

/** An encryption key. */
export interface KeyNode extends ModelNode {
  /** What the key protects. */
  readonly purpose: string;
  /** Whether its material changes by itself. */
  readonly rotates: boolean;
  /**
   * Who holds the material: the cloud, the customer in the cloud's key service, or an HSM or manager of the customer's.
   */
  readonly custody: "provider" | "customer" | "imported" | "hsm" | "external";
}

/** A platform component: what runs on a cluster. */
export interface ServiceNode extends ModelNode {
  /** Id of the cluster that it runs on. */
  readonly clusterId: string;
  /** Kubernetes namespace. */
  readonly namespace: string;
  /** Helm chart; absent for a component of manifests only. The repository is absent where only Terraform knows it. */
  readonly chart?: { readonly name: string; readonly version: string; readonly repository?: string };
  /** Images that it pulls, where known. */
  readonly images: readonly string[];
  /** Ids of the components that must be ready first. */
  readonly dependsOn: readonly string[];
  /** Objects that it applies beside the chart. */
  readonly customResources: readonly { readonly apiVersion: string; readonly kind: string; readonly name: string }[];
  /** Whether nothing is sent to its maker. */
  readonly telemetryDisabled: boolean;
}

/** What the owner means to run: the yardstick for storage, fabric and memory. */
export interface WorkloadNode extends ModelNode {
  /** Training, or serving of requests. */
  readonly kind: "training" | "inference";
  /** Name in the catalogue of models. @default - not stated: what hangs on it is not judged */
  readonly model?: string;
  /** Parameters of the model in billions. @default - not stated: what hangs on it is not judged */
  readonly parametersBillions?: number;
  /** Ids of the pools that it runs on. */
  readonly poolIds: readonly string[];
  /** Number format of the weights. @default - not stated: what hangs on it is not judged */
  readonly precision?: string;
  /** Tokens to train on. @default - not stated: what hangs on it is not judged */
  readonly trainingTokens?: number;
  /** Minutes between two checkpoints. @default - not stated: what hangs on it is not judged */
  readonly checkpointEveryMinutes?: number;
  /** Checkpoints that stay on the filesystem at a time. @default - three are reckoned with */
  readonly checkpointsKept?: number;
  /** Accelerators that the job runs on at a time. @default - all that its pools can have */
  readonly accelerators?: number;
  /** Data that it reads, decimal GB. @default - not stated: what hangs on it is not judged */
  readonly datasetGB?: number;
  /** Rate at which one accelerator takes data in, GB/s. @default - not stated: what hangs on it is not judged */
  readonly readGBpsPerAccelerator?: number;
  /** RFC 3339 instant at which the owner means to begin. @default - not stated */
  readonly startsAt?: string;
  /** RFC 3339 instant by which it must be done. @default - not stated */
  readonly endsBy?: string;
}

/** A team that shares the factory. */
export interface TeamNode extends ModelNode {
  /** Namespaces that the team works in. */
  readonly namespaces: readonly string[];
  /** Accelerators that are its own; more may be borrowed. */
  readonly acceleratorQuota?: number;
}

/** Something that joins two nodes of the model: a mount, a data link, a VPN. */
export interface LinkNode extends ModelNode {
  /** What the link is. */
  readonly kind: "mount" | "data-repository" | "vpn" | "direct-connect" | "peering" | "burst" | "transfer" | "failover";
  /** Id of the node that it starts from. */
  readonly from: string;
  /** Id of the node that it leads to. */
  readonly to: string;
  /** Rate in Gb/s. */
  readonly gbps?: number;
  /** What fails at once with the link: the router or the location that it ends at. */
  readonly endsAt?: string;
  /** Largest packet that passes, bytes. */
  readonly mtu?: number;
  /** Whether what passes is encrypted by the link itself. */
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
  /** Name of the class, as jobs and copies state it. */
  readonly name: string;
  /** Whether data of the class may leave the site at all. */
  readonly mayLeave: boolean;
  /** Regions that it may go to. @default - every region */
  readonly regions?: readonly string[];
}

/** What a copy between a site and the cloud moves. */
export interface TransferFacts {
  /** Which way the data goes. */
  readonly direction: "to-cloud" | "to-site";
  /** Class of the data. */
  readonly dataClass: string;
  /** What the first run moves, decimal GB. */
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
  /** Data that the job reads, decimal GB. */
  readonly datasetGB: number;
  /** The dataset is kept in both places beforehand: only its daily change is moved. */
  readonly staged: boolean;
  /** Change of a staged dataset within a day, decimal GB. */
  readonly dailyChangeGB?: number;
  /** Checkpoints and results that come back. */
  readonly resultGB: number;
  /** Hours that the job computes. */
  readonly computeHours: number;
  /** Class of the data. */
  readonly dataClass: string;
}

/** The sections that constructs contribute to. */
export type ModelSection = Exclude<
  keyof FactoryModel,
  "schemaVersion" | "name" | "intent" | "budgetUsdPerHour" | "dataClasses" | "otherAddresses"
>;
/** Node of a section of the model. */
export type NodeOf<S extends ModelSection> = FactoryModel[S][number];
