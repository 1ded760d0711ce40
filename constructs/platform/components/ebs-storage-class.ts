import type { KubernetesObject } from "../../contracts";
import { PlatformComponent, type ComponentOptions } from "../platform-component";

export interface EbsStorageClassProps extends Pick<ComponentOptions, "dependsOn"> {
  /** Name of the StorageClass. @default "gp3" */
  readonly storageClassName?: string;
  /** Whether claims that name no class get this one. @default true */
  readonly isDefault?: boolean;
  /**
   * Key of your own that encrypts the volumes; the role of the EBS driver must be allowed to use it.
   *
   * @default - the key that AWS manages (`aws/ebs`); volumes are always encrypted
   */
  readonly keyArn?: string;
  /** What becomes of a volume when its claim is deleted. @default "Delete" */
  readonly reclaimPolicy?: "Delete" | "Retain";
}

/**
 * Encrypted gp3 volumes for what keeps state on a disk (Prometheus, Grafana, databases). EKS brings no default
 * StorageClass, and without one such components never get ready.
 */
export class EbsStorageClass extends PlatformComponent {
  /** Name of the StorageClass, for claims. */
  readonly storageClassName: string;

  constructor(props: EbsStorageClassProps = {}) {
    const storageClassName = props.storageClassName ?? "gp3";
    super(
      {
        name: `storage-class-${storageClassName}`,
        namespace: "kube-system",
        manifests: [storageClass(storageClassName, props)],
        provides: [
          `storage-class-${storageClassName}`,
          ...((props.isDefault ?? true) ? ["default-storage-class"] : []),
        ],
      },
      { dependsOn: props.dependsOn },
    );
    this.storageClassName = storageClassName;
  }
}

function storageClass(name: string, props: EbsStorageClassProps): KubernetesObject {
  const isDefault = `${props.isDefault ?? true}`;
  return {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name, annotations: { "storageclass.kubernetes.io/is-default-class": isDefault } },
    provisioner: "ebs.csi.aws.com",
    parameters: { type: "gp3", encrypted: "true", ...(props.keyArn === undefined ? {} : { kmsKeyId: props.keyArn }) },
    reclaimPolicy: props.reclaimPolicy ?? "Delete",
    // A volume stands in one zone: wait for the pod to know which.
    volumeBindingMode: "WaitForFirstConsumer",
    allowVolumeExpansion: true,
  };
}
