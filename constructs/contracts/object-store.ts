import type { IConstruct } from "constructs";

/** Someone who can be given access to a bucket: a Kubernetes service account with an identity of its own. */
export interface IWorkloadIdentity extends IConstruct {
  /** Namespace of the service account. */
  readonly namespace: string;
  /** Name of the Kubernetes service account. */
  readonly serviceAccountName: string;
}

/** A bucket of an object store that speaks S3. */
export interface IObjectStore extends IConstruct {
  /** Id in the factory model. */
  readonly storeName: string;
  /** Name of the bucket as clients address it; may be a token. */
  readonly bucketName: string;
  /** URL of the S3 endpoint. @default - the cloud provider's own endpoint of the region */
  readonly endpointUrl?: string;
  /** Lets the identity list the bucket and read its objects. */
  grantRead(identity: IWorkloadIdentity): void;
  /** Lets the identity list, read, write and delete objects. */
  grantReadWrite(identity: IWorkloadIdentity): void;
  /** Listing, reading and writing below a prefix and nowhere else. Absent where the store's owner makes the keys. */
  grantPrefix?(identity: IWorkloadIdentity, prefix: string): void;
}
