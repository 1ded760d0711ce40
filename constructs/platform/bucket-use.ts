import type { IObjectStore, IWorkloadIdentity } from "../contracts";

/** A bucket that a component keeps its data in, and the service account its pods run as. */
export interface BucketUse {
  /** The bucket. */
  readonly store: IObjectStore;
  /** Gets access to the bucket; the component takes its namespace and service account. */
  readonly identity: IWorkloadIdentity;
  /** Region of the bucket. @default "us-east-1" - what S3 servers outside AWS take requests to be signed for */
  readonly region?: string;
}

/** Keys of a bucket in a secret beside the pods. */
export interface BucketKeys {
  readonly secretName: string;
  readonly accessKeyField: string;
  readonly secretKeyField: string;
}

/** What a component's settings need of a bucket. */
export interface BucketAccess {
  readonly bucketName: string;
  readonly region: string;
  /** URL of the endpoint. @default - AWS's own endpoint of the region */
  readonly endpointUrl?: string;
  /** The same without `http://`. @default - AWS's own endpoint of the region */
  readonly endpointHost?: string;
  /** Whether the endpoint is reached without TLS. */
  readonly plainHttp: boolean;
  /** @default - the pods' identity is enough */
  readonly keys?: BucketKeys;
}

/** Grants reading and writing to the identity, and says how its pods reach the bucket. */
export function useBucket({ store, identity, region = "us-east-1" }: BucketUse): BucketAccess {
  store.grantReadWrite(identity);
  const { bucketName, endpointUrl } = store;
  return {
    bucketName,
    region,
    endpointUrl,
    endpointHost: endpointUrl?.replace(/^https?:\/\//, "").replace(/\/$/, ""),
    plainHttp: endpointUrl?.startsWith("http://") ?? false,
    keys: keysOf(store, identity),
  };
}

/** Grants reading alone, and says which keys the pods show; none where their identity is enough. */
export function readBucket({ store, identity }: BucketUse): BucketKeys | undefined {
  store.grantRead(identity);
  return keysOf(store, identity);
}

/** Environment that AWS's libraries take the keys from; empty where the pods' identity is enough. */
export function keyEnvironment({ keys }: BucketAccess) {
  if (keys === undefined) return [];
  const { secretName, accessKeyField, secretKeyField } = keys;
  return [
    { name: "AWS_ACCESS_KEY_ID", valueFrom: { secretKeyRef: { name: secretName, key: accessKeyField } } },
    { name: "AWS_SECRET_ACCESS_KEY", valueFrom: { secretKeyRef: { name: secretName, key: secretKeyField } } },
  ];
}

/** Stores outside AWS give a service account its keys in a secret. */
function keysOf(store: IObjectStore, identity: IWorkloadIdentity): BucketKeys | undefined {
  const outside = store as IObjectStore & {
    secretNameOf?(identity: IWorkloadIdentity): string;
    readonly grants?: readonly { namespace: string; serviceAccountName: string; secretName?: string }[];
  };
  if (outside.secretNameOf !== undefined) {
    return { secretName: outside.secretNameOf(identity), accessKeyField: "AccessKey", secretKeyField: "SecretKey" };
  }
  const grant = outside.grants?.find(
    ({ namespace, serviceAccountName, secretName }) =>
      secretName !== undefined &&
      namespace === identity.namespace &&
      serviceAccountName === identity.serviceAccountName,
  );
  return grant?.secretName === undefined
    ? undefined
    : {
        secretName: grant.secretName,
        accessKeyField: "AWS_ACCESS_KEY_ID",
        secretKeyField: "AWS_SECRET_ACCESS_KEY",
      };
}
