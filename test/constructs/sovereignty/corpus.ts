import type { IamRequest } from "../../../policy/iam/evaluate";

/** A partition as the corpus sees it. */
export interface Place {
  readonly partition: string;
  readonly region: string;
  readonly outside: string;
  /** Region in which IAM and its like answer. */
  readonly global: string;
}

export const places: readonly Place[] = [
  { partition: "aws", region: "eu-central-1", outside: "us-east-1", global: "us-east-1" },
  { partition: "aws-us-gov", region: "us-gov-east-1", outside: "us-gov-west-1", global: "us-gov-west-1" },
  { partition: "aws-eusc", region: "eusc-de-east-1", outside: "eu-central-1", global: "eusc-de-east-1" },
];

export const account = "111122223333";
export const organization = "o-a1b2c3d4e5";

export interface Labelled extends IamRequest {
  readonly name: string;
}

function requestIn(place: Place, region: string) {
  return (name: string, action: string, resource = "*", context: IamRequest["context"] = {}): Labelled => ({
    name,
    action,
    resource,
    context: {
      "aws:RequestedRegion": region,
      "aws:PrincipalArn": `arn:${place.partition}:iam::${account}:role/anybody`,
      "aws:PrincipalAccount": account,
      "aws:PrincipalOrgID": organization,
      "aws:PrincipalIsAWSService": "false",
      "aws:SecureTransport": "true",
      ...context,
    },
  });
}

/** What service control must deny: the holes of published region denies, and what crosses from inside. */
export function mustBeDenied(place: Place): readonly Labelled[] {
  const abroad = requestIn(place, place.outside);
  const inside = requestIn(place, place.region);
  const unspecified = requestIn(place, "unspecified");
  const instance = `arn:${place.partition}:ec2:${place.region}:${account}:instance/*`;
  const volume = `arn:${place.partition}:ec2:${place.region}:${account}:volume/*`;
  return [
    abroad("instance abroad", "ec2:RunInstances"),
    abroad("bucket abroad", "s3:CreateBucket"),
    abroad("key abroad", "kms:CreateKey"),
    abroad("certificate abroad", "acm:RequestCertificate"),
    abroad("recorder abroad", "config:PutConfigurationRecorder"),
    abroad("distribution", "cloudfront:CreateDistribution"),
    abroad("firewall of the edge", "wafv2:CreateWebACL"),
    abroad("global token", "sts:AssumeRole"),
    abroad("snapshot copied abroad", "ec2:CopySnapshot"),
    abroad("model invoked abroad", "bedrock:InvokeModel"),
    unspecified("model invoked anywhere", "bedrock:InvokeModel"),
    inside("key replicated", "kms:ReplicateKey"),
    inside("key of several regions", "kms:CreateKey", "*", { "kms:MultiRegion": "true" }),
    inside("key outside the HSM", "kms:CreateKey", "*", { "kms:KeyOrigin": "AWS_KMS", "kms:MultiRegion": "false" }),
    inside("key gone in a week", "kms:ScheduleKeyDeletion", "*", {
      "kms:ScheduleKeyDeletionPendingWindowInDays": "7",
    }),
    inside("secret replicated abroad", "secretsmanager:ReplicateSecretToRegions", "*", {
      "secretsmanager:AddReplicaRegions": [place.outside],
    }),
    inside("images replicated", "ecr:PutReplicationConfiguration"),
    inside("table replicated", "dynamodb:CreateTableReplica"),
    inside("gateways peered", "ec2:CreateTransitGatewayPeeringAttachment"),
    inside("access point of several regions", "s3:CreateMultiRegionAccessPoint"),
    inside("region opted in", "account:EnableRegion"),
    inside("local zone opted in", "ec2:ModifyAvailabilityZoneGroup"),
    inside("share with anybody", "ram:CreateResourceShare", "*", { "ram:RequestedAllowsExternalPrincipals": "true" }),
    inside("leaving the organisation", "organizations:LeaveOrganization"),
    inside("trail stopped", "cloudtrail:StopLogging"),
    inside("detector deleted", "guardduty:DeleteDetector"),
    inside("internet gateway", "ec2:CreateInternetGateway"),
    inside("NAT gateway", "ec2:CreateNatGateway"),
    inside("access key", "iam:CreateAccessKey"),
    inside("serial console", "ec2:EnableSerialConsoleAccess"),
    inside("exclusion from the block", "ec2:CreateVpcBlockPublicAccessExclusion"),
    inside("metadata without a token", "ec2:RunInstances", instance, { "ec2:MetadataHttpTokens": "optional" }),
    inside("volume in the clear", "ec2:CreateVolume", volume, { "ec2:Encrypted": "false" }),
    inside("global inference profile", "bedrock:InvokeModel", "*", {
      "bedrock:InferenceProfileArn": `arn:${place.partition}:bedrock:${place.region}:${account}:inference-profile/global.some-model`,
    }),
  ];
}

/** What the factory calls to come up, to run and to go. */
export function mustWork(place: Place): readonly Labelled[] {
  const inside = requestIn(place, place.region);
  const global = requestIn(place, place.global);
  const instance = `arn:${place.partition}:ec2:${place.region}:${account}:instance/*`;
  const volume = `arn:${place.partition}:ec2:${place.region}:${account}:volume/*`;
  const key = { "kms:KeyOrigin": "AWS_CLOUDHSM", "kms:MultiRegion": "false" };
  return [
    ...["iam:CreateRole", "iam:AttachRolePolicy", "iam:PassRole", "iam:CreateInstanceProfile", "iam:DeleteRole"].map(
      (action) => global(action, action),
    ),
    global("who is in the organisation", "organizations:DescribeOrganization"),
    ...[
      "autoscaling:CreateAutoScalingGroup",
      "ec2:CreateLaunchTemplate",
      "ec2:CreatePlacementGroup",
      "ec2:CreateSubnet",
      "ec2:CreateVpc",
      "ec2:CreateVpcEndpoint",
      "ecr:BatchGetImage",
      "ecr:CreatePullThroughCacheRule",
      "eks:CreateCluster",
      "eks:CreateNodegroup",
      "eks:DeleteCluster",
      "elasticfilesystem:CreateFileSystem",
      "fsx:CreateDataRepositoryAssociation",
      "fsx:CreateFileSystem",
      "kms:CreateGrant",
      "kms:Decrypt",
      "logs:CreateLogGroup",
      "s3:CreateBucket",
      "s3:GetObject",
      "s3:PutBucketPolicy",
      "sqs:CreateQueue",
      "ssm:GetParameter",
      "sts:AssumeRole",
      "eks-auth:AssumeRoleForPodIdentity",
    ].map((action) => inside(action, action)),
    inside("key in the HSM", "kms:CreateKey", "*", key),
    inside("key gone in a month", "kms:ScheduleKeyDeletion", "*", {
      "kms:ScheduleKeyDeletionPendingWindowInDays": "30",
    }),
    inside("secret", "secretsmanager:CreateSecret"),
    inside("instance with tokens", "ec2:RunInstances", instance, { "ec2:MetadataHttpTokens": "required" }),
    inside("instance's encrypted disk", "ec2:RunInstances", volume, { "ec2:Encrypted": "true" }),
    inside("share inside", "ram:CreateResourceShare", "*", { "ram:RequestedAllowsExternalPrincipals": "false" }),
    inside("model in the region", "bedrock:InvokeModel"),
  ];
}
