import type { GuardrailScope } from "./guardrail-scope";
import { partitionOfScope } from "./guardrail-scope";
import { packPolicies, type IamCondition, type IamPolicy, type IamStatement } from "./iam-policy";

/**
 * What is left out of the region deny where the partition's global region is outside: services without any regional
 * endpoint, which the accounts cannot be run without. Key management, certificates, configuration records and edge
 * services are not among them: the published samples exempt those, and so let keys be made abroad.
 */
const globalServices = [
  "iam:*",
  "organizations:Describe*",
  "organizations:List*",
  "s3:GetAccountPublicAccessBlock",
  "s3:ListAllMyBuckets",
  "s3:PutAccountPublicAccessBlock",
];

/** What carries data or traffic out of a region by an action in the region itself, so that no region deny sees it. */
const crossingActions = [
  "cloudfront:CreateDistribution*",
  "dynamodb:CreateGlobalTable",
  "dynamodb:CreateTableReplica",
  "ec2:AcceptTransitGatewayPeeringAttachment",
  "ec2:CreateTransitGatewayPeeringAttachment",
  "ecr:PutReplicationConfiguration",
  "globalaccelerator:Create*",
  "kms:ReplicateKey",
  "kms:UpdatePrimaryRegion",
  "networkmanager:CreateCoreNetwork",
  "rds:CreateGlobalCluster",
  "s3:CreateMultiRegionAccessPoint",
];

const internetActions = [
  "ec2:AttachInternetGateway",
  "ec2:CreateCarrierGateway",
  "ec2:CreateEgressOnlyInternetGateway",
  "ec2:CreateInternetGateway",
  "ec2:CreateNatGateway",
];

const recordActions = [
  "cloudtrail:DeleteTrail",
  "cloudtrail:PutEventSelectors",
  "cloudtrail:StopLogging",
  "cloudtrail:UpdateTrail",
  "config:DeleteConfigurationRecorder",
  "config:DeleteDeliveryChannel",
  "config:StopConfigurationRecorder",
  "guardduty:DeleteDetector",
  "guardduty:DisassociateFromAdministratorAccount",
  "securityhub:DisableSecurityHub",
];

const settingActions = [
  "ec2:DisableEbsEncryptionByDefault",
  "ec2:DisableImageBlockPublicAccess",
  "ec2:DisableSnapshotBlockPublicAccess",
  "ec2:EnableSerialConsoleAccess",
  "ec2:ModifyInstanceMetadataDefaults",
  "ec2:ModifyVpcBlockPublicAccessOptions",
  "ec2:CreateVpcBlockPublicAccessExclusion",
  "s3:PutAccountPublicAccessBlock",
];

/** Origins of key material that are at least as strong as a custody. */
const acceptedOrigins = {
  "provider-managed": undefined,
  "customer-managed": undefined,
  imported: ["EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"],
  hsm: ["AWS_CLOUDHSM", "EXTERNAL_KEY_STORE"],
  external: ["EXTERNAL_KEY_STORE"],
} as const;

/**
 * Service control policies that keep accounts inside a boundary, each within the size that AWS takes. Attach all of
 * them to the organisational unit of the factory's accounts; beside them an allowing policy (`FullAWSAccess`) must stand.
 * They bind neither the management account nor service-linked roles.
 *
 * @throws Error where the scope's regions are in no or in several partitions
 */
export function serviceControlPolicies(scope: GuardrailScope): IamPolicy[] {
  return packPolicies(serviceControlStatements(scope));
}

