import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { FsxDataRepositoryAssociation } from "@cdktf/provider-aws/lib/fsx-data-repository-association";
import { FsxLustreFileSystem } from "@cdktf/provider-aws/lib/fsx-lustre-file-system";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import { lustreRules } from "../../catalog/aws/fsx-lustre";
import { Lazy } from "../../core/cdktf";
import { contribute } from "../../model";
import type { FilesystemNode } from "../../model";
import { nameTags } from "../aws/tags";
import type {
  IConnectable,
  IEksNodePool,
  INodePool,
  IParallelFilesystem,
  IS3ObjectStore,
  KubernetesVolumeSource,
} from "../contracts";
import { announce } from "./findings";
import { elasticCapacityGiB, lustreCsiDriver } from "./csi";
import type { LustreDeployment } from "./lustre-deployment";
import {
  checkLustreEfaClients,
  checkLustreFilesystemProps,
  checkLustreLink,
  checkLustreMount,
  lustreZone,
} from "./lustre-checks";
import { planLustre, type LustrePlan } from "./lustre-plan";
import type { LustreFilesystemProps } from "./lustre-props";
import { PoolAccess, requireEksPool } from "./pool-access";

/** Changes that one side of a link tells the other. */
export type LinkEvent = "NEW" | "CHANGED" | "DELETED";

/** A directory of a filesystem that shows the objects of a bucket. */
export interface BucketLinkProps {
  /** Directory in the filesystem, e.g. `/datasets`; `/` only as the single link. */
  readonly path: string;
  /** Objects below this prefix only, without slashes at its ends. @default - the whole bucket */
  readonly prefix?: string;
  /** Changes in the bucket that the directory follows by itself. @default - all three */
  readonly importPolicy?: readonly LinkEvent[];
  /** Changes in the directory that the bucket gets by itself. @default - none: nothing leaves the filesystem unasked */
  readonly exportPolicy?: readonly LinkEvent[];
  /** Reads the whole listing of the bucket when the link is made. @default true */
  readonly importListing?: boolean;
}

/** An FSx for Lustre filesystem: created (`LustreFilesystem`) or existing (`LustreFilesystem.fromAttributes`). */
export interface ILustreFilesystem extends IParallelFilesystem, IConnectable {
  /** Id that AWS gave the filesystem: `fs-…`; a token where it is made here. */
  readonly fileSystemId: string;
  /** Zone that its servers stand in, by name; clients elsewhere pay for traffic and wait longer. */
  readonly zone: string;
  /** Whether it serves EFA clients. */
  readonly efa: boolean;
  /** Shows the objects of a bucket as a directory. The association's id is `link-` and the path's last name. */
  linkBucket(store: IS3ObjectStore, link: BucketLinkProps): FsxDataRepositoryAssociation;
}

/** What is known of a filesystem that exists already. */
export interface LustreFilesystemAttributes {
  /** Id of the filesystem: `fs-…`. */
  readonly fileSystemId: string;
  /** `fs-….fsx.<region>.amazonaws.com`. */
  readonly dnsName: string;
  /** Name that clients mount it by, which FSx chose: eight characters, `fsx` for SCRATCH_1. */
  readonly mountName: string;
  /** Security group of the filesystem; `mountOn` opens it. */
  readonly securityGroupId: string;
  /** Zone that its servers stand in, by name. */
  readonly zone: string;
  /** Region's name. */
  readonly region: string;
  /** Usable capacity in GiB. */
  readonly capacityGiB: number;
  /** Whether it serves EFA clients; FSx fixed that when the filesystem was made. @default false */
  readonly efa?: boolean;
  /** Aggregate throughput. @default - unknown */
  readonly throughputMBps?: number;
  /** What the files are, for reports and the rules about traffic across zones. @default "datasets" */
  readonly use?: FilesystemNode["use"];
  /** Id in the factory model. @default - the construct's id */
  readonly filesystemName?: string;
}

interface Link {
  readonly path: string;
  readonly storeName: string;
}

/** Locks work across all nodes, as training frameworks expect; reading a file writes no access time. */
const mountOptions = ["flock", "noatime"] as const;

/** What created and existing FSx for Lustre filesystems share. */
abstract class LustreBase extends Construct implements ILustreFilesystem {
  abstract readonly filesystemName: string;
  abstract readonly fileSystemId: string;
  /** Id of the security group that `mountOn` opens: `sg-…`. */
  abstract readonly securityGroupId: string;
  abstract readonly zone: string;
  abstract readonly efa: boolean;
  abstract readonly readMBps?: number;
  /** How Kubernetes mounts it: CSI driver, handle and mount options; what `KubernetesVolumes` takes. */
  abstract readonly volumeSource: KubernetesVolumeSource;
  protected abstract readonly access: PoolAccess;
  protected abstract readonly linkRules: Parameters<typeof checkLustreLink>[0];
  protected abstract readonly deployment: LustreDeployment | undefined;
  protected readonly links: Link[] = [];

