import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import { contribute } from "../../model";
import type { FilesystemNode } from "../../model";
import { nameTags } from "../aws/tags";
import type { IConnectable, INodePool, ISharedFilesystem, KubernetesVolumeSource } from "../contracts";
import { efsCsiDriver, elasticCapacityGiB } from "./csi";
import { efsPolicyDocument } from "./efs-policy";
import { checkEfsSharedHomeProps, EfsThroughput, type EfsSharedHomeProps } from "./efs-props";
import { announce } from "./findings";
import { mount } from "./mounts";
import { PoolAccess } from "./pool-access";

const nfsPorts = [{ from: 2049, to: 2049 }];

/** A directory of an EFS filesystem as its own volume, with the identity that everything in it is written by. */
export interface EfsDirectoryProps {
  /** Absolute path; made on first use. */
  readonly path: string;
  /** User and group that every client acts as, and that own the directory. */
  readonly uid: number;
  /** Group id that every client acts as, and that owns the directory. */
  readonly gid: number;
  /** Octal mode of the directory. @default "0750" */
  readonly permissions?: string;
}

/** What is known of an EFS filesystem that exists already. */
export interface EfsSharedHomeAttributes {
  /** Id of the filesystem: `fs-…`. */
  readonly fileSystemId: string;
  /** Security group of its mount targets; `mountOn` opens it. */
  readonly securityGroupId: string;
  /** Region that it stands in, e.g. `eu-north-1`. */
  readonly region: string;
  /** Zones with a mount target. */
  readonly zones: readonly string[];
  /** What the files are, for reports and the rules about traffic across zones. @default "home" */
  readonly use?: FilesystemNode["use"];
  /** Id in the factory model. @default - the construct's id */
  readonly filesystemName?: string;
}

/** An EFS filesystem: created (`EfsSharedHome`) or existing (`EfsSharedHome.fromAttributes`). */
export interface IEfsSharedHome extends ISharedFilesystem, IConnectable {
  /** Id that AWS gave the filesystem: `fs-…`; a token where it is made here. */
  readonly fileSystemId: string;
  /** A directory as a volume of its own: a team's home that cannot see its neighbours. */
  addDirectory(id: string, directory: EfsDirectoryProps): EfsDirectory;
}

/** What created and existing EFS filesystems share. */
abstract class EfsBase extends Construct implements IEfsSharedHome {
  abstract readonly filesystemName: string;
  abstract readonly fileSystemId: string;
  /** Id of the security group that `mountOn` opens: `sg-…`. */
  abstract readonly securityGroupId: string;
  protected abstract readonly access: PoolAccess;

  /** How Kubernetes mounts it: CSI driver, handle and mount options; what `KubernetesVolumes` takes. */
  get volumeSource(): KubernetesVolumeSource {
    return efsVolume(this.fileSystemId, {
      parameters: {
        provisioningMode: "efs-ap",
        fileSystemId: this.fileSystemId,
        directoryPerms: "700",
        basePath: "/claims",
      },
    });
  }

  mountOn(pool: INodePool): void {
    mount(this, this.filesystemName, this.access, pool);
  }

  addDirectory(id: string, directory: EfsDirectoryProps): EfsDirectory {
    return new EfsDirectory(this, id, this, directory);
  }

  protected mountFacts(): Pick<FilesystemNode, "rdma" | "gpuDirect" | "mountedByPoolIds" | "linkedBucketIds"> {
    const mountedByPoolIds = this.access.pools.map((pool) => pool.poolName);
    return { rdma: false, gpuDirect: false, mountedByPoolIds, linkedBucketIds: [] };
  }
}

/**
 * EFS: homes and small shared files of all pools in all zones, elastic, encrypted at rest and on the wire. Not for
 * training data: see LustreFilesystem.
 *
 * Its resources are open: `filesystem`, `securityGroup`, `mountTargets`.
 *
 * @throws FactoryError with everything that `checkEfsSharedHomeProps` finds
 */
export class EfsSharedHome extends EfsBase {
  /** An existing filesystem with its mount targets. */
  static fromAttributes(scope: Construct, id: string, attributes: EfsSharedHomeAttributes): IEfsSharedHome {
    return new ImportedEfs(scope, id, attributes);
  }

  readonly filesystemName: string;
  readonly fileSystemId: string;
  readonly securityGroupId: string;
  /** The filesystem as a resource of Terraform, for what the props do not cover. */
  readonly filesystem: EfsFileSystem;
  /** Security group of the mount targets; only pools that `mountOn` names get in. */
  readonly securityGroup: SecurityGroup;
  /** One network interface of EFS for each zone of the VPC. */
  readonly mountTargets: readonly EfsMountTarget[];
  protected readonly access: PoolAccess;

