const releases = [
  "aws-efs-csi-driver",
  "aws-fsx-csi-driver",
  "aws-load-balancer-controller",
  "aws-mountpoint-s3-csi-driver",
  "cert-manager",
  "cloudwatch-exporter",
  "dcgm-exporter",
  "kube-prometheus-stack",
  "kubeflow-trainer",
  "kueue",
  "nvidia-device-plugin",
];
const release = (name: string) => `helm_release.platform_${name}_release`;

/** What an open factory on public registries breaks of `eu-strict`: addresses without their hashes, by rule. */
export const cloudTrainingByEuStrict: Readonly<Record<string, readonly string[]>> = {
  // Its network has a way out.
  "SOV-NET-02-default-deny-egress": [
    "aws_route.network_private-default-eu-north-1a",
    "aws_route.network_private-default-eu-north-1b",
    "aws_route.network_public-default",
  ],
  // AWS is reached over that way, but for S3, whose endpoint lets everything through.
  "SOV-NET-04-endpoint-policies": ["aws_vpc.network_vpc", "aws_vpc_endpoint.network_endpoints_s3"],
  "SOV-NET-06-cluster-network-policies": [
    "Namespace/acceptance",
    "Namespace/cert-manager",
    "Namespace/kubeflow-system",
    "Namespace/kueue-system",
    "Namespace/monitoring",
    "Namespace/nvidia-device-plugin",
  ],
  // Images and charts come from their makers.
  "SOV-SUP-01-image-registries": ["CronJob/acceptance/acceptance-h200", ...releases.map(release)],
  "SOV-SUP-02-image-digests": ["CronJob/acceptance/acceptance-h200"],
  "SOV-SUP-05-pinned-sources": ["aws-efa-k8s-device-plugin", ...releases].map(release),
};