  mountOn(pool: INodePool): void {
    const eksPool = requireEksPool(pool, this.node.path);
    const { fabric } = eksPool;
    const facts = { zones: pool.zones, families: families(eksPool), hasEfa: fabric !== undefined };
    announce(this, checkLustreMount(this, facts, this.node.path));
    const known = this.access.pools.includes(eksPool);
    this.access.allowPool(eksPool);
    if (this.efa && !known) {
      const clients = this.access.pools.filter((each) => each.fabric !== undefined);
      announce(this, checkLustreEfaClients(clients, this.node.path));
    }
    if (this.efa && fabric !== undefined) this.access.allowAll(fabric.fabricName, fabric);
    if (known) return;
    contribute(this, "links", () => ({
      id: `${pool.poolName}-mounts-${this.filesystemName}`,
      kind: "mount" as const,
      from: pool.poolName,
      to: this.filesystemName,
    }));
  }

  linkBucket(store: IS3ObjectStore, link: BucketLinkProps): FsxDataRepositoryAssociation {
    const path = `${this.node.path}.linkBucket(${link.path})`;
    announce(this, checkLustreLink(this.linkRules, this.deployment, link, this.links, path));
    this.links.push({ path: link.path, storeName: store.storeName });
    const id = `link-${link.path === "/" ? "root" : link.path.slice(1).replaceAll("/", "-")}`;
    const association = new FsxDataRepositoryAssociation(this, id, {
      fileSystemId: this.fileSystemId,
      fileSystemPath: link.path,
      dataRepositoryPath: `s3://${store.bucketName}${link.prefix === undefined ? "" : `/${link.prefix}`}`,
      batchImportMetaDataOnCreate: link.importListing ?? true,
      s3: {
        autoImportPolicy: policy(link.importPolicy ?? ["NEW", "CHANGED", "DELETED"]),
        autoExportPolicy: policy(link.exportPolicy ?? []),
      },
      tags: nameTags(this, `${this.filesystemName}${link.path}`),
    });
    contribute(this, "links", () => ({
      id: `${this.filesystemName}-${id}`,
      kind: "data-repository" as const,
      from: this.filesystemName,
      to: store.storeName,
    }));
    return association;
  }

  protected mountFacts(): Pick<FilesystemNode, "rdma" | "gpuDirect" | "mountedByPoolIds" | "linkedBucketIds"> {
    const { pools } = this.access;
    const direct = pools.some((pool) => families(pool).some((name) => lustreRules().gpuDirectFamilies.includes(name)));
    return {
      rdma: this.efa,
      gpuDirect: this.efa && direct,
      mountedByPoolIds: pools.map((pool) => pool.poolName),
      linkedBucketIds: this.links.map((link) => link.storeName),
    };
  }
}

/**
 * FSx for Lustre: a parallel filesystem next to the accelerators, with links to buckets. Reachable on the Lustre ports
 * from the pools that mount it and from nobody else; encrypted; on EFA where fabric, region and deployment allow it.
 *
 * Its resources are open: `filesystem`, `securityGroup`, `logGroup`.
 *
 * @throws FactoryError with everything that `checkLustreFilesystemProps` finds
 */
export class LustreFilesystem extends LustreBase {
  /** An existing filesystem. Its capacity and deployment stay as they are; mounts and links are added to it. */
  static fromAttributes(scope: Construct, id: string, attributes: LustreFilesystemAttributes): ILustreFilesystem {
    return new ImportedLustre(scope, id, attributes);
  }

  readonly filesystemName: string;
  readonly fileSystemId: string;
  readonly securityGroupId: string;
  /** The filesystem as a resource of Terraform, for what the props do not cover. */
  readonly filesystem: FsxLustreFileSystem;
  /** Security group of the servers; only pools that `mountOn` names get in. */
  readonly securityGroup: SecurityGroup;
  /** Log group of the data repository's events. */
  readonly logGroup: CloudwatchLogGroup;
  readonly zone: string;
  readonly efa: boolean;
  /** What was built; differs from the wanted deployment where the region lacks it. */
  readonly deployment: LustreDeployment;
  /** Capacity as FSx accepts it; undefined with intelligent tiering. */
  readonly capacityGiB?: number;
  readonly readMBps?: number;
  /** Metadata operations per second that are provisioned; undefined where FSx chooses them. */
  readonly metadataIops?: number;
  readonly volumeSource: KubernetesVolumeSource;
  protected readonly access: PoolAccess;
  protected readonly linkRules: Pick<LustreFilesystemProps, "backupRetentionDays" | "finalBackup">;
  private readonly subnetId: string;

