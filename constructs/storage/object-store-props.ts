import type { BucketNode } from "../../model";
import type { ICustomerKey, IS3ObjectStore } from "../contracts";
import { ObjectLock } from "./object-lock";
import { ObjectTiering } from "./object-tiering";

export interface ObjectStoreProps {
  /** Region's name; the provider of the stack must be of the same. */
  readonly region: string;
  /** What the bucket is for: decides the defaults of versions, locks and tiers. */
  readonly purpose: BucketNode["purpose"];
  /** Key that encrypts every object, with a bucket key that keeps calls to KMS few. @default - keys of S3's own */
  readonly key?: ICustomerKey;
  /** Id in the factory model and base of the bucket's name. @default - the construct's id */
  readonly storeName?: string;
  /**
   * Exact name of the bucket. Names are global over all accounts of AWS, so a name taken by somebody else fails at
   * apply.
   * @default - the store's name, and characters that AWS adds at apply: unique, and no secret of the account in it
   */
  readonly bucketName?: string;
  /** Keeps overwritten and deleted versions. Replication and locks need it. @default true */
  readonly versioned?: boolean;
  /**
   * Whether versions can be locked against removal, and for how many days they are so by default.
   * @default - datasets and weights cannot be removed for 7 days (governance); others have no locks
   */
  readonly objectLock?: ObjectLock;
  /**
   * How objects move to cheaper storage classes.
   * @default - logs by age; datasets, weights and artifacts by access; checkpoints and others stay
   */
  readonly tiering?: ObjectTiering;
  /** Removes objects of that age; for data that can be made again. @default - nothing expires */
  readonly expireAfterDays?: number;
  /** Days that overwritten and deleted versions are kept. @default 30 - 3 for checkpoints */
  readonly noncurrentDays?: number;
  /** Days after which the parts of an upload that was never finished are removed. @default 7 */
  readonly abortUploadDays?: number;
  /** Buckets that get a copy of every new object. Data leaves the bucket's region only this way. @default - none */
  readonly replicateTo?: readonly IS3ObjectStore[];
  /** Bucket that gets the log of every access; must be encrypted with keys of S3's own. @default - no access log */
  readonly accessLogsTo?: IS3ObjectStore;
  /** Lets `terraform destroy` remove the bucket with everything in it. @default false */
  readonly forceDestroy?: boolean;
}

/** What a store does where its props say nothing. */
export interface ObjectStoreDefaults {
  readonly objectLock: ObjectLock;
  readonly tiering: ObjectTiering;
  readonly noncurrentDays: number;
}

/** The defaults of a purpose. */
export function objectStoreDefaults(purpose: BucketNode["purpose"]): ObjectStoreDefaults {
  const keep = { objectLock: ObjectLock.governance(7), tiering: ObjectTiering.byAccess(), noncurrentDays: 30 };
  const plain = { objectLock: ObjectLock.none(), tiering: ObjectTiering.none(), noncurrentDays: 30 };
  switch (purpose) {
    case "datasets":
    case "weights":
      return keep;
    case "artifacts":
      return { ...plain, tiering: ObjectTiering.byAccess() };
    case "checkpoints":
      // A training run overwrites terabytes every hour: old versions must go soon.
      return { ...plain, noncurrentDays: 3 };
    case "logs":
      return { ...plain, tiering: logTiering };
    default:
      return plain;
  }
}

const logTiering = ObjectTiering.byAge(
  { afterDays: 30, storageClass: "STANDARD_IA" },
  { afterDays: 90, storageClass: "GLACIER_IR" },
);
