import { containerImage, helmChart } from "../../../catalog";
import type { IPlatformComponent, KubernetesObject } from "../../contracts";
import { privilegedNamespace } from "../../platform/namespaces";
import { everyNodeTolerations, systemTolerations } from "../../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../../platform/platform-component";

/** Namespace of operator and cluster. Rook names drivers, classes and secrets after it. */
export const rookNamespace = "rook-ceph";

export interface RookOperatorProps extends Omit<ComponentOptions, "namespace" | "name"> {
  /** Collects the operator's and Ceph's metrics. @default - no ServiceMonitor */
  readonly monitoring?: IPlatformComponent;
}

/** The operator that runs Ceph in Kubernetes, with the operator of Ceph's CSI drivers. */
export class RookOperator extends PlatformComponent {
  constructor(props: RookOperatorProps = {}) {
    const { version } = helmChart("rook-ceph");
    super(
      {
        chartId: "rook-ceph",
        namespaceLabels: privilegedNamespace,
        values: {
          image: { repository: rookImage, tag: version },
          crds: { enabled: true },
          tolerations: systemTolerations,
          // Grants are written as policies of the bucket; claims are made by the factory, not by its users.
          obcAllowAdditionalConfigFields: "maxObjects,maxSize,bucketPolicy",
          monitoring: { enabled: props.monitoring !== undefined },
          "ceph-csi-operator": { controllerManager: { manager: { image: csiOperator } } },
          csi: {
            installCsiOperator: true,
            ...csiImages,
            serviceMonitor: { enabled: props.monitoring !== undefined },
          },
        },
        images: [
          `${rookImage}:${version}`,
          ...[csiOperator, ...Object.values(csiImages)].map(({ repository, tag }) => `${repository}:${tag}`),
        ],
        dependsOn: [props.monitoring],
      },
      props,
    );
  }
}

const rookImage = "docker.io/rook/ceph";

// Rook v1.20.6: deploy/examples/images.txt, deploy/charts/rook-ceph/values.yaml.
const csiOperator = { repository: "quay.io/cephcsi/ceph-csi-operator", tag: "v1.0.4" };
const csiImages = {
  cephcsi: { repository: "quay.io/cephcsi/cephcsi", tag: "v3.17.0" },
  registrar: { repository: "registry.k8s.io/sig-storage/csi-node-driver-registrar", tag: "v2.17.0" },
  provisioner: { repository: "registry.k8s.io/sig-storage/csi-provisioner", tag: "v6.2.0" },
  snapshotter: { repository: "registry.k8s.io/sig-storage/csi-snapshotter", tag: "v8.5.0" },
  attacher: { repository: "registry.k8s.io/sig-storage/csi-attacher", tag: "v4.12.0" },
  resizer: { repository: "registry.k8s.io/sig-storage/csi-resizer", tag: "v2.1.0" },
  csiAddons: { repository: "quay.io/csiaddons/k8s-sidecar", tag: "v0.14.0" },
} as const;

/** Ceph itself. Source: Rook v1.20.6, deploy/examples/images.txt. */
export const cephImage = containerImage("ceph");

export interface CephCsiDriversProps extends Omit<ComponentOptions, "namespace" | "name"> {
  /** Rook's operator, which starts the drivers. */
  readonly operator: RookOperator;
}

/**
 * Ceph's CSI drivers for disks and CephFS. Since Rook 1.20 the operator's chart no longer brings them: without this
 * component no volume is ever mounted. Its images are named by the operator's chart.
 */
export class CephCsiDrivers extends PlatformComponent {
  constructor(props: CephCsiDriversProps) {
    super(
      {
        chartId: "ceph-csi-drivers",
        namespaceLabels: privilegedNamespace,
        values: {
          operatorConfig: {
            namespace: rookNamespace,
            driverSpecDefaults: {
              imageSet: { name: "rook-csi-operator-image-set-configmap" },
              nodePlugin: { priorityClassName: "system-node-critical", tolerations: everyNodeTolerations },
              controllerPlugin: { priorityClassName: "system-cluster-critical", tolerations: systemTolerations },
            },
          },
          drivers: {
            rbd: { enabled: true, name: `${rookNamespace}.rbd.csi.ceph.com` },
            cephfs: { enabled: true, name: `${rookNamespace}.cephfs.csi.ceph.com` },
            nfs: { enabled: false },
            nvmeof: { enabled: false },
          },
        },
        images: [],
        dependsOn: [props.operator],
      },
      props,
    );
  }
}

/**
 * The Ceph cluster and what is in it, as Rook's custom resources. Its objects are asked for when it is rendered: grants
 * made until then are in them.
 */
export class CephClusterComponent implements IPlatformComponent {
  readonly name = "ceph-cluster";
  /** Rook's namespace: operator, drivers and cluster stand in one. */
  readonly namespace = rookNamespace;
  readonly namespaceLabels = privilegedNamespace;
  readonly values = {};
  readonly images = [cephImage];
  readonly imagesKnown = true;
  readonly provides: readonly string[];
  readonly dependsOn: readonly IPlatformComponent[];
  readonly telemetryDisabled = true;

  constructor(props: {
    /** Gives the objects when the component is rendered. */
    readonly objects: () => readonly KubernetesObject[];
    /** Components that must be ready first: operator and drivers. */
    readonly dependsOn: readonly IPlatformComponent[];
    /** Things of which a cluster can have one only, and that this component brings. */
    readonly provides: readonly string[];
  }) {
    this.objects = props.objects;
    this.dependsOn = props.dependsOn;
    this.provides = props.provides;
  }

  private readonly objects: () => readonly KubernetesObject[];

  get manifests(): readonly KubernetesObject[] {
    return this.objects();
  }
}
