import { Token } from "../../core/cdktf";
import type { KubernetesObject, VolumeSecret } from "../contracts";
import { claimNameOf, type KubernetesVolumesProps } from "./kubernetes-volumes-props";

/** A volume of the whole filesystem for one namespace, and the only claim that can bind to it. */
export interface StaticVolume {
  /** Namespace of the claim. */
  readonly namespace: string;
  /** The volume, reserved for the claim. */
  readonly volume: PersistentVolumeObject;
  /** The claim, which pods name. */
  readonly claim: PersistentVolumeClaimObject;
}

/** A PersistentVolume as Kubernetes spells it. */
export interface PersistentVolumeObject extends KubernetesObject {
  /** Size, access, reservation for one claim, and what is mounted. */
  readonly spec: {
    readonly capacity: { readonly storage: string };
    readonly accessModes: readonly string[];
    readonly volumeMode: "Filesystem";
    readonly persistentVolumeReclaimPolicy: "Retain";
    readonly storageClassName: string;
    readonly mountOptions: readonly string[];
    readonly claimRef: { readonly namespace: string; readonly name: string };
    /** Exactly one of `csi`, `nfs` and `hostPath`. */
    readonly csi?: CsiVolume;
    readonly nfs?: { readonly server: string; readonly path: string; readonly readOnly: boolean };
    readonly hostPath?: { readonly path: string; readonly type: "Directory" };
  };
}

/** What a CSI driver mounts, as Kubernetes spells it. */
interface CsiVolume {
  /** Name of the CSI driver: `fsx.csi.aws.com`. */
  readonly driver: string;
  /** What the driver knows the volume by. */
  readonly volumeHandle: string;
  /** Whether pods can only read. */
  readonly readOnly: boolean;
  /** Attributes that the driver asks for. */
  readonly volumeAttributes: Readonly<Record<string, string>>;
  /** Secret for staging the volume on a node. */
  readonly nodeStageSecretRef?: VolumeSecret;
  /** Secret for mounting it into a pod. */
  readonly nodePublishSecretRef?: VolumeSecret;
  /** Secret for attaching it to a node. */
  readonly controllerPublishSecretRef?: VolumeSecret;
  /** Secret for growing it. */
  readonly controllerExpandSecretRef?: VolumeSecret;
}

/** A PersistentVolumeClaim as Kubernetes spells it. */
export interface PersistentVolumeClaimObject extends KubernetesObject {
  /** Size, access, and the one volume that it binds to. */
  readonly spec: {
    readonly accessModes: readonly string[];
    readonly volumeMode: "Filesystem";
    readonly storageClassName: string;
    readonly volumeName: string;
    readonly resources: { readonly requests: { readonly storage: string } };
  };
}

/** A StorageClass as Kubernetes spells it. */
export interface StorageClassObject extends KubernetesObject {
  /** Name of the CSI driver that makes the volumes. */
  readonly provisioner: string;
  /** What the driver makes: parameters by its documentation. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Options of every mount. */
  readonly mountOptions: readonly string[];
  /** What becomes of a volume when its claim is deleted. */
  readonly reclaimPolicy: "Delete" | "Retain";
  /** Always `Immediate`: subnet or filesystem are fixed, so waiting for a pod decides nothing. */
  readonly volumeBindingMode: "Immediate";
}

/** Volume and claim for each namespace, as plain data. */
export function staticVolumes(props: KubernetesVolumesProps): readonly StaticVolume[] {
  return (props.namespaces ?? []).map((namespace) => ({
    namespace,
    volume: persistentVolume(props, namespace),
    claim: persistentVolumeClaim(props, namespace),
  }));
}

/** The StorageClass of the filesystem; undefined where it makes no volumes on demand or none are wanted. */
export function storageClassOf(props: KubernetesVolumesProps): StorageClassObject | undefined {
  const { driver, provisioning, mountOptions } = props.filesystem.volumeSource;
  if (provisioning === undefined || props.storageClass === false) return undefined;
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: props.filesystem.filesystemName, labels: labelsOf(props) },
    provisioner: driver,
    parameters: provisioning.parameters,
    mountOptions,
    reclaimPolicy: props.reclaimPolicy ?? "Delete",
    // Subnet or filesystem are fixed: waiting for a pod decides nothing.
    volumeBindingMode: "Immediate",
  };
}

function persistentVolume(props: KubernetesVolumesProps, namespace: string): PersistentVolumeObject {
  const { mountOptions } = props.filesystem.volumeSource;
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: volumeName(props, namespace), labels: labelsOf(props) },
    spec: {
      capacity: { storage: size(props) },
      accessModes: accessModes(props),
      volumeMode: "Filesystem",
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: staticClassName(props),
      mountOptions,
      claimRef: { namespace, name: claimNameOf(props) },
      ...sourceOf(props, namespace),
    },
  };
}

/** What is mounted: by the CSI driver, or by Kubernetes itself. */
function sourceOf(
  props: KubernetesVolumesProps,
  namespace: string,
): Pick<PersistentVolumeObject["spec"], "csi" | "nfs" | "hostPath"> {
  const {
    driver,
    builtIn,
    secrets = {},
    handlePerNamespace,
    volumeAttributes,
    ...source
  } = props.filesystem.volumeSource;
  const volumeHandle = handlePerNamespace === true ? `${source.volumeHandle}-${namespace}` : source.volumeHandle;
  const readOnly = props.readOnly ?? false;
  if (builtIn?.kind === "nfs") return { nfs: { server: builtIn.server, path: builtIn.path, readOnly } };
  // A directory that is not there is an error of the pod, never a new directory on the node's own disk.
  if (builtIn?.kind === "hostPath") return { hostPath: { path: builtIn.path, type: "Directory" } };
  const references = Object.entries(secrets).map(([use, secret]) => [`${use}SecretRef`, secret]);
  return { csi: { driver, volumeHandle, readOnly, volumeAttributes, ...Object.fromEntries(references) } };
}

function persistentVolumeClaim(props: KubernetesVolumesProps, namespace: string): PersistentVolumeClaimObject {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: claimNameOf(props), namespace, labels: labelsOf(props) },
    spec: {
      accessModes: accessModes(props),
      volumeMode: "Filesystem",
      storageClassName: staticClassName(props),
      volumeName: volumeName(props, namespace),
      resources: { requests: { storage: size(props) } },
    },
  };
}

/**
 * Class of static volumes, which no StorageClass has. An empty name would say the same, but the Kubernetes provider drops
 * it (its issue 1379), and the cluster's default class would take its place.
 */
function staticClassName({ filesystem }: KubernetesVolumesProps): string {
  return `${filesystem.filesystemName}-static`;
}

function volumeName(props: KubernetesVolumesProps, namespace: string): string {
  return `${namespace}-${claimNameOf(props)}`;
}

function accessModes({ readOnly }: KubernetesVolumesProps): readonly string[] {
  return [readOnly === true ? "ReadOnlyMany" : "ReadWriteMany"];
}

function size({ filesystem }: KubernetesVolumesProps): string {
  const { capacityGiB } = filesystem.volumeSource;
  // A number that Terraform fills in later must be written as a reference, not as its placeholder.
  return `${Token.isUnresolved(capacityGiB) ? Token.asString(capacityGiB) : capacityGiB}Gi`;
}

function labelsOf({ filesystem }: KubernetesVolumesProps): Record<string, string> {
  return { "ai-factory/filesystem": filesystem.filesystemName };
}
