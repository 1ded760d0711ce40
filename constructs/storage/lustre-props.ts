import type { ICustomerKey, IEfaFabric, IFactoryVpc } from "../contracts";
import type { LustreDeployment } from "./lustre-deployment";

export interface LustreFilesystemProps {
  /** Network that it stands in: subnets and address ranges come from it. */
  readonly vpc: IFactoryVpc;
  /**
   * The EFA network of the pools that will mount it: puts the filesystem into the fabric's zone and, where region and
   * deployment allow it, onto EFA.
   * @default - no EFA; clients mount over TCP
   */
  readonly fabric?: IEfaFabric;
  /** Zone by name; traffic across zones costs money and time. @default - the fabric's zone, else the VPC's first one */
  readonly zone?: string;
  /**
   * Usable capacity that is wanted; raised to the next capacity FSx accepts, and that is said. Not for intelligent
   * tiering, which grows by itself.
   * @default - intelligent tiering only: every other deployment needs one
   */
  readonly capacityGiB?: number;
  /** Deployment type, storage and throughput that are wanted. @default LustreDeployment.persistent2(250) */
  readonly deployment?: LustreDeployment;
  /**
   * Takes the fastest PERSISTENT_1 SSD where the region does not offer PERSISTENT_2 in the wanted tier, with a warning.
   * With false that is an error.
   * @default true
   */
  readonly fallBack?: boolean;
  /** Serves EFA and GPUDirect clients; cannot be changed later. @default - wherever a fabric is given and FSx has it */
  readonly efa?: boolean;
  /**
   * Provisioned metadata operations per second: 1500, 3000, 6000, 12000 and multiples of 12000 to 192000 for SSD, 6000
   * or 12000 for intelligent tiering. Only PERSISTENT_2; can only grow.
   * @default - FSx scales them with the capacity; 6000 for intelligent tiering
   */
  readonly metadataIops?: number;
  /** Key that encrypts the data. @default - the account's own FSx key; SCRATCH_2 knows no other */
  readonly key?: ICustomerKey;
  /**
   * What the files are, for reports and the rules about traffic across zones.
   * @default "datasets" for persistent deployments, "scratch" for SCRATCH_2
   */
  readonly use?: "scratch" | "datasets" | "home" | "weights" | "shared";
  /** LZ4 compression on the servers; saves capacity and disk throughput. @default true */
  readonly compression?: boolean;
  /** Start of the weekly maintenance window in UTC, `d:HH:MM` with Monday = 1. @default "7:03:00" - Sunday, 03:00 */
  readonly weeklyMaintenanceStart?: string;
  /**
   * Days that automatic backups are kept, 0 to 90; FSx backs up no scratch filesystem and none that is linked to a
   * bucket.
   * @default 7 - 0 for scratch use and for a filesystem that is linked to a bucket
   */
  readonly backupRetentionDays?: number;
  /** Takes a last backup when the filesystem is destroyed; not for linked ones. @default false */
  readonly finalBackup?: boolean;
  /** Days that the log of data repository events is kept in CloudWatch Logs. @default 365 */
  readonly logRetentionDays?: number;
  /** Key for the log. @default - the key that CloudWatch Logs manages itself */
  readonly logsKey?: ICustomerKey;
  /** Id in the factory model and base of names. @default - the construct's id */
  readonly filesystemName?: string;
}

/** What a check needs of the props: the construct's own props fit, and so does plain data before anything is built. */
export type LustreFacts = Omit<LustreFilesystemProps, "vpc" | "fabric"> & {
  readonly vpc: Pick<IFactoryVpc, "vpcName" | "region"> & {
    readonly nodeSubnets: readonly { readonly zone: string }[];
  };
  readonly fabric?: { readonly zone: string; readonly vpc: Pick<IFactoryVpc, "vpcName"> };
};
