import { Construct } from "constructs";
import { contribute } from "../../../model";
import { FactoryError } from "../../../validation/factory-error";
import { problem } from "../../aws/problem";
import type { IObjectStore, IPlatformComponent, IWorkloadIdentity, KubernetesObject } from "../../contracts";
import { announce } from "../findings";
import { OnPremFilesystem, checkOnPremFilesystemProps, type OnPremFilesystemProps } from "../on-prem-filesystem";
import { cephRawGiB, cephUsableGiB } from "./ceph-capacity";
import { checkRookCephProps } from "./ceph-checks";
import { CephClusterComponent, CephCsiDrivers, RookOperator, rookNamespace } from "./ceph-components";
import {
  cephBlockObjects,
  cephBucketObject,
  cephClusterObject,
  cephFilesystemName,
  cephFilesystemObjects,
  cephFsParameters,
  cephObjectStoreName,
  cephObjectStoreObjects,
  cephUserName,
  cephUserObject,
  type CephGrant,
} from "./ceph-objects";
import { CephPool } from "./ceph-pool";
import type { CephBucketOptions, CephFilesystemOptions, CephObjectStoreOptions, RookCephProps } from "./ceph-props";

/** CephFS of a `RookCeph`. */
export class CephFilesystem extends OnPremFilesystem {
  constructor(
    scope: Construct,
    id: string,
    ceph: RookCephProps,
    options: CephFilesystemOptions,
    components: readonly IPlatformComponent[],
  ) {
    const capacityGiB = cephUsableGiB(ceph, CephPool.replicated(options.copies), options.share);
    const props: OnPremFilesystemProps = {
      siteId: ceph.siteId,
      capacityGiB,
      rawCapacityGiB: Math.floor(cephRawGiB(ceph) * options.share),
      readMBps: options.readMBps,
      writeMBps: options.writeMBps,
      use: options.use ?? "shared",
      filesystemName: cephFilesystemName(options),
    };
    const volumeSource = {
      driver: `${rookNamespace}.cephfs.csi.ceph.com`,
      volumeHandle: cephFilesystemName(options),
      handlePerNamespace: true,
      volumeAttributes: {
        clusterID: rookNamespace,
        fsName: cephFilesystemName(options),
        staticVolume: "true",
        rootPath: "/",
      },
      mountOptions: [],
      secrets: { nodeStage: { name: "rook-csi-cephfs-node", namespace: rookNamespace } },
      capacityGiB,
      provisioning: { parameters: cephFsParameters(options) },
    };
    const findings = checkOnPremFilesystemProps(props, `${scope.node.path}/${id}`);
    super(scope, id, props, { kind: "cephfs", volumeSource, components }, findings);
  }
}

/** A bucket of a `RookCeph`'s object store. */
export class CephBucket extends Construct implements IObjectStore {
  readonly storeName: string;
  readonly bucketName: string;
  readonly endpointUrl: string;
  private readonly granted: CephGrant[] = [];
  private rendered = false;

  constructor(
    scope: Construct,
    id: string,
    private readonly ceph: RookCephProps,
    private readonly store: CephObjectStoreOptions,
    private readonly options: CephBucketOptions,
  ) {
    super(scope, id);
    this.storeName = options.name;
    this.bucketName = options.name;
    this.endpointUrl = `http://rook-ceph-rgw-${cephObjectStoreName(store)}.${rookNamespace}.svc`;
    const pool = store.pool ?? CephPool.replicated();
    contribute(this, "buckets", () => ({
      id: options.name,
      siteId: ceph.siteId,
      kind: "s3-compatible" as const,
      purpose: options.purpose,
      name: options.name,
      versioned: false,
      objectLock: false,
      replicatesTo: [],
      capacityGiB: options.maxGiB ?? cephUsableGiB(this.ceph, pool, store.share),
      rawCapacityGiB: Math.floor(cephRawGiB(this.ceph) * store.share),
    }));
  }

  /** The grants, in the order they were made. */
  get grants(): readonly CephGrant[] {
    return this.granted;
  }

  /**
   * Gives the service account keys that list and read the bucket. They are in the secret `secretNameOf(identity)`.
   * @throws FactoryError where the platform that carries the grants has been rendered already
   */
  grantRead(identity: IWorkloadIdentity): void {
    this.grant(identity, "read");
  }

  /** As `grantRead`, and the keys write and delete objects, too. */
  grantReadWrite(identity: IWorkloadIdentity): void {
    this.grant(identity, "read-write");
  }

  /** Secret in the identity's namespace with `AccessKey`, `SecretKey` and `Endpoint`; pods take them by secretKeyRef. */
  secretNameOf(identity: IWorkloadIdentity): string {
    return `rook-ceph-object-user-${cephObjectStoreName(this.store)}-${cephUserName(identity)}`;
  }

