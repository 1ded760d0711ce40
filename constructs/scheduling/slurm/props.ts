import type { INodePool, IPlatformComponent, ISharedFilesystem } from "../../contracts";
import type { DividedPool } from "../node-division";
import type { SlurmAccounting } from "./accounting";
import type { SlurmGres } from "./gres";
import type { SlurmOperator } from "./operator";
import type { SecretKey } from "./secret-reference";
import type { SlurmTopologyFile } from "./topology";

/** Slurm's nodes of one pool: one slurmd on each. */
export interface SlurmNodes {
  /** Slurm's part of a divided pool, or a pool that is all Slurm's. */
  readonly pool: DividedPool | INodePool;
  /** Type in `--gres=gpu:<type>:<n>`; part of the name that the driver reports. @default - the accelerator's first name: `gb200` */
  readonly gresType?: string;
  /** Accelerators of a node that Slurm gives out. @default - all that the pool states */
  readonly gresCount?: number;
  /** How slurmd finds the accelerators. @default - `nvidia` finds NVIDIA's, ROCm SMI finds AMD's, none for CPU pools */
  readonly gres?: SlurmGres;
  /**
   * NVIDIA's driver for dynamic resource allocation (`NvidiaDraDriver`): it runs IMEX on the nodes, and slurmd hands its
   * channels to jobs. Needs the cluster's `nvlinkImex`.
   * @default - the nodes run nvidia-imex by themselves, where there is NVLink between them
   */
  readonly nvlinkDriver?: IPlatformComponent;
  /** slurmd's image, e.g. with Pyxis or ROCm. @default - Slinky's, which has NVIDIA's and no ROCm */
  readonly image?: string;
  /** CPUs of a node that stay with the system and the daemons. @default 4 */
  readonly reservedCpus?: number;
  /** Memory of a node that stays with the system and the daemons, GiB. @default 32 */
  readonly reservedMemoryGiB?: number;
}

/** A partition: nodes that jobs can ask for by one name. */
export interface SlurmPartition {
  /** Name of the partition, as `sbatch --partition` takes it. */
  readonly name: string;
  /** Names of the pools whose nodes it has. */
  readonly pools: readonly string[];
  /** Takes jobs that name no partition. @default false */
  readonly isDefault?: boolean;
  /** Hours that a job may run at the most. @default - no limit */
  readonly maxTimeHours?: number;
  /** Topology of the file that its jobs are placed by. @default - the cluster's */
  readonly topology?: string;
  /** Accounts that may use it. @default - all */
  readonly allowAccounts?: readonly string[];
}

/** A filesystem that jobs see. */
export interface SlurmMount {
  /** Filesystem that is mounted, the same as pods of the cloud-native side mount. */
  readonly filesystem: ISharedFilesystem;
  /** The same on all nodes, and best the same as on the cloud-native side: `/scratch`. */
  readonly mountPath: string;
  /** Name of the claim in Slurm's namespace. @default - the filesystem's name, as `KubernetesVolumes` makes it */
  readonly claimName?: string;
}

/** Where users log in. */
export interface SlurmLogin {
  /** Secret with `sssd.conf`: how the site's users are known. */
  readonly sssdConfig: SecretKey;
  /** Login nodes, between which SSH is spread. @default 2 */
  readonly replicas?: number;
  /** How SSH is reached from outside. @default "LoadBalancer" */
  readonly serviceType?: "LoadBalancer" | "NodePort" | "ClusterIP";
}

/** Someone of the cloud-native side who submits jobs by REST. */
export interface SlurmSubmitter {
  /** User in Slurm. */
  readonly username: string;
  /** Lifetime of its token in Go's form; the operator renews it. @default "1h" */
  readonly tokenLifetime?: string;
}

/** Slurm's REST service: the front for submission from the cloud-native side. */
export interface SlurmRest {
  /** Copies of slurmrestd. @default 2 */
  readonly replicas?: number;
  /**
   * Users for whom a token is kept in a secret, so that programs submit jobs as them.
   * @default - none: tokens are made by hand (`scontrol token`)
   */
  readonly submitters?: readonly SlurmSubmitter[];
  /** Namespaces whose pods reach it. @default - every pod that has a token */
  readonly fromNamespaces?: readonly string[];
}

export interface SlurmClusterProps {
  /** Slinky's operator, which runs the cluster. */
  readonly operator: SlurmOperator;
  /** Id of the site in the factory model. */
  readonly siteId: string;
  /** Name of the cluster in Slurm and of its objects. @default "slurm" */
  readonly clusterName?: string;
  /** Kubernetes namespace of the cluster and of its secrets. @default "slurm" */
  readonly namespace?: string;
  /** Pools that are Slurm's, or of which it has a part. */
  readonly nodes: readonly SlurmNodes[];
  /** Partitions that jobs can ask for. @default - one for each pool, of its name, the first the default */
  readonly partitions?: readonly SlurmPartition[];
  /** Filesystems that jobs and login nodes see. @default - none: jobs see their node's disk only */
  readonly mounts?: readonly SlurmMount[];
  /** Where records of usage go. @default - none: usage is not recorded, and there are no quotas */
  readonly accounting?: SlurmAccounting;
  /** Login nodes for users. @default - none: nobody logs in, jobs come by REST */
  readonly login?: SlurmLogin;
  /** Slurm's REST service. @default - two replicas that every pod with a token reaches */
  readonly rest?: SlurmRest;
  /**
   * Where nodes are in the fabric, so that jobs are placed close together (`slurmTopologyFile`).
   * @default - none: all nodes are equally far apart
   */
  readonly topology?: SlurmTopologyFile;
  /** Key of auth/slurm, which stands in for MUNGE: 32 to 1024 random bytes. @default "slurm-auth-slurm", key "slurm.key" */
  readonly slurmKey?: SecretKey;
  /** Key that tokens are signed by. @default "slurm-auth-jwt", key "jwt.key" */
  readonly jwtKey?: SecretKey;
  /** Pool that controller, accounting, REST and login run on. @default - any node without a taint */
  readonly controlPool?: INodePool;
  /** StorageClass of the controller's state. @default - the cluster's default class */
  readonly storageClassName?: string;
  /** Directory of the nodes' own disks for a job's scratch, shown as `/tmp/scratch`. @default - none */
  readonly scratchHostPath?: string;
  /** Checks each node before and after a job, and drains it when something is wrong. @default true */
  readonly healthChecks?: boolean;
  /** One IMEX channel for each job, for NVLink between nodes (NVL72). IMEX is run by the nodes, or by `nvlinkDriver`. @default false */
  readonly nvlinkImex?: boolean;
  /** Refuses jobs of users without an account. Needs `accounting`. @default false */
  readonly enforceAccounts?: boolean;
  /** Further lines of slurm.conf. @default - none */
  readonly extraConfig?: readonly string[];
  /** Slurm's version and operating system in the images' tags. @default "26.05-ubuntu26.04" */
  readonly imageTag?: string;
  /** Collects Slurm's metrics. @default - no ServiceMonitor */
  readonly monitoring?: IPlatformComponent;
  /** What must be ready first: the filesystems' drivers. @default - nothing */
  readonly dependsOn?: readonly IPlatformComponent[];
}
