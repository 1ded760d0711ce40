import type { ITerraformDependable } from "../../core/cdktf";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { ISharedFilesystem } from "../contracts";
import { isKnown } from "./findings";

export interface KubernetesVolumesProps {
  /** Filesystem that pods shall mount; any construct of the storage layer. */
  readonly filesystem: ISharedFilesystem;
  /** Namespaces that get a claim on the whole filesystem. @default - none: dynamic volumes only */
  readonly namespaces?: readonly string[];
  /** Name of the claim in each namespace. @default - the filesystem's name */
  readonly claimName?: string;
  /** Pods can read and not write. @default false */
  readonly readOnly?: boolean;
  /**
   * Makes a StorageClass by which claims get volumes of their own: a new filesystem like this one (Lustre), a directory
   * of it (EFS), a volume in it (OpenZFS).
   * @default - wherever the filesystem's driver can
   */
  readonly storageClass?: boolean;
  /** What becomes of a dynamic volume, and of what is in it, when its claim is deleted. @default "Delete" */
  readonly reclaimPolicy?: "Delete" | "Retain";
  /** What must be there first: the namespaces, the CSI driver. @default - nothing */
  readonly dependsOn?: readonly ITerraformDependable[];
}

/** Everything that is wrong with the props of KubernetesVolumes. */
export function checkKubernetesVolumesProps(props: KubernetesVolumesProps, path: string): Finding[] {
  return [...checkNames(props, path), ...checkDuplicates(props, path), ...checkStorageClass(props, path)];
}

const dnsLabel = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

function checkNames(props: KubernetesVolumesProps, path: string): Finding[] {
  const names = [
    ...(props.namespaces ?? []).map((name, index) => ({ at: `namespaces[${index}]`, name })),
    { at: props.claimName === undefined ? "filesystem" : "claimName", name: claimNameOf(props) },
  ];
  return names
    .filter(({ name }) => isKnown(name) && !dnsLabel.test(name))
    .map(({ at, name }) =>
      problem("STO-190-volume-name", `${path}.${at}`, "not a name that Kubernetes takes", {
        given: name,
        allowed: "lower-case letters, digits and hyphens, a letter or digit at both ends, 63 at most",
        fix: at === "filesystem" ? "give claimName, or name the filesystem differently" : "choose another name",
      }),
    );
}

function checkDuplicates({ namespaces = [] }: KubernetesVolumesProps, path: string): Finding[] {
  const twice = namespaces.filter((namespace, index) => namespaces.indexOf(namespace) !== index);
  if (twice.length === 0) return [];
  return [
    problem("STO-191-volume-namespaces", `${path}.namespaces`, "a namespace is named twice", {
      given: twice,
      allowed: "each namespace once",
      fix: "remove the repetition",
    }),
  ];
}

function checkStorageClass(props: KubernetesVolumesProps, path: string): Finding[] {
  if (props.storageClass !== true || props.filesystem.volumeSource.provisioning !== undefined) return [];
  return [
    problem("STO-192-volume-storage-class", `${path}.storageClass`, "the filesystem makes no volumes on demand", {
      given: props.filesystem.filesystemName,
      allowed: "filesystems that the factory makes; existing ones are mounted as they are",
      fix: "leave storageClass out",
    }),
  ];
}

/** Name of the claims. */
export function claimNameOf({ claimName, filesystem }: KubernetesVolumesProps): string {
  return claimName ?? filesystem.filesystemName;
}
