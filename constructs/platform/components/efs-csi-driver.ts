import { partitionOf } from "../../../catalog";
import type { PolicyStatement } from "../../contracts";
import { everyNodeTolerations, systemTolerations } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";

/** What a user can change of the driver: chart, values, images. */
export type EfsCsiDriverProps = ComponentOptions;

/** Namespace and service account of the driver's controller: what its AWS identity is bound to. */
export const efsCsiControllerAccount = {
  namespace: "kube-system",
  serviceAccountName: "efs-csi-controller-sa",
} as const;

/**
 * Mounts EFS with TLS, and makes access points for claims of a StorageClass. Making access points needs
 * `efsCsiStatements`.
 */
export class EfsCsiDriver extends PlatformComponent {
  constructor(props: EfsCsiDriverProps = {}) {
    super(
      {
        chartId: "aws-efs-csi-driver",
        values: {
          image: images.driver,
          sidecars: {
            livenessProbe: { image: images.livenessProbe },
            nodeDriverRegistrar: { image: images.registrar },
            csiProvisioner: { image: images.provisioner },
          },
          controller: {
            serviceAccount: { create: true, name: efsCsiControllerAccount.serviceAccountName },
            tolerations: systemTolerations,
          },
          node: { tolerations: everyNodeTolerations },
        },
        images: Object.values(images).map(({ repository, tag }) => `${repository}:${tag}`),
      },
      props,
    );
  }
}

// Chart 4.4.1, values.yaml.
const images = {
  driver: { repository: "public.ecr.aws/efs-csi-driver/amazon/aws-efs-csi-driver", tag: "v3.4.1" },
  livenessProbe: { repository: "public.ecr.aws/csi-components/livenessprobe", tag: "v2.19.0-eksbuild.3" },
  registrar: { repository: "public.ecr.aws/csi-components/csi-node-driver-registrar", tag: "v2.17.0-eksbuild.3" },
  provisioner: { repository: "public.ecr.aws/csi-components/csi-provisioner", tag: "v6.3.0-eksbuild.2" },
} as const;

/**
 * What the driver's controller may do: make access points on the given filesystems, and delete those it made.
 *
 * Source: docs/iam-policy-example.json of the driver at chart 4.4.1, narrowed to the filesystems.
 *
 * @param fileSystemArns filesystems on which claims may get access points. @default - all of the region
 */
export function efsCsiStatements(
  region: string,
  fileSystemArns: readonly string[] = [arnOf(region, "file-system/*")],
): readonly PolicyStatement[] {
  const accessPoints = arnOf(region, "access-point/*");
  const madeByDriver = "efs.csi.aws.com/cluster";
  return [
    {
      sid: "Read",
      actions: [
        "elasticfilesystem:DescribeAccessPoints",
        "elasticfilesystem:DescribeFileSystems",
        "elasticfilesystem:DescribeMountTargets",
      ],
      resources: [...fileSystemArns, accessPoints],
    },
    { sid: "ReadZones", actions: ["ec2:DescribeAvailabilityZones"], resources: ["*"] },
    {
      sid: "CreateAccessPoint",
      actions: ["elasticfilesystem:CreateAccessPoint"],
      resources: fileSystemArns,
      conditions: { StringEquals: { [`aws:RequestTag/${madeByDriver}`]: "true" } },
    },
    {
      sid: "TagOwn",
      actions: ["elasticfilesystem:TagResource"],
      resources: [accessPoints],
      conditions: { StringEquals: { [`aws:ResourceTag/${madeByDriver}`]: "true" } },
    },
    {
      sid: "DeleteOwn",
      actions: ["elasticfilesystem:DeleteAccessPoint"],
      resources: [accessPoints],
      conditions: { StringEquals: { [`aws:ResourceTag/${madeByDriver}`]: "true" } },
    },
  ];
}

function arnOf(region: string, resource: string): string {
  return `arn:${partitionOf(region).id}:elasticfilesystem:${region}:*:${resource}`;
}
