import type { INodePool, KubernetesObject } from "../contracts";
import { problem } from "../aws/problem";
import { throwErrors } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { checkHostPath } from "./posix-mount";

export interface LocalScratchProps extends Pick<ComponentOptions, "dependsOn"> {
  /** Pool whose nodes have the disks. */
  readonly pool: INodePool;
  /** Names of the pool's nodes, as their label `kubernetes.io/hostname` has them. */
  readonly nodeNames: readonly string[];
  /** Directories of each node, one for each volume: the mount points of its local disks. */
  readonly hostPaths: readonly string[];
  /** Size of one volume in GiB. */
  readonly volumeGiB: number;
  /** One class for each pool. @default "scratch-<pool>" */
  readonly storageClassName?: string;
}

/**
 * The nodes' own NVMe disks as scratch: a volume for each disk of each node, bound when the pod's node is known. What is
 * on it stays on the node. A released volume waits until somebody has emptied it; jobs that need a fresh directory for
 * each run take an `emptyDir` or Slurm's scratch instead.
 *
 * @throws FactoryError with everything that `checkLocalScratchProps` finds
 */
export class LocalScratch extends PlatformComponent {
  /** StorageClass that claims on the scratch disks name. */
  readonly storageClassName: string;

  constructor(props: LocalScratchProps) {
    throwErrors(checkLocalScratchProps(props, `local-scratch-${props.pool.poolName}`));
    const storageClassName = props.storageClassName ?? `scratch-${props.pool.poolName}`;
    super(
      {
        name: storageClassName,
        namespace: "kube-system",
        manifests: [
          storageClass(storageClassName),
          ...props.nodeNames.flatMap((node) =>
            props.hostPaths.map((path, disk) => volume(storageClassName, props, { node, path, disk })),
          ),
        ],
        provides: [`storage-class-${storageClassName}`],
      },
      props,
    );
    this.storageClassName = storageClassName;
  }
}

function storageClass(name: string): KubernetesObject {
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name },
    provisioner: "kubernetes.io/no-provisioner",
    reclaimPolicy: "Retain",
    // The volume decides the node, so the pod's other needs must be known first.
    volumeBindingMode: "WaitForFirstConsumer",
  };
}

function volume(
  storageClassName: string,
  { pool, volumeGiB }: LocalScratchProps,
  { node, path, disk }: { readonly node: string; readonly path: string; readonly disk: number },
): KubernetesObject {
  const isThisNode = { key: "kubernetes.io/hostname", operator: "In", values: [node] };
  return {
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: `${storageClassName}-${node}-${disk}`, labels: { "ai-factory/pool": pool.poolName } },
    spec: {
      capacity: { storage: `${volumeGiB}Gi` },
      accessModes: ["ReadWriteOnce"],
      volumeMode: "Filesystem",
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName,
      local: { path },
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [isThisNode] }] } },
    },
  };
}

/** Everything that is wrong with the props of LocalScratch. */
export function checkLocalScratchProps(props: LocalScratchProps, path: string): Finding[] {
  const findings = props.hostPaths.flatMap((each, index) => checkHostPath(each, `${path}.hostPaths[${index}]`));
  const empty = (["nodeNames", "hostPaths"] as const).filter((name) => props[name].length === 0);
  const twice = (["nodeNames", "hostPaths"] as const).filter((name) => new Set(props[name]).size < props[name].length);
  for (const name of [...empty, ...twice]) {
    findings.push(
      problem("STO-213-local-scratch", `${path}.${name}`, "local volumes need each node and each directory once", {
        given: props[name],
        allowed: "at least one, none twice",
        fix: name === "nodeNames" ? "name the pool's nodes" : "name the mount points of the nodes' disks",
      }),
    );
  }
  if (!(props.volumeGiB > 0)) {
    findings.push(
      problem("STO-213-local-scratch", `${path}.volumeGiB`, "not the size of a volume", {
        given: props.volumeGiB,
        allowed: "a number above 0",
        fix: "state the disk's size in GiB",
      }),
    );
  }
  return findings;
}
