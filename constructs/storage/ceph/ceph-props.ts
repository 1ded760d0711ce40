import type { BucketNode, FilesystemNode } from "../../../model";
import type { IPlatformComponent, Taint } from "../../contracts";
import type { CephPool } from "./ceph-pool";

/** A node whose disks Ceph takes. */
export interface CephNode {
  /** As its label `kubernetes.io/hostname` has it. */
  readonly name: string;
  /** Rack, as its label `topology.rook.io/rack` must have it. @default - unknown: the host is the failure domain */
  readonly rack?: string;
}

/** What can fail as one: Ceph keeps an object's pieces in different ones. */
export type CephFailureDomain = "host" | "rack";

/** Throughput of a filesystem or object store of Ceph's, where somebody measured or promised it. */
export interface CephThroughput {
  /** Aggregate read throughput in decimal MB/s, measured or promised. @default - unknown */
  readonly readMBps?: number;
  /** Aggregate write throughput in decimal MB/s. @default - unknown */
  readonly writeMBps?: number;
}

/** CephFS: one filesystem that all nodes mount. */
export interface CephFilesystemOptions extends CephThroughput {
  /** Name of the filesystem in Ceph, and its id in the factory model. @default "cephfs" */
  readonly name?: string;
  /** Copies of the data; CephFS needs whole copies for its first pool. @default 3 */
  readonly copies?: number;
  /** Part of the disks that is meant for it, 0 to 1. */
  readonly share: number;
  /** Metadata servers at work; each has a standby. @default 1 */
  readonly activeMetadataServers?: number;
  /** What the files are, for reports and the rules about traffic across zones. @default "shared" */
  readonly use?: FilesystemNode["use"];
}

/** A bucket of the object store. */
export interface CephBucketOptions {
  /** Name of the bucket: unique in the store; pods address it by this name. */
  readonly name: string;
  /** What the objects are, for reports and the rules about checkpoints and removal. */
  readonly purpose: BucketNode["purpose"];
  /** Quota in GiB. @default - the store's whole capacity */
  readonly maxGiB?: number;
}

/** RADOS Gateway: buckets with the S3 interface. */
export interface CephObjectStoreOptions {
  /** Name of the object store in Ceph. @default "objects" */
  readonly name?: string;
  /**
   * How objects are kept when disks fail; erasure coding holds more on the same disks.
   * @default CephPool.replicated()
   */
  readonly pool?: CephPool;
  /** Part of the disks that is meant for it, 0 to 1. */
  readonly share: number;
  /** Gateways; each is a few GB/s at most. @default 2 */
  readonly gateways?: number;
  /** Buckets that are made in it. */
  readonly buckets: readonly CephBucketOptions[];
}

/** RBD: disks for what keeps state on one (Prometheus, databases, Slurm's controller). */
export interface CephBlockOptions {
  /** Name of the StorageClass. @default "ceph-block" */
  readonly storageClassName?: string;
  /** Whole copies of each block, in different failure domains; at least 3. @default 3 */
  readonly copies?: number;
  /** Part of the disks that is meant for it, 0 to 1. */
  readonly share: number;
  /** Whether claims that name no class get this one. @default true */
  readonly isDefault?: boolean;
}

/** Networks of the storage nodes: Ceph's pods then stand in the nodes' own network. */
export interface CephNetwork {
  /** IPv4 range of the network that clients reach. */
  readonly publicCidr: string;
  /** IPv4 range between the disks, for copies and mending. @default - the public one */
  readonly clusterCidr?: string;
}

export interface RookCephProps {
  /** Id of the site in the factory model. */
  readonly siteId: string;
  /** Storage nodes, all with the same disks. */
  readonly nodes: readonly CephNode[];
  /** Disks of one node that `deviceFilter` matches; at least 1. */
  readonly disksPerNode: number;
  /** Size of one disk in GiB. */
  readonly diskGiB: number;
  /** Which disks of a node are Ceph's, as a regular expression of kernel names. It takes what is empty among them. */
  readonly deviceFilter: string;
  /** What may fail as one: no two copies or chunks of a piece of data stand in the same. @default "host" */
  readonly failureDomain?: CephFailureDomain;
  /** Odd; a majority of them must run. @default - 5 from five nodes on, else 3 */
  readonly monitors?: number;
  /** Taints of the storage nodes, which Ceph's pods tolerate. @default - none */
  readonly taints?: readonly Taint[];
  /** Encrypts the disks (LUKS; the keys are in secrets of the cluster). @default true */
  readonly encryptDisks?: boolean;
  /**
   * Networks of the storage nodes that Ceph speaks on, instead of the pods' network.
   * @default - the pods' network, which costs throughput
   */
  readonly network?: CephNetwork;
  /** CephFS on a share of the disks. @default - no shared filesystem */
  readonly filesystem?: CephFilesystemOptions;
  /** S3 buckets on a share of the disks. @default - no object store */
  readonly objectStore?: CephObjectStoreOptions;
  /** Disks for pods on a share of Ceph's own. @default - no block storage */
  readonly block?: CephBlockOptions;
  /** Collects Ceph's metrics. @default - no ServiceMonitor */
  readonly monitoring?: IPlatformComponent;
}
