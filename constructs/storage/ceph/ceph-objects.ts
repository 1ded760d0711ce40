import type { KubernetesObject } from "../../contracts";
import { tolerationsOfTaints } from "./tolerations";
import { monitorsOf } from "./ceph-checks";
import { cephImage, rookNamespace } from "./ceph-components";
import { CephPool } from "./ceph-pool";
import type {
  CephBlockOptions,
  CephBucketOptions,
  CephFilesystemOptions,
  CephObjectStoreOptions,
  RookCephProps,
} from "./ceph-props";

const apiVersion = "ceph.rook.io/v1";
const namespace = rookNamespace;

/** A service account's access to a bucket. */
export interface CephGrant {
  /** Namespace of the service account. */
  readonly namespace: string;
  /** Name of the Kubernetes service account. */
  readonly serviceAccountName: string;
  /** `read` lists and reads; `read-write` writes and deletes, too. */
  readonly access: "read" | "read-write";
}

export function cephClusterObject(props: RookCephProps): KubernetesObject {
  const tolerations = tolerationsOfTaints(props.taints ?? []);
  return {
    apiVersion,
    kind: "CephCluster",
    metadata: { name: namespace, namespace },
    spec: {
      cephVersion: { image: cephImage, allowUnsupported: false },
      dataDirHostPath: "/var/lib/rook",
      // The newer key type needs Linux 7.0 on every node that mounts.
      security: { cephx: { csi: { keyType: "aes" } } },
      mon: { count: monitorsOf(props), allowMultiplePerNode: false },
      mgr: { count: 2, allowMultiplePerNode: false },
      dashboard: { enabled: true, ssl: true },
      monitoring: { enabled: props.monitoring !== undefined },
      network: networkOf(props),
      crashCollector: { disable: false },
      placement: { all: { ...onNodes(props), ...(tolerations.length === 0 ? {} : { tolerations }) } },
      priorityClassNames: { mon: "system-node-critical", osd: "system-node-critical", mgr: "system-cluster-critical" },
      disruptionManagement: { managePodBudgets: true },
      storage: {
        useAllNodes: false,
        useAllDevices: false,
        deviceFilter: props.deviceFilter,
        config: { encryptedDevice: `${props.encryptDisks ?? true}` },
        nodes: props.nodes.map(({ name }) => ({ name })),
      },
    },
  };
}

function networkOf({ network }: RookCephProps): Readonly<Record<string, unknown>> {
  const connections = { requireMsgr2: true };
  if (network === undefined) return { connections };
  const { publicCidr, clusterCidr = publicCidr } = network;
  return { provider: "host", addressRanges: { public: [publicCidr], cluster: [clusterCidr] }, connections };
}

/** Keeps Ceph's pods on the storage nodes. */
function onNodes({ nodes }: RookCephProps) {
  const expression = { key: "kubernetes.io/hostname", operator: "In", values: nodes.map(({ name }) => name) };
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] },
    },
  };
}

/** Keeps the daemons of one kind on different nodes. */
function apart(app: string) {
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          podAffinityTerm: {
            labelSelector: { matchExpressions: [{ key: "app", operator: "In", values: [app] }] },
            topologyKey: "kubernetes.io/hostname",
          },
        },
      ],
    },
  };
}

function placed(props: RookCephProps, app: string) {
  const tolerations = tolerationsOfTaints(props.taints ?? []);
  return { ...onNodes(props), ...apart(app), ...(tolerations.length === 0 ? {} : { tolerations }) };
}

/** Name of the pool that an option's data is in, as Rook builds it. */
export function cephFilesystemName({ name }: CephFilesystemOptions): string {
  return name ?? "cephfs";
}

export function cephFilesystemObjects(props: RookCephProps, options: CephFilesystemOptions): KubernetesObject[] {
  const name = cephFilesystemName(options);
  const failureDomain = props.failureDomain ?? "host";
  return [
    {
      apiVersion,
      kind: "CephFilesystem",
      metadata: { name, namespace },
      spec: {
        metadataPool: CephPool.replicated(3).toSpec(failureDomain),
        dataPools: [{ name: "data", ...CephPool.replicated(options.copies).toSpec(failureDomain) }],
        preserveFilesystemOnDelete: true,
        metadataServer: {
          activeCount: options.activeMetadataServers ?? 1,
          activeStandby: true,
          placement: placed(props, "rook-ceph-mds"),
          priorityClassName: "system-cluster-critical",
        },
      },
    },
    {
      apiVersion,
      kind: "CephFilesystemSubVolumeGroup",
      metadata: { name: `${name}-csi`, namespace },
      spec: { name: "csi", filesystemName: name, pinning: { distributed: 1 } },
    },
  ];
}

/** Parameters of a StorageClass for volumes on CephFS; the same secrets serve static volumes. */
export function cephFsParameters(options: CephFilesystemOptions): Readonly<Record<string, string>> {
  const name = cephFilesystemName(options);
  return { clusterID: namespace, fsName: name, pool: `${name}-data`, ...csiSecrets("cephfs") };
}

