import { systemTolerations } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";

/** What a user can change of the driver: chart, values, images. */
export type S3CsiDriverProps = ComponentOptions;

/**
 * Namespace and service account of the driver: what its AWS identity is bound to. Give the identity its buckets by
 * `store.grantReadWrite(identity)`; a volume may also use the identity of the pod that mounts it.
 */
export const s3CsiDriverAccount = { namespace: "kube-system", serviceAccountName: "s3-csi-driver-sa" } as const;

/** Mountpoint for Amazon S3: buckets as volumes, for reading datasets and weights and for writing new objects. */
export class S3CsiDriver extends PlatformComponent {
  constructor(props: S3CsiDriverProps = {}) {
    super(
      {
        chartId: "mountpoint-s3-csi",
        values: {
          image: images.driver,
          sidecars: {
            nodeDriverRegistrar: { image: images.registrar },
            livenessProbe: { image: images.livenessProbe },
          },
          node: {
            serviceAccount: { create: true, name: s3CsiDriverAccount.serviceAccountName },
            tolerateAllTaints: true,
          },
          controller: { tolerations: systemTolerations },
          experimental: { reserveHeadroomForMountpointPods: false },
        },
        images: Object.values(images).map(({ repository, tag }) => `${repository}:${tag}`),
      },
      props,
    );
  }
}

// Chart 2.7.0, values.yaml.
const images = {
  driver: {
    repository: "public.ecr.aws/mountpoint-s3-csi-driver/aws-mountpoint-s3-csi-driver",
    tag: "v2.7.0",
  },
  registrar: { repository: "public.ecr.aws/csi-components/csi-node-driver-registrar", tag: "v2.17.0-eksbuild.3" },
  livenessProbe: { repository: "public.ecr.aws/csi-components/livenessprobe", tag: "v2.19.0-eksbuild.3" },
} as const;