  constructor(scope: Construct, id: string, props: EfsSharedHomeProps) {
    super(scope, id);
    announce(this, checkEfsSharedHomeProps(props, this.node.path));
    this.filesystemName = props.filesystemName ?? id;
    const throughput = props.throughput ?? EfsThroughput.elastic();
    const tags = nameTags(this, this.filesystemName);
    this.filesystem = new EfsFileSystem(this, "filesystem", {
      encrypted: true,
      kmsKeyId: props.key?.keyArn,
      performanceMode: "generalPurpose",
      throughputMode: throughput.mode,
      provisionedThroughputInMibps: throughput.provisionedMiBps,
      lifecyclePolicy: [
        { transitionToIa: idle(props.infrequentAccessAfterDays ?? 30) },
        { transitionToPrimaryStorageClass: "AFTER_1_ACCESS" },
      ],
      tags,
    });
    this.fileSystemId = this.filesystem.id;
    new EfsFileSystemPolicy(this, "policy", {
      fileSystemId: this.fileSystemId,
      policy: efsPolicyDocument(this.filesystem.arn),
    });
    new EfsBackupPolicy(this, "backups", {
      fileSystemId: this.fileSystemId,
      backupPolicy: { status: (props.backups ?? true) ? "ENABLED" : "DISABLED" },
    });
    this.securityGroup = new SecurityGroup(this, "security-group", {
      vpcId: props.vpc.vpcId,
      namePrefix: `${this.filesystemName}-`,
      description: `EFS filesystem ${this.filesystemName}`,
      tags,
    });
    this.securityGroupId = this.securityGroup.id;
    this.access = new PoolAccess(this, "access", this.securityGroupId, nfsPorts, "to-server");
    const subnets = onePerZone(props.vpc.nodeSubnets);
    this.mountTargets = subnets.map(
      ({ zone, subnetId }) =>
        new EfsMountTarget(this, `mount-target-${zone}`, {
          fileSystemId: this.fileSystemId,
          subnetId,
          securityGroups: [this.securityGroupId],
        }),
    );
    contribute(this, "filesystems", () => ({
      id: this.filesystemName,
      siteId: props.vpc.region,
      kind: "efs",
      use: props.use ?? "home",
      deploymentType: throughput.mode,
      zones: subnets.map(({ zone }) => zone),
      keyId: props.key?.keyName,
      ...this.mountFacts(),
    }));
  }
}

class ImportedEfs extends EfsBase {
  readonly filesystemName: string;
  readonly fileSystemId: string;
  readonly securityGroupId: string;
  protected readonly access: PoolAccess;

  constructor(scope: Construct, id: string, attributes: EfsSharedHomeAttributes) {
    super(scope, id);
    this.filesystemName = attributes.filesystemName ?? id;
    this.fileSystemId = attributes.fileSystemId;
    this.securityGroupId = attributes.securityGroupId;
    this.access = new PoolAccess(this, "access", this.securityGroupId, nfsPorts, "to-server");
    contribute(this, "filesystems", () => ({
      id: this.filesystemName,
      siteId: attributes.region,
      kind: "efs",
      use: attributes.use ?? "home",
      zones: attributes.zones,
      ...this.mountFacts(),
    }));
  }
}

/** A directory of an EFS filesystem as a volume of its own (an access point). */
export class EfsDirectory extends Construct implements ISharedFilesystem {
  readonly filesystemName: string;
  /** The access point: enforces path, user and group on every client. */
  readonly accessPoint: EfsAccessPoint;
  /** How Kubernetes mounts it: CSI driver, handle and mount options; what `KubernetesVolumes` takes. */
  readonly volumeSource: KubernetesVolumeSource;

  constructor(
    scope: Construct,
    id: string,
    private readonly home: IEfsSharedHome,
    { path, uid, gid, permissions = "0750" }: EfsDirectoryProps,
  ) {
    super(scope, id);
    this.filesystemName = `${home.filesystemName}-${id}`;
    this.accessPoint = new EfsAccessPoint(this, "access-point", {
      fileSystemId: home.fileSystemId,
      posixUser: { uid, gid },
      rootDirectory: { path, creationInfo: { ownerUid: uid, ownerGid: gid, permissions } },
      tags: nameTags(this, this.filesystemName),
    });
    this.volumeSource = efsVolume(`${home.fileSystemId}::${this.accessPoint.id}`);
  }

  /** Opens the network from the pool's nodes to the filesystem. */
  mountOn(pool: INodePool): void {
    this.home.mountOn(pool);
  }
}

function efsVolume(
  volumeHandle: string,
  provisioning?: KubernetesVolumeSource["provisioning"],
): KubernetesVolumeSource {
  return {
    driver: efsCsiDriver,
    volumeHandle,
    volumeAttributes: { encryptInTransit: "true" },
    mountOptions: [],
    capacityGiB: elasticCapacityGiB,
    provisioning,
  };
}

function idle(days: number): string {
  return days === 1 ? "AFTER_1_DAY" : `AFTER_${days}_DAYS`;
}

/** EFS takes one mount target in each zone. */
function onePerZone<S extends { readonly zone: string }>(subnets: readonly S[]): S[] {
  return subnets.filter((subnet, index) => subnets.findIndex((other) => other.zone === subnet.zone) === index);
}