function csiSecrets(kind: "cephfs" | "rbd"): Record<string, string> {
  const secrets = {
    provisioner: `rook-csi-${kind}-provisioner`,
    "controller-expand": `rook-csi-${kind}-provisioner`,
    "controller-publish": `rook-csi-${kind}-provisioner`,
    "node-stage": `rook-csi-${kind}-node`,
  };
  return Object.fromEntries(
    Object.entries(secrets).flatMap(([use, name]) => [
      [`csi.storage.k8s.io/${use}-secret-name`, name],
      [`csi.storage.k8s.io/${use}-secret-namespace`, namespace],
    ]),
  );
}

export function cephBlockObjects(props: RookCephProps, options: CephBlockOptions): KubernetesObject[] {
  const name = options.storageClassName ?? "ceph-block";
  return [
    {
      apiVersion,
      kind: "CephBlockPool",
      metadata: { name, namespace },
      spec: CephPool.replicated(options.copies).toSpec(props.failureDomain ?? "host"),
    },
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: {
        name,
        annotations: { "storageclass.kubernetes.io/is-default-class": `${options.isDefault ?? true}` },
      },
      provisioner: `${namespace}.rbd.csi.ceph.com`,
      parameters: {
        clusterID: namespace,
        pool: name,
        imageFormat: "2",
        imageFeatures: "layering",
        ...csiSecrets("rbd"),
        "csi.storage.k8s.io/fstype": "ext4",
      },
      reclaimPolicy: "Delete",
      allowVolumeExpansion: true,
    },
  ];
}

export function cephObjectStoreName({ name }: CephObjectStoreOptions): string {
  return name ?? "objects";
}

export function cephObjectStoreObjects(
  props: RookCephProps,
  options: CephObjectStoreOptions,
  userNamespaces: readonly string[],
): KubernetesObject[] {
  const name = cephObjectStoreName(options);
  const failureDomain = props.failureDomain ?? "host";
  const pool = options.pool ?? CephPool.replicated();
  return [
    {
      apiVersion,
      kind: "CephObjectStore",
      metadata: { name, namespace },
      spec: {
        metadataPool: CephPool.replicated(3).toSpec(failureDomain),
        dataPool: { ...pool.toSpec(failureDomain), parameters: { bulk: "true" } },
        preservePoolsOnDelete: true,
        ...(userNamespaces.length === 0 ? {} : { allowUsersInNamespaces: [...userNamespaces] }),
        gateway: {
          port: 80,
          instances: options.gateways ?? 2,
          placement: placed(props, "rook-ceph-rgw"),
          priorityClassName: "system-cluster-critical",
        },
      },
    },
    {
      apiVersion: "storage.k8s.io/v1",
      kind: "StorageClass",
      metadata: { name: `${name}-bucket` },
      provisioner: `${namespace}.ceph.rook.io/bucket`,
      parameters: { objectStoreName: name, objectStoreNamespace: namespace },
      // A bucket outlives the claim by which it was made.
      reclaimPolicy: "Retain",
      volumeBindingMode: "Immediate",
    },
  ];
}

export function cephBucketObject(
  store: CephObjectStoreOptions,
  bucket: CephBucketOptions,
  grants: readonly CephGrant[],
): KubernetesObject {
  return {
    apiVersion: "objectbucket.io/v1alpha1",
    kind: "ObjectBucketClaim",
    metadata: { name: bucket.name, namespace },
    spec: {
      bucketName: bucket.name,
      storageClassName: `${cephObjectStoreName(store)}-bucket`,
      additionalConfig: {
        ...(bucket.maxGiB === undefined ? {} : { maxSize: `${bucket.maxGiB}Gi` }),
        ...(grants.length === 0 ? {} : { bucketPolicy: bucketPolicy(bucket.name, grants) }),
      },
    },
  };
}

/** Name of the gateway's user that stands for a service account. */
export function cephUserName({ namespace: home, serviceAccountName }: Omit<CephGrant, "access">): string {
  return `${home}-${serviceAccountName}`;
}

/** The user of a service account; its keys are in a secret beside the service account. */
export function cephUserObject(store: CephObjectStoreOptions, grant: CephGrant): KubernetesObject {
  return {
    apiVersion,
    kind: "CephObjectStoreUser",
    metadata: { name: cephUserName(grant), namespace: grant.namespace },
    spec: {
      store: cephObjectStoreName(store),
      clusterNamespace: namespace,
      displayName: `${grant.namespace}/${grant.serviceAccountName}`,
    },
  };
}

const readActions = ["s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket", "s3:GetBucketLocation"];
const writeActions = ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];

function bucketPolicy(bucket: string, grants: readonly CephGrant[]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: grants.map((grant) => ({
      Sid: `${grant.access === "read" ? "Read" : "ReadWrite"}-${cephUserName(grant)}`,
      Effect: "Allow",
      Principal: { AWS: [`arn:aws:iam:::user/${cephUserName(grant)}`] },
      Action: grant.access === "read" ? readActions : [...readActions, ...writeActions],
      Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
    })),
  });
}