export function serviceControlStatements(scope: GuardrailScope): IamStatement[] {
  const { id, globalRegion } = partitionOfScope(scope);
  const globalInside = scope.regions.includes(globalRegion);
  const origins = acceptedOrigins[scope.keyCustody ?? "customer-managed"];
  const everyone = deny(scope, false);
  const exempting = deny(scope, true);
  return [
    exempting("RegionDeny", globalInside ? { Action: "*" } : { NotAction: globalServices }, {
      StringNotEquals: { "aws:RequestedRegion": scope.regions },
    }),
    // What the region deny leaves out, for what makes something new: identities only.
    exempting("NoCrossing", { Action: crossingActions }),
    everyone("NoKeysOfSeveralRegions", { Action: "kms:CreateKey" }, { Bool: { "kms:MultiRegion": "true" } }),
    ...(origins === undefined
      ? []
      : [everyone("KeyCustody", { Action: "kms:CreateKey" }, { StringNotEquals: { "kms:KeyOrigin": origins } })]),
    everyone(
      "KeysStayRecoverable",
      { Action: "kms:ScheduleKeyDeletion" },
      { NumericLessThan: { "kms:ScheduleKeyDeletionPendingWindowInDays": "30" } },
    ),
    everyone(
      "NoSecretsAbroad",
      { Action: ["secretsmanager:CreateSecret", "secretsmanager:ReplicateSecretToRegions"] },
      { "ForAnyValue:StringNotEquals": { "secretsmanager:AddReplicaRegions": scope.regions } },
    ),
    exempting("NoFurtherPlaces", {
      Action: ["account:DisableRegion", "account:EnableRegion", "ec2:ModifyAvailabilityZoneGroup"],
    }),
    everyone(
      "NoSharingOutside",
      { Action: ["ram:CreateResourceShare", "ram:UpdateResourceShare"] },
      { Bool: { "ram:RequestedAllowsExternalPrincipals": "true" } },
    ),
    everyone("StayInOrganisation", { Action: ["organizations:LeaveOrganization", "account:CloseAccount"] }),
    exempting("KeepRecords", { Action: recordActions }),
    exempting("KeepSettings", { Action: settingActions }),
    ...(scope.closedNetwork === false ? [] : [exempting("NoWayToInternet", { Action: internetActions })]),
    exempting("NoLongLivedKeys", { Action: ["iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreateUser"] }),
    {
      ...everyone(
        "InstanceMetadata",
        { Action: "ec2:RunInstances" },
        {
          StringNotEquals: { "ec2:MetadataHttpTokens": "required" },
        },
      ),
      Resource: `arn:${id}:ec2:*:*:instance/*`,
    },
    {
      ...everyone(
        "EncryptedVolumes",
        { Action: ["ec2:CreateVolume", "ec2:RunInstances"] },
        {
          Bool: { "ec2:Encrypted": "false" },
        },
      ),
      Resource: `arn:${id}:ec2:*:*:volume/*`,
    },
    everyone(
      "InferenceGeography",
      { Action: ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"] },
      {
        Null: { "bedrock:InferenceProfileArn": "false" },
        ArnNotLike: { "bedrock:InferenceProfileArn": inferenceProfiles(id, scope) },
      },
    ),
  ];
}

/** Profiles that send requests to regions of the boundary only; one of the account's own names its regions itself. */
function inferenceProfiles(partitionId: string, { regions, inferenceGeographies = [] }: GuardrailScope): string[] {
  const system = regions.flatMap((region) =>
    inferenceGeographies.map((prefix) => `arn:${partitionId}:bedrock:${region}:*:inference-profile/${prefix}.*`),
  );
  // A condition needs a value; no profile has this name.
  return system.length > 0 ? system : [`arn:${partitionId}:bedrock:*:*:inference-profile/none`];
}

type Actions = Pick<IamStatement, "Action" | "NotAction">;

function deny({ exemptRoleArns = [] }: GuardrailScope, spares: boolean) {
  const exemption: IamCondition =
    spares && exemptRoleArns.length > 0 ? { ArnNotEquals: { "aws:PrincipalArn": exemptRoleArns } } : {};
  return (sid: string, actions: Actions, condition: IamCondition = {}): IamStatement => {
    const all = { ...condition, ...exemption };
    return {
      Sid: sid,
      Effect: "Deny",
      ...actions,
      Resource: "*",
      ...(Object.keys(all).length === 0 ? {} : { Condition: all }),
    };
  };
}
