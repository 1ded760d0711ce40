import { StorageClassV1 } from "@cdktf/provider-kubernetes/lib/storage-class-v1";
import type { Construct } from "constructs";
import type { TerraformResource, ITerraformDependable } from "../../core/cdktf";
import type { KubernetesObject } from "../contracts";

interface StorageClassObject extends KubernetesObject {
  readonly provisioner: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly reclaimPolicy?: string;
  readonly volumeBindingMode?: string;
  readonly allowVolumeExpansion?: boolean;
  readonly mountOptions?: readonly string[];
}

/**
 * Whether Terraform makes the object as a resource of its own. StorageClasses are: their fields cannot change, and
 * Terraform replaces them where a Helm upgrade would fail.
 */
export function isTyped(object: KubernetesObject): object is StorageClassObject {
  return object.apiVersion === "storage.k8s.io/v1" && object.kind === "StorageClass";
}

/** The object as a typed resource of the kubernetes provider. */
export function typedObject(
  scope: Construct,
  object: StorageClassObject,
  dependsOn: readonly ITerraformDependable[],
): TerraformResource {
  const { name, labels, annotations } = object.metadata;
  return new StorageClassV1(scope, `storage-class-${name}`, {
    metadata: { name, labels: labels && { ...labels }, annotations: annotations && { ...annotations } },
    storageProvisioner: object.provisioner,
    parameters: object.parameters && { ...object.parameters },
    reclaimPolicy: object.reclaimPolicy,
    volumeBindingMode: object.volumeBindingMode,
    allowVolumeExpansion: object.allowVolumeExpansion,
    mountOptions: object.mountOptions && [...object.mountOptions],
    dependsOn: [...dependsOn],
  });
}
