import type { IConstruct } from "constructs";
import type { INodePool } from "./node-pool";

/** How a filesystem appears to Kubernetes: everything a static PersistentVolume and a StorageClass need. */
export interface KubernetesVolumeSource {
  /** CSI driver, e.g. `fsx.csi.aws.com`. */
  readonly driver: string;
  readonly volumeHandle: string;
  readonly volumeAttributes: Readonly<Record<string, string>>;
  readonly mountOptions: readonly string[];
  /** Parameters of a StorageClass that provisions volumes of this kind; absent where only static volumes work. */
  readonly provisioning?: { readonly parameters: Readonly<Record<string, string>> };
  /** Size to state on the volume. */
  readonly capacityGiB: number;
}

/** A shared filesystem that node pools mount: Lustre, BeeGFS, NFS, EFS … */
export interface ISharedFilesystem extends IConstruct {
  /** Id in the factory model; also the base of the volume's name. */
  readonly filesystemName: string;
  readonly volumeSource: KubernetesVolumeSource;
  /** Opens the network from the pool's nodes to the filesystem and records the mount in the model. */
  mountOn(pool: INodePool): void;
}

/** A shared filesystem that serves many nodes at once at the accelerators' speed. */
export interface IParallelFilesystem extends ISharedFilesystem {
  /** Aggregate read throughput, where known. */
  readonly readMBps?: number;
}
