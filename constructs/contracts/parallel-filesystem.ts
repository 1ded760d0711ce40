import type { IConstruct } from "constructs";
import type { IFilesystemExporter } from "./filesystem-exporter";
import type { INodePool } from "./node-pool";

/** A secret that a CSI driver needs to mount a volume. */
export interface VolumeSecret {
  /** Name of the secret. */
  readonly name: string;
  /** Namespace of the secret. */
  readonly namespace: string;
}

/** A volume that Kubernetes mounts by itself, without a CSI driver. */
export type BuiltInVolume =
  | { readonly kind: "nfs"; readonly server: string; readonly path: string }
  | {
      /** A directory of the node: the filesystem is mounted there by the node's own operating system. */
      readonly kind: "hostPath";
      readonly path: string;
    };

/** How a filesystem appears to Kubernetes: everything a static PersistentVolume and a StorageClass need. */
export interface KubernetesVolumeSource {
  /** CSI driver, e.g. `fsx.csi.aws.com`; where `builtIn` is given, the name of Kubernetes' own plugin. */
  readonly driver: string;
  /** How Kubernetes mounts it without a CSI driver. @default - the CSI driver mounts it */
  readonly builtIn?: BuiltInVolume;
  /** Secrets that the CSI driver needs on the node or in its controller. @default - none */
  readonly secrets?: {
    readonly nodeStage?: VolumeSecret;
    readonly nodePublish?: VolumeSecret;
    readonly controllerPublish?: VolumeSecret;
    readonly controllerExpand?: VolumeSecret;
  };
  /** What the CSI driver knows the volume by, in its own form: `fs-…`. */
  readonly volumeHandle: string;
  /**
   * The handle is a mere name to the driver, and kubelet takes volumes of one handle for one volume: each namespace's
   * volume then gets a handle of its own. @default false - the handle says what is mounted
   */
  readonly handlePerNamespace?: boolean;
  /** Attributes that the driver asks for, by its documentation. */
  readonly volumeAttributes: Readonly<Record<string, string>>;
  /** Options of every mount: `["flock"]`. */
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
  /** How Kubernetes mounts it: CSI driver, handle and mount options; what `KubernetesVolumes` takes. */
  readonly volumeSource: KubernetesVolumeSource;
  /** Opens the network from the pool's nodes to the filesystem and records the mount in the model. */
  mountOn(pool: INodePool): void;
}

/** A shared filesystem that serves many nodes at once at the accelerators' speed. */
export interface IParallelFilesystem extends ISharedFilesystem {
  /** Aggregate read throughput in decimal megabytes per second, where known. */
  readonly readMBps?: number;
  /** Aggregate write throughput in decimal megabytes per second, where known. */
  readonly writeMBps?: number;
  /** Metadata operations per second, where known. */
  readonly metadataIops?: number;
  /** Says how it does. @default - nobody does, or the cloud's own metrics do */
  readonly exporter?: IFilesystemExporter;
}
