import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { S3BucketReplicationConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-replication-configuration";
import { Construct } from "constructs";
import type { ITerraformDependable } from "../../core/cdktf";
import { policyDocument, serviceTrust } from "../aws/policy";
import { nameTags } from "../aws/tags";
import type { IS3ObjectStore, PolicyStatement } from "../contracts";

export interface BucketReplicationProps {
  readonly source: IS3ObjectStore;
  readonly targets: readonly IS3ObjectStore[];
  /** The source's versioning, without which S3 refuses. */
  readonly versioning: ITerraformDependable;
}

/** Copies every new object of a bucket to others, encrypted there with their own keys. Deletions are not copied. */
export class BucketReplication extends Construct {
  readonly role: IamRole;
  readonly configuration: S3BucketReplicationConfigurationA;

  constructor(scope: Construct, id: string, props: BucketReplicationProps) {
    super(scope, id);
    const { source, targets } = props;
    this.role = new IamRole(this, "role", {
      namePrefix: "bucket-replication-",
      assumeRolePolicy: serviceTrust("s3.amazonaws.com"),
      tags: nameTags(this, `${source.storeName}-replication`),
    });
    new IamRolePolicy(this, "policy", { role: this.role.name, policy: policyDocument(statements(source, targets)) });
    this.configuration = new S3BucketReplicationConfigurationA(this, "configuration", {
      bucket: source.bucketName,
      role: this.role.arn,
      rule: targets.map((target, index) => ({
        id: target.storeName,
        priority: index + 1,
        status: "Enabled",
        filter: { prefix: "" },
        deleteMarkerReplication: { status: "Disabled" },
        destination: {
          bucket: target.bucketArn,
          encryptionConfiguration: target.key === undefined ? undefined : { replicaKmsKeyId: target.key.keyArn },
        },
        sourceSelectionCriteria:
          source.key === undefined ? undefined : { sseKmsEncryptedObjects: { status: "Enabled" } },
      })),
      dependsOn: [props.versioning],
    });
  }
}

function statements(source: IS3ObjectStore, targets: readonly IS3ObjectStore[]): PolicyStatement[] {
  const keys = targets.flatMap((target) => (target.key === undefined ? [] : [target.key.keyArn]));
  return [
    { actions: ["s3:GetReplicationConfiguration", "s3:ListBucket"], resources: [source.bucketArn] },
    {
      actions: [
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionTagging",
        "s3:GetObjectRetention",
        "s3:GetObjectLegalHold",
      ],
      resources: [`${source.bucketArn}/*`],
    },
    {
      actions: ["s3:ReplicateObject", "s3:ReplicateTags"],
      resources: targets.map((target) => `${target.bucketArn}/*`),
    },
    ...(source.key === undefined ? [] : [{ actions: ["kms:Decrypt"], resources: [source.key.keyArn] }]),
    ...(keys.length === 0 ? [] : [{ actions: ["kms:Encrypt", "kms:GenerateDataKey"], resources: keys }]),
  ];
}
