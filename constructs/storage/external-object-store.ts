import { Construct } from "constructs";
import { contribute } from "../../model";
import type { BucketNode } from "../../model";
import { FactoryError } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { IObjectStore, IWorkloadIdentity } from "../contracts";
import { announce, isKnown } from "./findings";

export interface ExternalObjectStoreProps {
  /** Id of the site in the factory model that the store stands at. */
  readonly siteId: string;
  /** URL of the S3 endpoint: `https://s3.example.org`. */
  readonly endpointUrl: string;
  /** Name of the bucket at the endpoint. */
  readonly bucketName: string;
  /** What the objects are, for reports and the rules about checkpoints and removal. */
  readonly purpose: BucketNode["purpose"];
  /**
   * Secret with keys that can only read (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`), in each namespace that is granted
   * reading. You make it. @default - none: reading cannot be granted by itself
   */
  readonly readSecretName?: string;
  /** Secret with keys that can write, too. @default - none: writing cannot be granted */
  readonly readWriteSecretName?: string;
  /** Whether the store keeps overwritten and deleted versions; recorded in the model, not configured. @default false */
  readonly versioned?: boolean;
  /** Whether versions can be locked against removal; recorded in the model, not configured. @default false */
  readonly objectLock?: boolean;
  /** What it can hold, in GiB. @default - no limit is known */
  readonly capacityGiB?: number;
  /** Lets `http://` endpoints in, whose traffic everybody on the way reads. @default false */
  readonly allowPlainHttp?: boolean;
  /** Id in the factory model. @default - the construct's id */
  readonly storeName?: string;
}

/** Who may use a bucket, and the secret in its namespace that holds the keys. */
export interface BucketGrant {
  /** Namespace of the service account. */
  readonly namespace: string;
  /** Name of the Kubernetes service account. */
  readonly serviceAccountName: string;
  /** `read` lists and reads; `read-write` writes and deletes, too. */
  readonly access: "read" | "read-write";
  /** Secret in that namespace with `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. */
  readonly secretName: string;
}

/**
 * A bucket of an S3 service that exists: the site's appliance, another team's Ceph. Its owner makes keys and policies; a
 * grant says which secret a service account's pods use, and is refused where no such secret is named.
 *
 * @throws FactoryError with everything that `checkExternalObjectStoreProps` finds
 */
export class ExternalObjectStore extends Construct implements IObjectStore {
  readonly storeName: string;
  readonly bucketName: string;
  readonly endpointUrl: string;
  private readonly granted: BucketGrant[] = [];

  constructor(
    scope: Construct,
    id: string,
    private readonly props: ExternalObjectStoreProps,
  ) {
    super(scope, id);
    announce(this, checkExternalObjectStoreProps(props, this.node.path));
    this.storeName = props.storeName ?? id;
    this.bucketName = props.bucketName;
    this.endpointUrl = props.endpointUrl;
    contribute(this, "buckets", () => ({
      id: this.storeName,
      siteId: props.siteId,
      kind: "s3-compatible" as const,
      purpose: props.purpose,
      name: props.bucketName,
      versioned: props.versioned ?? false,
      objectLock: props.objectLock ?? false,
      capacityGiB: props.capacityGiB,
      replicatesTo: [],
    }));
  }

  /** The grants, in the order they were made. */
  get grants(): readonly BucketGrant[] {
    return this.granted;
  }

  /**
   * Records that a service account reads the bucket with the keys of `readSecretName`.
   * @throws FactoryError where no secret with reading keys is named
   */
  grantRead(identity: IWorkloadIdentity): void {
    this.grant(identity, "read", this.props.readSecretName, "readSecretName");
  }

  /**
   * Records that a service account writes to the bucket with the keys of `readWriteSecretName`.
   * @throws FactoryError where no secret with writing keys is named
   */
  grantReadWrite(identity: IWorkloadIdentity): void {
    this.grant(identity, "read-write", this.props.readWriteSecretName, "readWriteSecretName");
  }

  private grant(
    { namespace, serviceAccountName }: IWorkloadIdentity,
    access: BucketGrant["access"],
    secretName: string | undefined,
    prop: string,
  ): void {
    if (secretName === undefined) {
      throw new FactoryError([
        problem(
          "STO-212-external-store-secret",
          `${this.node.path}.${prop}`,
          `no keys are known for ${access} access`,
          {
            given: `grant to ${namespace}/${serviceAccountName}`,
            allowed: `a store with '${prop}'`,
            fix: `name the secret that holds such keys in '${prop}'`,
          },
        ),
      ]);
    }
    const known = this.granted.some(
      (grant) =>
        grant.namespace === namespace && grant.serviceAccountName === serviceAccountName && grant.access === access,
    );
    if (!known) this.granted.push({ namespace, serviceAccountName, access, secretName });
  }
}

/** Everything that is wrong with the props of an ExternalObjectStore. */
export function checkExternalObjectStoreProps(props: ExternalObjectStoreProps, path: string): Finding[] {
  const { endpointUrl, bucketName } = props;
  const findings: Finding[] = [];
  const url = isKnown(endpointUrl) && URL.canParse(endpointUrl) ? new URL(endpointUrl) : undefined;
  const schemes = props.allowPlainHttp === true ? ["https:", "http:"] : ["https:"];
  if (isKnown(endpointUrl) && (url === undefined || !schemes.includes(url.protocol) || url.search !== "")) {
    findings.push(
      problem("STO-211-external-store-endpoint", `${path}.endpointUrl`, "not the endpoint of an S3 service", {
        given: endpointUrl,
        allowed: props.allowPlainHttp === true ? "http://… or https://…" : "https://…",
        fix: "give the URL without bucket; 'allowPlainHttp' lets an endpoint without TLS in",
      }),
    );
  }
  if (isKnown(bucketName) && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucketName)) {
    findings.push(
      problem("STO-151-bucket-name", `${path}.bucketName`, "not a name of a bucket", {
        given: bucketName,
        allowed: "3 to 63 lower-case letters, digits, dots and hyphens, a letter or digit at both ends",
        fix: "give the bucket's name",
      }),
    );
  }
  return findings;
}
