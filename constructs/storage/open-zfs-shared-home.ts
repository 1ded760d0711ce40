import { FsxOpenzfsFileSystem } from "@cdktf/provider-aws/lib/fsx-openzfs-file-system";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import { contribute } from "../../model";
import { nameTags } from "../aws/tags";
import type { IConnectable, INodePool, ISharedFilesystem, KubernetesVolumeSource } from "../contracts";
import { openZfsCsiDriver } from "./csi";
import { announce } from "./findings";
import { mount } from "./mounts";
import {
  checkOpenZfsSharedHomeProps,
  defaultOpenZfsDeployment,
  openZfsZones,
  type OpenZfsSharedHomeProps,
} from "./open-zfs-props";
import { PoolAccess } from "./pool-access";

/** NFS and its helpers. Source: FSx for OpenZFS User Guide, file system access control with Amazon VPC (2026). */
const nfsPorts = [
  { from: 111, to: 111 },
  { from: 2049, to: 2049 },
  { from: 20001, to: 20003 },
];

/**
 * FSx for OpenZFS: homes and shared files with low latency, snapshots and a throughput that is bought. Reachable from the
 * pools that mount it and from nobody else.
 *
 * Its resources are open: `filesystem`, `securityGroup`.
 *
 * @throws FactoryError with everything that `checkOpenZfsSharedHomeProps` finds
 */
export class OpenZfsSharedHome extends Construct implements ISharedFilesystem, IConnectable {
  readonly filesystemName: string;
  /** The filesystem as a resource of Terraform, for what the props do not cover. */
  readonly filesystem: FsxOpenzfsFileSystem;
  /** Security group of the servers; only pools that `mountOn` names get in. */
  readonly securityGroup: SecurityGroup;
  /** How Kubernetes mounts it: CSI driver, handle and mount options; what `KubernetesVolumes` takes. */
  readonly volumeSource: KubernetesVolumeSource;
  private readonly access: PoolAccess;

  constructor(scope: Construct, id: string, props: OpenZfsSharedHomeProps) {
    super(scope, id);
    announce(this, checkOpenZfsSharedHomeProps(props, this.node.path));
    this.filesystemName = props.filesystemName ?? id;
    const tags = nameTags(this, this.filesystemName);
    this.securityGroup = new SecurityGroup(this, "security-group", {
      vpcId: props.vpc.vpcId,
      namePrefix: `${this.filesystemName}-`,
      description: `OpenZFS filesystem ${this.filesystemName}`,
      tags,
    });
    this.access = new PoolAccess(this, "access", this.securityGroup.id, nfsPorts, "to-server");
    this.filesystem = this.createFilesystem(props);
    this.volumeSource = this.describeVolume(props);
    const { deploymentType, throughputMBps } = props.deployment ?? defaultOpenZfsDeployment;
    contribute(this, "filesystems", () => ({
      id: this.filesystemName,
      siteId: props.vpc.region,
      kind: "fsx-openzfs",
      use: props.use ?? "home",
      deploymentType,
      capacityGiB: props.capacityGiB,
      readMBps: throughputMBps,
      writeMBps: throughputMBps,
      zones: openZfsZones(props),
      rdma: false,
      gpuDirect: false,
      keyId: props.key?.keyName,
      mountedByPoolIds: this.access.pools.map((pool) => pool.poolName),
      linkedBucketIds: [],
    }));
  }

  /** Id of the security group that `mountOn` opens: `sg-…`. */
  get securityGroupId(): string {
    return this.securityGroup.id;
  }

  mountOn(pool: INodePool): void {
    mount(this, this.filesystemName, this.access, pool);
  }

  private createFilesystem(props: OpenZfsSharedHomeProps): FsxOpenzfsFileSystem {
    const { deploymentType, throughputMBps, zones } = props.deployment ?? defaultOpenZfsDeployment;
    const subnetIds = openZfsZones(props).flatMap(
      (zone) => props.vpc.nodeSubnets.find((subnet) => subnet.zone === zone)?.subnetId ?? [],
    );
    return new FsxOpenzfsFileSystem(this, "filesystem", {
      deploymentType,
      throughputCapacity: throughputMBps,
      storageType: "SSD",
      storageCapacity: props.capacityGiB,
      subnetIds,
      preferredSubnetId: zones === 2 ? subnetIds[0] : undefined,
      routeTableIds: props.routeTableIds === undefined ? undefined : [...props.routeTableIds],
      securityGroupIds: [this.securityGroup.id],
      kmsKeyId: props.key?.keyArn,
      rootVolumeConfiguration: {
        dataCompressionType: "ZSTD",
        // Who reaches the server is decided by the security group; root in a pod stays an ordinary user here.
        nfsExports: { clientConfigurations: [{ clients: "*", options: ["rw", "crossmnt"] }] },
      },
      automaticBackupRetentionDays: props.backupRetentionDays ?? 7,
      copyTagsToBackups: true,
      copyTagsToVolumes: true,
      skipFinalBackup: !(props.finalBackup ?? false),
      // Volumes that a CSI driver made for claims go with the filesystem.
      deleteOptions: ["DELETE_CHILD_VOLUMES_AND_SNAPSHOTS"],
      weeklyMaintenanceStartTime: props.weeklyMaintenanceStart ?? "7:03:00",
      tags: nameTags(this, this.filesystemName),
    });
  }

  private describeVolume(props: OpenZfsSharedHomeProps): KubernetesVolumeSource {
    return {
      driver: openZfsCsiDriver,
      volumeHandle: this.filesystem.id,
      volumeAttributes: { DNSName: this.filesystem.dnsName, ResourceType: "filesystem" },
      mountOptions: ["nfsvers=4.1", "rsize=1048576", "wsize=1048576", "timeo=600"],
      capacityGiB: props.capacityGiB,
      // The driver reads each parameter as JSON.
      provisioning: {
        parameters: {
          ResourceType: "volume",
          ParentVolumeId: `"${this.filesystem.rootVolumeId}"`,
          DataCompressionType: '"ZSTD"',
          NfsExports: '[{"ClientConfigurations": [{"Clients": "*", "Options": ["rw","crossmnt"]}]}]',
          OptionsOnDeletion: '["DELETE_CHILD_VOLUMES_AND_SNAPSHOTS"]',
        },
      },
    };
  }
}
