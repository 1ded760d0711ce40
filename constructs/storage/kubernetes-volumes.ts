import { PersistentVolumeClaimV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-claim-v1";
import { PersistentVolumeV1 } from "@cdktf/provider-kubernetes/lib/persistent-volume-v1";
import { StorageClassV1 } from "@cdktf/provider-kubernetes/lib/storage-class-v1";
import { Construct } from "constructs";
import type { ITerraformDependable } from "../../core/cdktf";
import type { KubernetesObject } from "../contracts";
import { announce } from "./findings";
import { checkKubernetesVolumesProps, claimNameOf, type KubernetesVolumesProps } from "./kubernetes-volumes-props";
import { staticVolumes, storageClassOf, type StaticVolume, type StorageClassObject } from "./volume-objects";

/**
 * A shared filesystem in a cluster: a claim in each namespace that pods mount by name, and a StorageClass for volumes on
 * demand. Stands in the platform stack, beside the CSI driver.
 *
 * @throws FactoryError with everything that `checkKubernetesVolumesProps` finds
 */
export class KubernetesVolumes extends Construct {
  /** Name of the claim in every namespace of the props; what a pod's volume names. */
  readonly claimName: string;
  /** Name of the StorageClass; undefined where there is none. */
  readonly storageClassName?: string;
  /** The static volumes, one for each namespace. */
  readonly volumes: readonly PersistentVolumeV1[];
  /** The claims on them, one for each namespace. */
  readonly claims: readonly PersistentVolumeClaimV1[];
  /** The StorageClass for volumes on demand; undefined where there is none. */
  readonly storageClass?: StorageClassV1;
  /** The same objects as plain data, for GitOps and for checks. */
  readonly objects: readonly KubernetesObject[];

  constructor(scope: Construct, id: string, props: KubernetesVolumesProps) {
    super(scope, id);
    announce(this, checkKubernetesVolumesProps(props, this.node.path));
    this.claimName = claimNameOf(props);
    const dependsOn = props.dependsOn === undefined ? undefined : [...props.dependsOn];
    const shared = staticVolumes(props);
    const storageClass = storageClassOf(props);
    this.volumes = shared.map((each) => this.createVolume(each, dependsOn));
    this.claims = shared.map((each, index) => this.createClaim(each, this.volumes[index], dependsOn));
    this.storageClass = storageClass === undefined ? undefined : this.createClass(storageClass, dependsOn);
    this.storageClassName = storageClass?.metadata.name;
    this.objects = [
      ...(storageClass === undefined ? [] : [storageClass]),
      ...shared.flatMap(({ volume, claim }) => [volume, claim]),
    ];
  }

  private createVolume({ namespace, volume }: StaticVolume, dependsOn?: ITerraformDependable[]): PersistentVolumeV1 {
    const { csi, nfs, hostPath, claimRef, accessModes, mountOptions, ...spec } = volume.spec;
    return new PersistentVolumeV1(this, `volume-${namespace}`, {
      metadata: { name: volume.metadata.name, labels: volume.metadata.labels },
      spec: [
        {
          ...spec,
          accessModes: [...accessModes],
          mountOptions: [...mountOptions],
          claimRef,
          persistentVolumeSource: { csi, nfs, hostPath },
        },
      ],
      dependsOn,
    });
  }

  private createClaim(
    { namespace, claim }: StaticVolume,
    volume: PersistentVolumeV1 | undefined,
    dependsOn: ITerraformDependable[] = [],
  ): PersistentVolumeClaimV1 {
    const { accessModes, resources, ...spec } = claim.spec;
    return new PersistentVolumeClaimV1(this, `claim-${namespace}`, {
      metadata: { name: claim.metadata.name, namespace, labels: claim.metadata.labels },
      spec: { ...spec, accessModes: [...accessModes], resources: { requests: resources.requests } },
      dependsOn: volume === undefined ? dependsOn : [volume, ...dependsOn],
    });
  }

  private createClass(storageClass: StorageClassObject, dependsOn?: ITerraformDependable[]): StorageClassV1 {
    return new StorageClassV1(this, "storage-class", {
      metadata: { name: storageClass.metadata.name, labels: storageClass.metadata.labels },
      storageProvisioner: storageClass.provisioner,
      parameters: storageClass.parameters,
      mountOptions: [...storageClass.mountOptions],
      reclaimPolicy: storageClass.reclaimPolicy,
      volumeBindingMode: storageClass.volumeBindingMode,
      dependsOn,
    });
  }
}
