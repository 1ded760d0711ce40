import { partitionOf } from "../../../catalog";
import type { PolicyStatement } from "../../contracts";

/** What the controller's permissions are bound to. */
export interface KarpenterAccess {
  /** Region in which it may start instances. */
  readonly region: string;
  /** Name of the cluster: it may remove only instances that bear its tag. */
  readonly clusterName: string;
  /** Role of the nodes; Karpenter may hand this one to instances and no other. */
  readonly nodeRoleArn: string;
  /** Queue with interruption notices. */
  readonly queueArn: string;
}

/**
 * What Karpenter's controller may do: launch and tag instances of this cluster, end only those, read the rest.
 *
 * Source: cloudformation.yaml of karpenter-provider-aws at v1.14.1, without zonal shift.
 */
export function karpenterStatements(access: KarpenterAccess): readonly PolicyStatement[] {
  const { region, clusterName } = access;
  const partition = partitionOf(region).id;
  const ec2 = (...resources: string[]) => resources.map((resource) => `arn:${partition}:ec2:${region}:*:${resource}/*`);
  const profiles = [`arn:${partition}:iam::*:instance-profile/*`];
  const owned = `kubernetes.io/cluster/${clusterName}`;
  const made = ec2("fleet", "instance", "volume", "network-interface", "launch-template", "spot-instances-request");
  const requestTags = { [`aws:RequestTag/${owned}`]: "owned", "aws:RequestTag/eks:eks-cluster-name": clusterName };
  const resourceTags = { [`aws:ResourceTag/${owned}`]: "owned" };
  const regionTag = "topology.kubernetes.io/region";
  const requestOfNodePool = { "aws:RequestTag/karpenter.sh/nodepool": "*" };
  const ofNodePool = { "aws:ResourceTag/karpenter.sh/nodepool": "*" };
  const nodeClass = "karpenter.k8s.aws/ec2nodeclass";
  return [
    {
      sid: "LaunchWith",
      actions: ["ec2:RunInstances", "ec2:CreateFleet"],
      resources: [
        `arn:${partition}:ec2:${region}::image/*`,
        `arn:${partition}:ec2:${region}::snapshot/*`,
        ...ec2("security-group", "subnet", "capacity-reservation", "placement-group"),
      ],
    },
    {
      sid: "LaunchFromOwnTemplate",
      actions: ["ec2:RunInstances", "ec2:CreateFleet"],
      resources: ec2("launch-template"),
      conditions: { StringEquals: resourceTags, StringLike: ofNodePool },
    },
    {
      sid: "Launch",
      actions: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
      resources: made,
      conditions: { StringEquals: requestTags, StringLike: requestOfNodePool },
    },
    {
      sid: "TagNew",
      actions: ["ec2:CreateTags"],
      resources: made,
      conditions: {
        StringEquals: {
          ...requestTags,
          "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
        },
        StringLike: requestOfNodePool,
      },
    },
    {
      sid: "TagOwn",
      actions: ["ec2:CreateTags"],
      resources: ec2("instance"),
      conditions: {
        StringEquals: resourceTags,
        StringLike: ofNodePool,
        StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": clusterName },
        "ForAllValues:StringEquals": { "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"] },
      },
    },
    {
      sid: "EndOwn",
      actions: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      resources: ec2("instance", "launch-template"),
      conditions: { StringEquals: resourceTags, StringLike: ofNodePool },
    },
    {
      sid: "Read",
      actions: readActions,
      resources: ["*"],
      conditions: { StringEquals: { "aws:RequestedRegion": region } },
    },
    {
      sid: "ReadImages",
      actions: ["ssm:GetParameter"],
      resources: [`arn:${partition}:ssm:${region}::parameter/aws/service/*`],
    },
    { sid: "ReadPrices", actions: ["pricing:GetProducts"], resources: ["*"] },
    {
      sid: "ReadCluster",
      actions: ["eks:DescribeCluster"],
      resources: [`arn:${partition}:eks:${region}:*:cluster/${clusterName}`],
    },
    {
      sid: "ReadInterruptions",
      actions: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
      resources: [access.queueArn],
    },
    {
      sid: "GiveNodeRole",
      actions: ["iam:PassRole"],
      resources: [access.nodeRoleArn],
      conditions: { StringEquals: { "iam:PassedToService": ["ec2.amazonaws.com", "ec2.amazonaws.com.cn"] } },
    },
    { sid: "ListProfiles", actions: ["iam:ListInstanceProfiles"], resources: ["*"] },
    { sid: "ReadProfile", actions: ["iam:GetInstanceProfile"], resources: profiles },
    {
      sid: "CreateProfile",
      actions: ["iam:CreateInstanceProfile"],
      resources: profiles,
      conditions: {
        StringEquals: { ...requestTags, [`aws:RequestTag/${regionTag}`]: region },
        StringLike: { [`aws:RequestTag/${nodeClass}`]: "*" },
      },
    },
    {
      sid: "TagProfile",
      actions: ["iam:TagInstanceProfile"],
      resources: profiles,
      conditions: {
        StringEquals: {
          ...resourceTags,
          [`aws:ResourceTag/${regionTag}`]: region,
          ...requestTags,
          [`aws:RequestTag/${regionTag}`]: region,
        },
        StringLike: { [`aws:ResourceTag/${nodeClass}`]: "*", [`aws:RequestTag/${nodeClass}`]: "*" },
      },
    },
    {
      sid: "ChangeOwnProfile",
      actions: ["iam:AddRoleToInstanceProfile", "iam:RemoveRoleFromInstanceProfile", "iam:DeleteInstanceProfile"],
      resources: profiles,
      conditions: {
        StringEquals: { ...resourceTags, [`aws:ResourceTag/${regionTag}`]: region },
        StringLike: { [`aws:ResourceTag/${nodeClass}`]: "*" },
      },
    },
  ];
}

const readActions: readonly string[] = [
  "ec2:DescribeCapacityReservations",
  "ec2:DescribeImages",
  "ec2:DescribeInstanceStatus",
  "ec2:DescribeInstanceTypeOfferings",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeInstances",
  "ec2:DescribeLaunchTemplates",
  "ec2:DescribePlacementGroups",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSpotPriceHistory",
  "ec2:DescribeSubnets",
];
