import type { IConstruct } from "constructs";

/** Someone who can be given access to a bucket: a Kubernetes service account with an identity of its own. */
export interface IWorkloadIdentity extends IConstruct {
  readonly namespace: string;
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
  grantRead(identity: IWorkloadIdentity): void;
  grantReadWrite(identity: IWorkloadIdentity): void;
  /** Listing, reading and writing below a prefix and nowhere else. Absent where the store's owner makes the keys. */
  grantPrefix?(identity: IWorkloadIdentity, prefix: string): void;
}
