import { partitionOf } from "../../../catalog";
import type { PolicyStatement } from "../../contracts";
import { everyNodeTolerations, systemTolerations } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";

export interface FsxCsiDriverProps extends ComponentOptions {
  /** Name of the cluster: tag of every filesystem that the driver makes, and bound of its permissions. */
  readonly clusterName: string;
}

/** Namespace and service account of the driver's controller: what its AWS identity is bound to. */
export const fsxCsiControllerAccount = {
  namespace: "kube-system",
  serviceAccountName: "fsx-csi-controller-sa",
} as const;

const clusterTag = "ai-factory-cluster";

/**
 * Mounts FSx for Lustre, and makes filesystems for claims of a StorageClass. Static volumes need no AWS identity; making
 * filesystems needs `fsxCsiStatements`.
 */
export class FsxCsiDriver extends PlatformComponent {
  constructor(props: FsxCsiDriverProps) {
    super(
      {
        chartId: "aws-fsx-csi-driver",
        values: {
          image: { repository: images.driver.repository, tag: images.driver.tag },
          sidecars: {
            livenessProbe: { image: images.livenessProbe },
            nodeDriverRegistrar: { image: images.registrar },
            provisioner: { image: images.provisioner },
            resizer: { image: images.resizer },
          },
          controller: {
            serviceAccount: { create: true, name: fsxCsiControllerAccount.serviceAccountName },
            tolerations: systemTolerations,
            extraTags: { [clusterTag]: props.clusterName },
          },
          node: { tolerateAllTaints: true, tolerations: everyNodeTolerations },
        },
        images: Object.values(images).map(({ repository, tag }) => `${repository}:${tag}`),
      },
      props,
    );
  }
}

// Chart 1.17.0, values.yaml.
const images = {
  driver: { repository: "public.ecr.aws/fsx-csi-driver/aws-fsx-csi-driver", tag: "v1.9.0" },
  livenessProbe: { repository: "public.ecr.aws/csi-components/livenessprobe", tag: "v2.18.0-eksbuild.3" },
  registrar: { repository: "public.ecr.aws/csi-components/csi-node-driver-registrar", tag: "v2.16.0-eksbuild.3" },
  provisioner: { repository: "public.ecr.aws/csi-components/csi-provisioner", tag: "v6.2.0-eksbuild.2" },
  resizer: { repository: "public.ecr.aws/csi-components/csi-resizer", tag: "v2.1.0-eksbuild.3" },
} as const;

/** Where the driver may make filesystems: what its permissions are bound to. */
export interface FsxCsiAccess {
  /** Region of the filesystems, e.g. `eu-north-1`. */
  readonly region: string;
  /** Name of the cluster: the driver may touch only filesystems that bear it as a tag. */
  readonly clusterName: string;
  /** Keys of your own that the StorageClass encrypts new filesystems with. @default - none */
  readonly keyArns?: readonly string[];
}

/**
 * What the driver's controller may do: make filesystems that carry the cluster's tag, change and delete only those.
 *
 * Source: docs/install.md of the driver at chart 1.17.0, narrowed by tag, without its S3 and role permissions.
 */
export function fsxCsiStatements({ region, clusterName, keyArns = [] }: FsxCsiAccess): readonly PolicyStatement[] {
  const fileSystems = [`arn:${partitionOf(region).id}:fsx:${region}:*:file-system/*`];
  const fsxOfRegion = `fsx.${region}.${partitionOf(region).dnsSuffix}`;
  return [
    {
      sid: "CreateServiceRole",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: ["*"],
      conditions: { StringEquals: { "iam:AWSServiceName": "fsx.amazonaws.com" } },
    },
    { sid: "Read", actions: ["fsx:DescribeFileSystems"], resources: fileSystems },
    {
      sid: "Create",
      actions: ["fsx:CreateFileSystem", "fsx:TagResource"],
      resources: fileSystems,
      conditions: { StringEquals: { [`aws:RequestTag/${clusterTag}`]: clusterName } },
    },
    {
      sid: "ChangeOwn",
      actions: ["fsx:UpdateFileSystem", "fsx:DeleteFileSystem"],
      resources: fileSystems,
      conditions: { StringEquals: { [`aws:ResourceTag/${clusterTag}`]: clusterName } },
    },
    ...(keyArns.length === 0
      ? []
      : [
          {
            sid: "UseKeys",
            actions: ["kms:DescribeKey", "kms:CreateGrant"],
            resources: keyArns,
            conditions: { StringEquals: { "kms:ViaService": fsxOfRegion } },
          },
        ]),
  ];
}
