import type { EfaPattern, NodeOs } from "../../catalog";
import type { RemoteNetworks } from "../../constructs/cluster";
import type { AcceleratorSharing, Capacity, ElasticMarket, NodePrice } from "../../constructs/compute";
import type { IPlatformComponent } from "../../constructs/contracts";
import type { FactoryVpcAttributes, NatGateways } from "../../constructs/network";
import type { Delivery } from "../../constructs/platform";
import type { KueueProps, KueueQueue } from "../../constructs/scheduling";
import type { LustreDeployment } from "../../constructs/storage";
import type { BucketNode, Intent, WorkloadNode } from "../../model";
import type { Acknowledgement } from "../../validation";
import type { BoundaryProp } from "../sovereignty/boundary-prop";
import type { CloudInfrastructure } from "./infrastructure";
import type { FactoryState } from "./state";

/** A pool of a cloud factory: one instance type, bought in one way. */
export interface CloudPool {
  /** Unique in the factory; a DNS label. */
  readonly name: string;
  /** Any instance type of the catalogue, accelerated or not. */
  readonly instanceType: string;
  /** How many nodes there are, and how they are bought. */
  readonly capacity: Capacity;
  /** Joins the nodes by EFA; the pool then stands in one zone. @default false */
  readonly fabric?: boolean;
  /**
   * Zones that the nodes stand in, by name.
   * @default - the capacity's zone, otherwise all zones of the factory; the first one where `fabric` is set
   */
  readonly zones?: readonly string[];
  /** Operating system of the EKS image. @default "al2023" */
  readonly operatingSystem?: NodeOs;
  /** Interfaces of a node with a fabric: few addresses, or the most IP bandwidth. @default "saveIps" */
  readonly interfacePattern?: EfaPattern;
  /** How one GPU is shared among pods. @default - a GPU belongs to one pod */
  readonly sharing?: AcceleratorSharing;
  /** Pods that a node may run; also what its subnet's addresses are counted by. @default - the instance type's own limit */
  readonly maxPodsPerNode?: number;
  /** Labels of the nodes beside the pool's own. @default - the pool's own labels only */
  readonly labels?: Readonly<Record<string, string>>;
  /** What you pay, where the dated list price does not apply. @default - the list price for on-demand nodes */
  readonly usdPerNodeHour?: NodePrice;
  /** Whether Kueue's queues hand the pool out. Notebooks, which Kueue does not see, take a pool of their own. @default true */
  readonly queued?: boolean;
}

/** A pool that Karpenter grows from zero when pods wait, and shrinks when nodes are idle. */
export interface CloudElasticPool {
  /** Unique in the factory; a DNS label. */
  readonly name: string;
  /** Types that Karpenter may choose from, of one architecture and accelerator. */
  readonly instanceTypes: readonly string[];
  /** Nodes at the most. */
  readonly maxNodes: number;
  /** Zones that nodes may be started in, by name. @default - all zones of the factory */
  readonly zones?: readonly string[];
  /** How the nodes are bought. @default ["on-demand"] */
  readonly markets?: readonly ElasticMarket[];
  /** Whether Kueue's queues hand the pool out. @default true */
  readonly queued?: boolean;
}

/** A Lustre filesystem of a cloud factory, mounted by all its static pools. */
export interface CloudFilesystem {
  /** Unique in the factory; a DNS label. */
  readonly name: string;
  /** Usable capacity; raised to the next capacity that FSx accepts. */
  readonly capacityGiB: number;
  /** Deployment type, storage and throughput. @default LustreDeployment.persistent2(250) */
  readonly deployment?: LustreDeployment;
  /** Names of buckets whose objects appear as files, each under `/<bucket name>`. @default - none */
  readonly linkedBuckets?: readonly string[];
  /**
   * Zone that its servers stand in, by name; traffic across zones costs money and time.
   * @default - the zone of the first pool with a fabric, otherwise the factory's first zone
   */
  readonly zone?: string;
  /**
   * What the files are, for reports and the rules about traffic across zones.
   * @default "datasets", "scratch" for SCRATCH_2
   */
  readonly use?: "scratch" | "datasets" | "weights" | "shared";
  /** Provisioned metadata operations per second. @default - what EFA or the capacity calls for */
  readonly metadataIops?: number;
}

/** A bucket of a cloud factory. */
export interface CloudBucket {
  /** Unique in the factory; base of the bucket's name. */
  readonly name: string;
  /** Decides the defaults of versions, locks and tiers. */
  readonly purpose: BucketNode["purpose"];
}

/** What the owner means to run: the yardstick by which storage, fabric and memory are judged. */
export type CloudWorkload = Omit<WorkloadNode, "path" | "addresses">;