  constructor(scope: Construct, id: string, props: LustreFilesystemProps) {
    super(scope, id);
    announce(this, checkLustreFilesystemProps(props, this.node.path));
    const plan = planLustre(props, this.node.path);
    this.filesystemName = props.filesystemName ?? id;
    this.deployment = plan.deployment;
    this.efa = plan.efa;
    this.capacityGiB = plan.capacityGiB;
    this.readMBps = plan.throughputMBps;
    // Intelligent tiering has no automatic mode.
    this.metadataIops = props.metadataIops ?? (isTiered(this.deployment) ? 6000 : undefined);
    this.linkRules = props;
    // The checks above have refused a VPC without a subnet in the zone.
    this.zone = lustreZone(props) ?? "";
    this.subnetId = props.vpc.nodeSubnets.find((subnet) => subnet.zone === this.zone)?.subnetId ?? "";

    this.securityGroup = new SecurityGroup(this, "security-group", {
      vpcId: props.vpc.vpcId,
      namePrefix: `${this.filesystemName}-`,
      description: `Lustre filesystem ${this.filesystemName}`,
      tags: nameTags(this, this.filesystemName),
    });
    this.securityGroupId = this.securityGroup.id;
    this.access = new PoolAccess(this, "access", this.securityGroupId, lustreRules().ports, "both-ways");
    this.access.allowSelf(this.efa ? "all" : "ports");
    this.logGroup = new CloudwatchLogGroup(this, "log-group", {
      namePrefix: `/aws/fsx/${this.filesystemName}-`,
      retentionInDays: props.logRetentionDays ?? 365,
      kmsKeyId: props.logsKey?.keyArn,
      tags: nameTags(this, this.filesystemName),
    });
    this.filesystem = this.createFilesystem(props, plan);
    this.fileSystemId = this.filesystem.id;
    if (this.efa && props.fabric !== undefined) this.access.allowAll(props.fabric.fabricName, props.fabric);
    this.volumeSource = this.describeVolume(props);
    contribute(this, "filesystems", () => this.describe(props));
  }

  private createFilesystem(props: LustreFilesystemProps, plan: LustrePlan): FsxLustreFileSystem {
    const { deployment } = plan;
    const tiered = isTiered(deployment);
    return new FsxLustreFileSystem(this, "filesystem", {
      deploymentType: deployment.deploymentType,
      storageType: deployment.storageType,
      storageCapacity: plan.capacityGiB,
      perUnitStorageThroughput: deployment.throughputMBpsPerTiB,
      throughputCapacity: deployment.throughputMBps,
      dataReadCacheConfiguration: tiered ? { sizingMode: "PROPORTIONAL_TO_THROUGHPUT_CAPACITY" } : undefined,
      driveCacheType: deployment.storageType === "HDD" ? (deployment.readCache ? "READ" : "NONE") : undefined,
      fileSystemTypeVersion: "2.15",
      efaEnabled: plan.efa ? true : undefined,
      metadataConfiguration: deployment.configuresMetadata ? metadata(this.metadataIops) : undefined,
      subnetIds: [this.subnetId],
      securityGroupIds: [this.securityGroup.id],
      kmsKeyId: props.key?.keyArn,
      dataCompressionType: (props.compression ?? true) ? "LZ4" : "NONE",
      weeklyMaintenanceStartTime: props.weeklyMaintenanceStart ?? "7:03:00",
      automaticBackupRetentionDays: deployment.persistent
        ? Lazy.numberValue({ produce: () => this.backupDays(props) })
        : undefined,
      copyTagsToBackups: deployment.persistent ? true : undefined,
      skipFinalBackup: !(props.finalBackup ?? false),
      logConfiguration: { level: "WARN_ERROR", destination: this.logGroup.arn },
      tags: nameTags(this, this.filesystemName),
      // FSx refuses a group without its rules ("do not permit Lustre LNET network traffic").
      dependsOn: [...this.access.selfRules],
    });
  }

  private backupDays(props: LustreFilesystemProps): number {
    if (props.backupRetentionDays !== undefined) return props.backupRetentionDays;
    return this.links.length > 0 || props.use === "scratch" ? 0 : 7;
  }

