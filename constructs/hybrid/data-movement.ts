import { DatasyncLocationNfs } from "@cdktf/provider-aws/lib/datasync-location-nfs";
import { DatasyncLocationObjectStorage } from "@cdktf/provider-aws/lib/datasync-location-object-storage";
import { DatasyncLocationS3 } from "@cdktf/provider-aws/lib/datasync-location-s3";
import { DatasyncLocationSmb } from "@cdktf/provider-aws/lib/datasync-location-smb";
import { DatasyncTask, type DatasyncTaskOptions } from "@cdktf/provider-aws/lib/datasync-task";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { Construct } from "constructs";
import { TerraformVariable } from "../../core/cdktf";
import { contribute } from "../../model";
import { policyDocument, serviceTrust } from "../aws/policy";
import { raise } from "../aws/problem";
import { nameTags } from "../aws/tags";
import type { IS3ObjectStore } from "../contracts";
import { readStatements, readWriteStatements } from "../storage/bucket-access";
import { movementLabels } from "./data-classes";
import type { DataMover } from "./data-mover";
import { checkDataMovement, type DataMovementContext, type DataMovementFacts } from "./data-movement-props";

export interface DataMovementProps extends DataMovementFacts, DataMovementContext {
  /** Id of the site in the factory model. */
  readonly siteId: string;
  /** Agents and endpoint that the copy is made by. */
  readonly mover: DataMover;
  /** The cloud's end. */
  readonly bucket: IS3ObjectStore;
}

/**
 * A copy between a site's storage and a bucket by DataSync: datasets to the cloud, checkpoints and model weights to
 * where they are kept or served. New and changed files are moved and compared by checksum; nothing is deleted at the
 * other end. Every object that was moved is in the log.
 *
 * @throws FactoryError where the data may not leave, or the copy would never be done
 */
export class DataMovement extends Construct {
  /** Role that DataSync reads or writes the bucket with. */
  readonly role: IamRole;
  /** The site's end, as DataSync knows it. */
  readonly siteLocation: DatasyncLocationNfs | DatasyncLocationSmb | DatasyncLocationObjectStorage;
  /** The cloud's end, as DataSync knows it. */
  readonly bucketLocation: DatasyncLocationS3;
  /** The copy: schedule, rate, checks and log. */
  readonly task: DatasyncTask;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: DataMovementProps,
  ) {
    super(scope, id);
    raise(this, checkDataMovement(props, props, this.node.path));
    const { name, direction, mover } = props;
    this.role = this.bucketRole();
    this.siteLocation = this.siteEnd();
    this.bucketLocation = new DatasyncLocationS3(this, "bucket", {
      s3BucketArn: props.bucket.bucketArn,
      subdirectory: props.prefix ?? "/",
      s3Config: { bucketAccessRoleArn: this.role.arn },
      tags: nameTags(this, `${name}-bucket`),
    });
    const [source, destination] =
      direction === "to-cloud" ? [this.siteLocation, this.bucketLocation] : [this.bucketLocation, this.siteLocation];
    this.task = new DatasyncTask(this, "task", {
      name,
      sourceLocationArn: source.arn,
      destinationLocationArn: destination.arn,
      cloudwatchLogGroupArn: mover.logGroup.arn,
      options: taskOptions(props),
      schedule: { scheduleExpression: `rate(${props.everyHours} ${props.everyHours === 1 ? "hour" : "hours"})` },
      tags: { ...nameTags(this, name), ...movementLabels(props, props.region) },
    });
    this.describe();
  }

  private bucketRole(): IamRole {
    const { name, bucket, direction } = this.props;
    const role = new IamRole(this, "role", {
      namePrefix: "datasync-",
      assumeRolePolicy: serviceTrust("datasync.amazonaws.com"),
      tags: nameTags(this, `${name}-datasync`),
    });
    const isTarget = direction === "to-cloud";
    new IamRolePolicy(this, "policy", {
      role: role.name,
      policy: policyDocument([
        ...(isTarget ? readWriteStatements(bucket) : readStatements(bucket)),
        { actions: ["s3:GetBucketLocation"], resources: [bucket.bucketArn] },
        {
          actions: ["s3:GetObjectTagging", ...(isTarget ? ["s3:PutObjectTagging"] : [])],
          resources: [`${bucket.bucketArn}/*`],
        },
      ]),
    });
    return role;
  }

  private siteEnd(): DataMovement["siteLocation"] {
    const { name, mover, siteStore } = this.props;
    const store = siteStore.props;
    const agentArns = [...mover.agentArns];
    const tags = nameTags(this, `${name}-site`);
    if (store.kind === "nfs") {
      return new DatasyncLocationNfs(this, "site", {
        serverHostname: store.server,
        subdirectory: store.path,
        onPremConfig: { agentArns },
        tags,
      });
    }
    if (store.kind === "smb") {
      return new DatasyncLocationSmb(this, "site", {
        serverHostname: store.server,
        subdirectory: store.path,
        user: store.user,
        password: this.secret("password", `password of ${store.user} on ${store.server}`),
        agentArns,
        // The older versions have known holes.
        mountOptions: { version: "SMB3" },
        tags,
      });
    }
    return new DatasyncLocationObjectStorage(this, "site", {
      serverHostname: store.server,
      serverPort: store.port,
      serverProtocol: "HTTPS",
      bucketName: store.bucket,
      subdirectory: store.path,
      accessKey: this.secret("access_key", `access key of ${store.bucket} on ${store.server}`),
      secretKey: this.secret("secret_key", `secret key of ${store.bucket} on ${store.server}`),
      agentArns,
      tags,
    });
  }

  /** A secret that whoever applies the stack gives; it is written nowhere but in the state. */
  private secret(what: string, description: string): string {
    const variable = new TerraformVariable(this, what, { type: "string", sensitive: true, description });
    variable.overrideLogicalId(`${this.props.name.replaceAll("-", "_")}_${what}`);
    return variable.stringValue;
  }

  private describe(): void {
    const { name, siteId, bucket, direction, link } = this.props;
    const { dataClass, totalGB, dailyChangeGB, everyHours, limitMbps } = this.props;
    const ends = direction === "to-cloud" ? [siteId, bucket.storeName] : [bucket.storeName, siteId];
    contribute(this, "links", () => ({
      id: `copy-${name}`,
      kind: "transfer" as const,
      from: ends[0] ?? "",
      to: ends[1] ?? "",
      gbps: link.gbps,
      encrypted: true,
      transfer: { direction, dataClass, totalGB, dailyChangeGB, everyHours, limitMbps },
    }));
  }
}

function taskOptions({ siteStore, limitMbps }: DataMovementProps): DatasyncTaskOptions {
  // Only NFS knows users, groups and modes of files.
  const posix = siteStore.props.kind === "nfs" ? undefined : "NONE";
  return {
    transferMode: "CHANGED",
    verifyMode: "ONLY_FILES_TRANSFERRED",
    overwriteMode: "ALWAYS",
    preserveDeletedFiles: "PRESERVE",
    logLevel: "TRANSFER",
    bytesPerSecond: limitMbps === undefined ? -1 : Math.floor((limitMbps * 1e6) / 8),
    uid: posix,
    gid: posix,
    posixPermissions: posix,
    // Not every object store has tags.
    objectTags: siteStore.props.kind === "object-store" ? "NONE" : undefined,
  };
}
