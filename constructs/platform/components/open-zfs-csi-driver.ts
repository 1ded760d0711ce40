import { partitionOf } from "../../../catalog";
import type { PolicyStatement } from "../../contracts";
import { systemTolerations } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";

export interface OpenZfsCsiDriverProps extends ComponentOptions {
  /** Region of the filesystems; with it, the controller needs no metadata service. */
  readonly region: string;
}

/** Namespace and service account of the driver's controller: what its AWS identity is bound to. */
export const openZfsCsiControllerAccount = {
  namespace: "kube-system",
  serviceAccountName: "fsx-openzfs-csi-controller-sa",
} as const;

/**
 * Mounts FSx for OpenZFS, and makes volumes in a filesystem for claims of a StorageClass. Static volumes need no AWS
 * identity; making volumes needs `openZfsCsiStatements`.
 */
export class OpenZfsCsiDriver extends PlatformComponent {
  constructor(props: OpenZfsCsiDriverProps) {
    const { driver, ...sidecars } = images;
    super(
      {
        chartId: "aws-fsx-openzfs-csi-driver",
        values: {
          image: driver,
          sidecars: Object.fromEntries(Object.entries(sidecars).map(([name, image]) => [name, { image }])),
          controller: {
            region: props.region,
            serviceAccount: { create: true, name: openZfsCsiControllerAccount.serviceAccountName },
            tolerations: systemTolerations,
          },
          node: { tolerateAllTaints: true },
        },
        images: Object.values(images).map(({ repository, tag }) => `${repository}:${tag}`),
      },
      props,
    );
  }
}

const eksDistro = "public.ecr.aws/eks-distro/kubernetes-csi";

// Chart 1.1.0, values.yaml.
const images = {
  driver: { repository: "public.ecr.aws/fsx-csi-driver/aws-fsx-openzfs-csi-driver", tag: "v1.1.0" },
  livenessProbe: { repository: `${eksDistro}/livenessprobe`, tag: "v2.9.0-eks-1-26-latest" },
  nodeDriverRegistrar: { repository: `${eksDistro}/node-driver-registrar`, tag: "v2.7.0-eks-1-26-latest" },
  provisioner: { repository: `${eksDistro}/external-provisioner`, tag: "v3.4.0-eks-1-26-latest" },
  resizer: { repository: `${eksDistro}/external-resizer`, tag: "v1.7.0-eks-1-26-latest" },
  snapshotter: { repository: `${eksDistro}/external-snapshotter/csi-snapshotter`, tag: "v6.2.1-eks-1-26-latest" },
} as const;

/**
 * What the driver's controller may do: make, change and delete volumes and snapshots inside the given filesystems. It
 * makes no filesystems.
 *
 * @param fileSystemArns filesystems in which claims may get volumes. @default - all of the region
 */
export function openZfsCsiStatements(
  region: string,
  fileSystemArns: readonly string[] = [arn(region, "file-system/*")],
): readonly PolicyStatement[] {
  const volumes = [arn(region, "volume/*"), arn(region, "snapshot/*")];
  return [
    {
      sid: "Read",
      actions: ["fsx:DescribeFileSystems", "fsx:DescribeVolumes", "fsx:DescribeSnapshots", "fsx:ListTagsForResource"],
      resources: [...fileSystemArns, ...volumes],
    },
    {
      sid: "Volumes",
      actions: ["fsx:CreateVolume", "fsx:UpdateVolume", "fsx:DeleteVolume", "fsx:TagResource"],
      resources: [...fileSystemArns, ...volumes],
    },
    { sid: "Snapshots", actions: ["fsx:CreateSnapshot", "fsx:DeleteSnapshot"], resources: volumes },
  ];
}

function arn(region: string, resource: string): string {
  return `arn:${partitionOf(region).id}:fsx:${region}:*:${resource}`;
}