export interface CloudFactoryProps {
  /** AWS region, e.g. `eu-north-1`. */
  readonly region: string;
  /** Availability zones by name, two at least. */
  readonly zones: readonly string[];
  /** What the factory is for: the design rules judge zones, storage and fabric by it. @default "mixed" */
  readonly intent?: Intent;
  /** Pools that exist as long as the factory: reserved capacity, capacity blocks, on-demand groups. */
  readonly pools: readonly CloudPool[];
  /** Pools that grow from zero. @default - none */
  readonly elasticPools?: readonly CloudElasticPool[];
  /** Parallel filesystems. @default - none */
  readonly filesystems?: readonly CloudFilesystem[];
  /** Buckets. @default - none */
  readonly buckets?: readonly CloudBucket[];
  /** Namespaces that get a claim on each filesystem and on the home; they exist, or a component stands in them. @default ["default"] */
  readonly filesystemNamespaces?: readonly string[];
  /** A home directory on EFS, shared by all nodes in all zones. @default true */
  readonly sharedHome?: boolean;
  /** What all nodes together may cost by the hour, USD; rule CST-005 holds the factory to it. @default - no limit */
  readonly budgetUsdPerHour?: number;
  /**
   * Service quotas that the account has in the region, by code: `{ "L-417A185B": 4608 }`. Rules QUO hold the factory to
   * them; `aws service-quotas list-service-quotas --service-code ec2` lists them.
   * @default - not stated: the rules say what to request
   */
  readonly accountLimits?: Readonly<Record<string, number>>;
  /**
   * What you mean to run: storage, fabric and memory are judged by it.
   * @default - none stated: storage and fabric are judged by the intent alone
   */
  readonly workloads?: readonly CloudWorkload[];

  /** Kubernetes version. @default - the catalogue's default version */
  readonly kubernetesVersion?: string;
  /** ARNs of IAM roles that administer the cluster. @default - the role that deploys it */
  readonly adminRoleArns?: readonly string[];
  /** Ranges that reach the API server from the internet. @default - none: the API is private */
  readonly publicAccessCidrs?: readonly string[];
  /** Ranges of joined networks that reach the private API server. @default - the VPC alone */
  readonly privateAccessCidrs?: readonly string[];
  /** Networks of machines at a site that join as nodes (EKS Hybrid Nodes). @default - none */
  readonly remoteNetworks?: RemoteNetworks;
  /** Instance type of the nodes that the platform's own components run on. @default "m7i.2xlarge" */
  readonly systemInstanceType?: string;
  /** Nodes for the platform's own components. @default 3 */
  readonly systemNodes?: number;

  /** An existing VPC; the network props below then do not apply. @default - a VPC is created */
  readonly vpc?: FactoryVpcAttributes;
  /** No way to the internet at all. @default - `true` where the boundary lets nobody in from there, otherwise `false` */
  readonly closedNetwork?: boolean;
  /**
   * NAT gateways by which private subnets reach the internet; one for all zones is cheaper and fails with its zone.
   * @default "one-per-zone"
   */
  readonly natGateways?: NatGateways;
  /** Primary range of the VPC: control plane, endpoints, load balancers. @default "10.0.0.0/16" */
  readonly cidrBlock?: string;
  /** Range of nodes, pods and filesystems. @default "100.64.0.0/16" */
  readonly nodeCidrBlock?: string;

  /**
   * Id of a custom key store (`cks-…`, a CloudHSM cluster or an external key manager) that holds the factory's keys; KMS
   * does not rotate them then. @default - keys of your own in KMS
   */
  readonly customKeyStoreId?: string;

  /** Queues of Kueue. @default - one queue that may use everything */
  readonly queues?: readonly KueueQueue[];
  /** What else is told to Kueue. @default - jobs only, idle quota first come, first served */
  readonly kueue?: Pick<KueueProps, "serving" | "fairSharing">;
  /**
   * Makes further components; it is given those that the factory has made, and the infrastructure under them: pools,
   * buckets to use, the cluster that gives pods an identity. @default - none
   */
  readonly components?: (
    made: readonly IPlatformComponent[],
    infra: CloudInfrastructure,
  ) => readonly IPlatformComponent[];
  /** Installs monitoring (Prometheus, Grafana, DCGM). @default true */
  readonly monitoring?: boolean;
  /**
   * Registry that replaces every image registry of the platform; a map gives each host one of its own.
   * @default - the registry of the boundary; without one the registries of the charts
   */
  readonly imageRegistry?: string | Readonly<Record<string, string>>;
  /**
   * Repository that replaces every chart repository of the platform.
   * @default - `charts` in the registry of the boundary; without one the repositories of the charts
   */
  readonly chartRepository?: string;

  /**
   * Writes the platform as files too, for Argo CD, Flux or an installation by hand: install those or the stack
   * `<id>-platform`, not both. They are written once `outputsFile` is there.
   * @default - the stack alone
   */
  readonly deliveries?: readonly Delivery[];
  /**
   * File in which the stack `<id>-infra` hands its ids to the files: what `terraform output -json` wrote in its folder.
   * It is read at synth; relative paths are from the working directory.
   * @default `<id>.outputs.json`
   */
  readonly outputsFile?: string;

  /**
   * Hosts that the AWS provider calls, by its names of services: `{ kms: "https://kms.eusc-de-east-1.amazonaws.eu" }`.
   * @default - the provider's own; in the European Sovereign Cloud those of the partition, which old providers lack
   */
  readonly providerEndpoints?: Readonly<Record<string, string>>;

  /**
   * Sovereign boundary that the factory stays inside: a profile's name (`eu-strict`) or one of your own. What is not
   * stated follows from it: a closed network with private endpoints, images and charts from its registry (or ECR of its
   * one account), closed namespaces, and an API server that refuses what would leave. Props that contradict it are
   * findings; what is emitted is judged by it at synth.
   * @default - none: `enforce` still judges by one
   */
  readonly boundary?: BoundaryProp;

  /** Findings of the design rules that somebody answers for. @default - none */
  readonly acknowledgements?: readonly Acknowledgement[];
  /** Tags on every AWS resource. @default - the factory's name only */
  readonly tags?: Readonly<Record<string, string>>;
  /** Where Terraform keeps the state of the stacks. @default FactoryState.local() */
  readonly state?: FactoryState;
}
