import { partitionOf } from "../../catalog";

/**
 * What a customer key protects; decides which AWS services the key's policy lets in. Everyone else is let in by IAM
 * policies of the account. `volumes` is the nodes' disks only, `storage` is disks, filesystems and buckets, `messages`
 * queues that EventBridge writes to.
 */
export type KeyPurpose = "cluster-secrets" | "logs" | "volumes" | "storage" | "registry" | "messages";

/** Where the key is: what the names of services and principals are made of. */
export interface KeyPlace {
  /** Region's name; known at synth. */
  readonly region: string;
  /** Account's id; may be a token. */
  readonly accountId: string;
}

interface KeyStatement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Principal: { readonly AWS?: string; readonly Service?: string };
  readonly Action: string | readonly string[];
  readonly Resource: "*";
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const useActions = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];

/** The policy of a key: the account administers it, and the services of its purpose may use it. */
export function keyPolicy(purpose: KeyPurpose, place: KeyPlace): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [accountAdministers(place), ...purposeStatements(purpose, place)],
  });
}

function purposeStatements(purpose: KeyPurpose, place: KeyPlace): KeyStatement[] {
  switch (purpose) {
    case "logs":
      return [logGroupsOfTheAccount(place)];
    case "volumes":
      return [instancesOfTheAccount(place), grantsForInstances(place)];
    case "storage":
      return [instancesOfTheAccount(place), grantsForInstances(place), lustreDataRepositories(place)];
    case "messages":
      return [eventsOfTheAccount(place)];
    case "cluster-secrets":
    case "registry":
      // EKS and ECR act by a grant that the creator of the cluster or repository gives them by its IAM policy.
      return [];
  }
}

/** Without it nobody could mend the key's policy; it lets IAM policies of the account decide over the key. */
function accountAdministers({ region, accountId }: KeyPlace): KeyStatement {
  return {
    Sid: "AccountAdministers",
    Effect: "Allow",
    Principal: { AWS: `arn:${partitionOf(region).id}:iam::${accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}

function logGroupsOfTheAccount({ region, accountId }: KeyPlace): KeyStatement {
  const { id, dnsSuffix } = partitionOf(region);
  return {
    Sid: "LogGroupsOfTheAccount",
    Effect: "Allow",
    Principal: { Service: `logs.${region}.${dnsSuffix}` },
    Action: useActions,
    Resource: "*",
    Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:${id}:logs:${region}:${accountId}:*` } },
  };
}

/**
 * Whoever of the account starts an instance: managed node groups do so by the service-linked role of Auto Scaling.
 * The role is not named, because KMS refuses a policy that names a role which the account does not have yet.
 */
function instancesOfTheAccount({ region, accountId }: KeyPlace): KeyStatement {
  return {
    Sid: "InstancesOfTheAccount",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: useActions,
    Resource: "*",
    Condition: { StringEquals: through("ec2", region, accountId) },
  };
}

/** EC2 keeps a disk usable by a grant. */
function grantsForInstances({ region, accountId }: KeyPlace): KeyStatement {
  return {
    Sid: "GrantsForInstances",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "kms:CreateGrant",
    Resource: "*",
    Condition: {
      StringEquals: through("ec2", region, accountId),
      Bool: { "kms:GrantIsForAWSResource": "true" },
    },
  };
}

/** FSx for Lustre reads and writes a linked bucket by a service-linked role of each filesystem. */
function lustreDataRepositories({ region, accountId }: KeyPlace): KeyStatement {
  const role = "aws-service-role/s3.data-source.lustre.fsx.amazonaws.com/AWSServiceRoleForFSxS3Access_*";
  return {
    Sid: "LustreDataRepositories",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: useActions,
    Resource: "*",
    Condition: {
      StringEquals: through("s3", region, accountId),
      ArnLike: { "aws:PrincipalArn": `arn:${partitionOf(region).id}:iam::${accountId}:role/${role}` },
    },
  };
}

/** EventBridge encrypts what it sends. Source: Amazon SQS Developer Guide, "Key management", event sources of AWS services. */
function eventsOfTheAccount({ accountId }: KeyPlace): KeyStatement {
  return {
    Sid: "EventsOfTheAccount",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: { StringEquals: { "aws:SourceAccount": accountId } },
  };
}

function through(service: string, region: string, accountId: string): Record<string, string> {
  return {
    "kms:CallerAccount": accountId,
    "kms:ViaService": `${service}.${region}.${partitionOf(region).dnsSuffix}`,
  };
}