  private describeVolume(props: LustreFilesystemProps): KubernetesVolumeSource {
    return {
      driver: lustreCsiDriver,
      volumeHandle: this.filesystem.id,
      volumeAttributes: { dnsname: this.filesystem.dnsName, mountname: this.filesystem.mountName },
      mountOptions,
      capacityGiB: this.capacityGiB ?? elasticCapacityGiB,
      provisioning: { parameters: this.provisioningParameters(props) },
    };
  }

  /** A filesystem like this one for each claim. */
  private provisioningParameters(props: LustreFilesystemProps): Record<string, string> {
    const { deployment } = this;
    const parameters: Record<string, string | undefined> = {
      subnetId: this.subnetId,
      securityGroupIds: this.securityGroup.id,
      deploymentType: deployment.deploymentType,
      storageType: deployment.storageType,
      perUnitStorageThroughput: deployment.throughputMBpsPerTiB?.toString(),
      throughputCapacity: deployment.throughputMBps?.toString(),
      driveCacheType: deployment.storageType === "HDD" ? (deployment.readCache ? "READ" : "NONE") : undefined,
      fileSystemTypeVersion: "2.15",
      efaEnabled: this.efa ? "true" : undefined,
      metadataConfigurationMode: this.efa ? "AUTOMATIC" : undefined,
      dataCompressionType: (props.compression ?? true) ? "LZ4" : "NONE",
      kmsKeyId: props.key?.keyArn,
    };
    return Object.fromEntries(Object.entries(parameters).filter((entry): entry is [string, string] => !!entry[1]));
  }

  private describe(props: LustreFilesystemProps): Omit<FilesystemNode, "path" | "addresses"> {
    const { deployment } = this;
    return {
      id: this.filesystemName,
      siteId: props.vpc.region,
      kind: "fsx-lustre",
      use: props.use ?? (deployment.persistent ? "datasets" : "scratch"),
      deploymentType: deployment.toString(),
      capacityGiB: this.capacityGiB,
      readMBps: this.readMBps,
      writeMBps: this.readMBps,
      metadataIops: this.metadataIops,
      zones: [this.zone],
      keyId: props.key?.keyName,
      ...this.mountFacts(),
    };
  }
}

class ImportedLustre extends LustreBase {
  readonly filesystemName: string;
  readonly fileSystemId: string;
  readonly securityGroupId: string;
  readonly zone: string;
  readonly efa: boolean;
  readonly readMBps?: number;
  readonly volumeSource: KubernetesVolumeSource;
  protected readonly access: PoolAccess;
  protected readonly linkRules = {};
  protected readonly deployment = undefined;

  constructor(scope: Construct, id: string, attributes: LustreFilesystemAttributes) {
    super(scope, id);
    this.filesystemName = attributes.filesystemName ?? id;
    this.fileSystemId = attributes.fileSystemId;
    this.securityGroupId = attributes.securityGroupId;
    this.zone = attributes.zone;
    this.efa = attributes.efa ?? false;
    this.readMBps = attributes.throughputMBps;
    this.access = new PoolAccess(this, "access", this.securityGroupId, lustreRules().ports, "both-ways");
    this.volumeSource = {
      driver: lustreCsiDriver,
      volumeHandle: attributes.fileSystemId,
      volumeAttributes: { dnsname: attributes.dnsName, mountname: attributes.mountName },
      mountOptions,
      capacityGiB: attributes.capacityGiB,
    };
    contribute(this, "filesystems", () => ({
      id: this.filesystemName,
      siteId: attributes.region,
      kind: "fsx-lustre",
      use: attributes.use ?? "datasets",
      capacityGiB: attributes.capacityGiB,
      readMBps: this.readMBps,
      writeMBps: this.readMBps,
      zones: [this.zone],
      ...this.mountFacts(),
    }));
  }
}

function isTiered({ storageType }: LustreDeployment): boolean {
  return storageType === "INTELLIGENT_TIERING";
}

function metadata(iops: number | undefined) {
  return iops === undefined ? { mode: "AUTOMATIC" } : { mode: "USER_PROVISIONED", iops };
}

/** The events in the order in which FSx gives them back, so that a second plan shows no difference. */
function policy(events: readonly LinkEvent[]): { events: LinkEvent[] } | undefined {
  const ordered = (["NEW", "CHANGED", "DELETED"] as const).filter((event) => events.includes(event));
  return ordered.length === 0 ? undefined : { events: ordered };
}

function families(pool: IEksNodePool): string[] {
  return pool.instanceTypes.map((type) => type.split(".")[0] ?? type);
}