  /** The bucket's claim as it is now; grants afterwards are refused. */
  render(): KubernetesObject {
    this.rendered = true;
    return cephBucketObject(this.store, this.options, this.granted);
  }

  private grant({ namespace, serviceAccountName }: IWorkloadIdentity, access: CephGrant["access"]): void {
    const before = this.granted.findIndex(
      (grant) => grant.namespace === namespace && grant.serviceAccountName === serviceAccountName,
    );
    if (before >= 0 && (access === "read" || this.granted[before]?.access === access)) return;
    if (this.rendered) {
      throw new FactoryError([
        problem("STO-229-ceph-late-grant", this.node.path, "the bucket's grants have been written already", {
          given: `${access} for ${namespace}/${serviceAccountName}`,
          allowed: "grants before the platform with Ceph's components is made",
          fix: "make the grant before the TerraformPlatform (or another renderer) gets the components",
        }),
      ]);
    }
    const grant = { namespace, serviceAccountName, access };
    if (before >= 0) this.granted[before] = grant;
    else this.granted.push(grant);
  }
}

/**
 * Ceph on the site's storage nodes, run by Rook: a shared filesystem, buckets and disks from the same drives. Capacities
 * in the model are what users can fill.
 *
 * Its description is open: `components` go into the platform, `filesystem` and `buckets` into everything that mounts or
 * reads.
 *
 * @throws FactoryError with everything that `checkRookCephProps` finds
 */
export class RookCeph extends Construct {
  /** Rook's operator, which runs Ceph. */
  readonly operator: RookOperator;
  /** CSI drivers by which pods mount the filesystem and the block storage. */
  readonly drivers: CephCsiDrivers;
  /** The Ceph cluster and what is in it, as custom resources. */
  readonly cluster: CephClusterComponent;
  /** What a platform must install: operator, drivers, cluster. */
  readonly components: readonly IPlatformComponent[];
  /** CephFS, for pools that mount it; undefined where the props ask for none. */
  readonly filesystem?: CephFilesystem;
  /** Buckets by name. */
  readonly buckets: ReadonlyMap<string, CephBucket>;
  /** StorageClass for disks; undefined without block storage. */
  readonly blockStorageClassName?: string;
  /** Labels that the storage nodes need, by node: their rack, where racks are the failure domain. */
  readonly nodeLabels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Sum of all disks in GiB. */
  readonly rawCapacityGiB: number;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RookCephProps,
  ) {
    super(scope, id);
    announce(this, checkRookCephProps(props, this.node.path));
    const { filesystem, objectStore, block } = props;
    this.rawCapacityGiB = cephRawGiB(props);
    this.blockStorageClassName = block && (block.storageClassName ?? "ceph-block");
    this.operator = new RookOperator({ monitoring: props.monitoring });
    this.drivers = new CephCsiDrivers({ operator: this.operator });
    this.cluster = new CephClusterComponent({
      objects: () => this.objects(),
      dependsOn: [this.operator, this.drivers],
      provides: (block?.isDefault ?? block !== undefined) ? ["default-storage-class"] : [],
    });
    this.components = [this.operator, this.drivers, this.cluster];
    this.filesystem = filesystem && new CephFilesystem(this, "filesystem", props, filesystem, this.components);
    this.buckets = new Map(
      (objectStore?.buckets ?? []).map((bucket) => [
        bucket.name,
        new CephBucket(this, `bucket-${bucket.name}`, props, objectStore!, bucket),
      ]),
    );
    this.nodeLabels = Object.fromEntries(
      props.nodes.flatMap(({ name, rack }) => (rack === undefined ? [] : [[name, { "topology.rook.io/rack": rack }]])),
    );
  }

  /** Everything that Rook is told, with the grants made until now. */
  private objects(): readonly KubernetesObject[] {
    const { filesystem, objectStore, block } = this.props;
    const buckets = [...this.buckets.values()];
    const grants = buckets.flatMap((bucket) => bucket.grants);
    const users = grants.filter((grant, index) => grants.findIndex((other) => isSameUser(other, grant)) === index);
    const namespaces = [...new Set(users.map(({ namespace }) => namespace))];
    return [
      cephClusterObject(this.props),
      ...(block === undefined ? [] : cephBlockObjects(this.props, block)),
      ...(filesystem === undefined ? [] : cephFilesystemObjects(this.props, filesystem)),
      ...(objectStore === undefined
        ? []
        : [
            ...cephObjectStoreObjects(this.props, objectStore, namespaces),
            ...users.map((grant) => cephUserObject(objectStore, grant)),
            ...buckets.map((bucket) => bucket.render()),
          ]),
    ];
  }
}

function isSameUser(a: CephGrant, b: CephGrant): boolean {
  return a.namespace === b.namespace && a.serviceAccountName === b.serviceAccountName;
}
