import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketIntelligentTieringConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-intelligent-tiering-configuration";
import {
  S3BucketLifecycleConfiguration,
  type S3BucketLifecycleConfigurationRule,
} from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketLoggingA } from "@cdktf/provider-aws/lib/s3-bucket-logging";
import { S3BucketObjectLockConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-object-lock-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { Lazy } from "../../core/cdktf";
import { contribute } from "../../model";
import type { BucketNode } from "../../model";
import { nameTags } from "../aws/tags";
import type { ICustomerKey, IS3ObjectStore, IWorkloadIdentity } from "../contracts";
import { announce } from "./findings";
import { readStatements, readWriteStatements, requirePodIdentity } from "./bucket-access";
import { acceptAccessLogs, bucketPolicyDocument, tlsOnly, type BucketPolicyStatement } from "./bucket-policy";
import { BucketReplication } from "./bucket-replication";
import type { ObjectLock } from "./object-lock";
import { bucketPrefix, checkObjectStoreProps } from "./object-store-checks";
import { objectStoreDefaults, type ObjectStoreProps } from "./object-store-props";
import type { ObjectTiering } from "./object-tiering";

/** What is known of a bucket that exists already. */
export interface ObjectStoreAttributes {
  /** Name of the bucket. */
  readonly bucketName: string;
  /** `arn:<partition>:s3:::<name>`. */
  readonly bucketArn: string;
  /** Region that it stands in, e.g. `eu-north-1`. */
  readonly region: string;
  /** What the objects are, for reports and the rules about checkpoints and removal. */
  readonly purpose: BucketNode["purpose"];
  /** Key that encrypts it; grants include it. @default - unknown: grants include no key */
  readonly key?: ICustomerKey;
  /** Whether it keeps overwritten and deleted versions. @default false */
  readonly versioned?: boolean;
  /** Whether versions can be locked against removal. @default false */
  readonly objectLock?: boolean;
  /** Id in the factory model. @default - the construct's id */
  readonly storeName?: string;
}

/** What created and existing buckets share: the grants. */
abstract class ObjectStoreBase extends Construct implements IS3ObjectStore {
  abstract readonly storeName: string;
  abstract readonly bucketName: string;
  /** ARN of the bucket: `arn:<partition>:s3:::<name>`; a token where it is made here. */
  abstract readonly bucketArn: string;
  abstract readonly key?: ICustomerKey;

  /** Lets the identity list and read the bucket, with its key. */
  grantRead(identity: IWorkloadIdentity): void {
    const role = requirePodIdentity(identity, this.node.path);
    for (const statement of readStatements(this)) role.addToPolicy(statement);
  }

  /** Lets the identity list, read, write and delete objects, with the bucket's key. */
  grantReadWrite(identity: IWorkloadIdentity): void {
    const role = requirePodIdentity(identity, this.node.path);
    for (const statement of readWriteStatements(this)) role.addToPolicy(statement);
  }

  /** The same for the objects below a prefix, given without a slash at its end: `teams/vision`. */
  grantPrefix(identity: IWorkloadIdentity, prefix: string): void {
    const role = requirePodIdentity(identity, this.node.path);
    for (const statement of readWriteStatements(this, prefix)) role.addToPolicy(statement);
  }
}

/**
 * A bucket of S3: private, TLS only, owned by its account, encrypted with a customer key, versioned, with locks and
 * tiers by its purpose.
 *
 * Its resources are open: `bucket`, `policy`, `lifecycle` and the others.
 *
 * @throws FactoryError with everything that `checkObjectStoreProps` finds
 */
export class ObjectStore extends ObjectStoreBase {
  /** An existing bucket, as it is. Grants work on it. */
  static fromAttributes(scope: Construct, id: string, attributes: ObjectStoreAttributes): IS3ObjectStore {
    return new ImportedObjectStore(scope, id, attributes);
  }

  readonly storeName: string;
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly key?: ICustomerKey;
  /** The bucket as a resource of Terraform, for what the props do not cover. */
  readonly bucket: S3Bucket;
  /** Refuses every public ACL and policy. */
  readonly publicAccessBlock: S3BucketPublicAccessBlock;
  /** Turns ACLs off: the bucket's owner owns every object. */
  readonly ownership: S3BucketOwnershipControls;
  /** Default encryption with the customer key, or with keys of S3's own. */
  readonly encryption: S3BucketServerSideEncryptionConfigurationA;
  /** Whether overwritten and deleted versions are kept. */
  readonly versioning: S3BucketVersioningA;
  /** Bucket policy: TLS only, and what grants to other services add. */
  readonly policy: S3BucketPolicy;
  /** Tiers, expiry, old versions and unfinished uploads. */
  readonly lifecycle: S3BucketLifecycleConfiguration;
  /** Default retention of new versions; undefined where there is none. */
  readonly objectLockConfiguration?: S3BucketObjectLockConfigurationA;
  /** Copies to other buckets, with the role that makes them; undefined where there are none. */
  readonly replication?: BucketReplication;
  private readonly bucketId: string;
  private readonly policyStatements: BucketPolicyStatement[];

  constructor(scope: Construct, id: string, props: ObjectStoreProps) {
    super(scope, id);
    this.storeName = props.storeName ?? id;
    announce(this, checkObjectStoreProps(props, this.node.path, this.storeName));
    const defaults = objectStoreDefaults(props.purpose);
    const lock = props.objectLock ?? defaults.objectLock;
    const tiering = props.tiering ?? defaults.tiering;
    const versioned = props.versioned ?? true;
    this.key = props.key;

    this.bucket = new S3Bucket(this, "bucket", {
      bucket: props.bucketName,
      bucketPrefix: props.bucketName === undefined ? bucketPrefix(this.storeName) : undefined,
      objectLockEnabled: lock.enabled,
      forceDestroy: props.forceDestroy ?? false,
      tags: nameTags(this, this.storeName),
    });
    this.bucketId = this.bucket.id;
    this.bucketName = this.bucket.bucket;
    this.bucketArn = this.bucket.arn;
    this.publicAccessBlock = new S3BucketPublicAccessBlock(this, "public-access-block", {
      bucket: this.bucketId,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    this.ownership = new S3BucketOwnershipControls(this, "ownership", {
      bucket: this.bucketId,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    this.encryption = this.encrypt();
    this.versioning = new S3BucketVersioningA(this, "versioning", {
      bucket: this.bucketId,
      versioningConfiguration: { status: versioned ? "Enabled" : "Suspended" },
    });
    this.policyStatements = tlsOnly(this.bucketArn);
    this.policy = new S3BucketPolicy(this, "policy", {
      bucket: this.bucketId,
      policy: Lazy.stringValue({ produce: () => bucketPolicyDocument(this.policyStatements) }),
      // S3 answers "operation aborted" when both are written at the same time.
      dependsOn: [this.publicAccessBlock],
    });
    this.objectLockConfiguration = this.lock(lock);
    this.lifecycle = new S3BucketLifecycleConfiguration(this, "lifecycle", {
      bucket: this.bucketId,
      rule: lifecycleRules(props, tiering, defaults.noncurrentDays),
      dependsOn: [this.versioning],
    });
    this.archive(tiering);
    this.logAccess(props);
    this.replication = this.replicate(props);
    contribute(this, "buckets", () => ({
      id: this.storeName,
      siteId: props.region,
      kind: "s3" as const,
      purpose: props.purpose,
      name: props.bucketName,
      versioned,
      objectLock: lock.enabled,
      keyId: this.key?.keyName,
      replicatesTo: (props.replicateTo ?? []).map((target) => target.storeName),
    }));
  }

  /** Lets S3 put another bucket's access log into this one, below the other store's name. */
  acceptAccessLogsOf(source: IS3ObjectStore): void {
    const sid = `AccessLogs${this.policyStatements.length}`;
    this.policyStatements.push(acceptAccessLogs(this.bucketArn, sid, source.bucketArn));
  }

  private encrypt(): S3BucketServerSideEncryptionConfigurationA {
    const byCustomer = this.key !== undefined;
    return new S3BucketServerSideEncryptionConfigurationA(this, "encryption", {
      bucket: this.bucketId,
      rule: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: byCustomer ? "aws:kms" : "AES256",
            kmsMasterKeyId: this.key?.keyArn,
          },
          bucketKeyEnabled: byCustomer ? true : undefined,
        },
      ],
    });
  }

  private lock({ retention }: ObjectLock): S3BucketObjectLockConfigurationA | undefined {
    if (retention === undefined) return undefined;
    return new S3BucketObjectLockConfigurationA(this, "object-lock", {
      bucket: this.bucketId,
      rule: { defaultRetention: retention },
      dependsOn: [this.versioning],
    });
  }

  private archive({ archive }: ObjectTiering): void {
    const tiering = [
      { accessTier: "ARCHIVE_ACCESS", days: archive.archiveAfterDays },
      { accessTier: "DEEP_ARCHIVE_ACCESS", days: archive.deepArchiveAfterDays },
    ].flatMap(({ accessTier, days }) => (days === undefined ? [] : [{ accessTier, days }]));
    if (tiering.length === 0) return;
    new S3BucketIntelligentTieringConfiguration(this, "archive", {
      bucket: this.bucketId,
      name: "archive",
      tiering,
    });
  }

  private logAccess({ accessLogsTo: target }: ObjectStoreProps): void {
    if (target === undefined) return;
    // A bucket that exists already has a policy of its own; its owner lets S3 in.
    const own = "acceptAccessLogsOf" in target ? (target as ObjectStore) : undefined;
    own?.acceptAccessLogsOf(this);
    new S3BucketLoggingA(this, "access-log", {
      bucket: this.bucketId,
      targetBucket: target.bucketName,
      targetPrefix: `${this.storeName}/`,
      dependsOn: own === undefined ? undefined : [own.policy],
    });
  }

  private replicate({ replicateTo: targets = [] }: ObjectStoreProps): BucketReplication | undefined {
    if (targets.length === 0) return undefined;
    return new BucketReplication(this, "replication", { source: this, targets, versioning: this.versioning });
  }
}

class ImportedObjectStore extends ObjectStoreBase {
  readonly storeName: string;
  readonly bucketName: string;
  readonly bucketArn: string;
  readonly key?: ICustomerKey;

  constructor(scope: Construct, id: string, attributes: ObjectStoreAttributes) {
    super(scope, id);
    this.storeName = attributes.storeName ?? id;
    this.bucketName = attributes.bucketName;
    this.bucketArn = attributes.bucketArn;
    this.key = attributes.key;
    contribute(this, "buckets", () => ({
      id: this.storeName,
      siteId: attributes.region,
      kind: "s3" as const,
      purpose: attributes.purpose,
      name: attributes.bucketName,
      versioned: attributes.versioned ?? false,
      objectLock: attributes.objectLock ?? false,
      keyId: this.key?.keyName,
      replicatesTo: [],
    }));
  }
}

/** One rule for each thing that happens to objects, so that a later one changes nothing of the others. */
function lifecycleRules(
  props: ObjectStoreProps,
  tiering: ObjectTiering,
  noncurrentDays: number,
): S3BucketLifecycleConfigurationRule[] {
  const all = { status: "Enabled", filter: [{ prefix: "" }] };
  const transitions =
    tiering.by === "access"
      ? [{ days: 0, storageClass: "INTELLIGENT_TIERING" }]
      : tiering.steps.map(({ afterDays, storageClass }) => ({ days: afterDays, storageClass }));
  const clean: S3BucketLifecycleConfigurationRule = {
    ...all,
    id: "clean-up",
    abortIncompleteMultipartUpload: [{ daysAfterInitiation: props.abortUploadDays ?? 7 }],
    noncurrentVersionExpiration: [{ noncurrentDays: props.noncurrentDays ?? noncurrentDays }],
  };
  return [
    clean,
    ...(transitions.length === 0 ? [] : [{ ...all, id: "tiering", transition: transitions }]),
    ...(props.expireAfterDays === undefined
      ? []
      : [{ ...all, id: "expiry", expiration: [{ days: props.expireAfterDays }] }]),
  ];
}
