import { FactoryError } from "../../validation/factory-error";
import type { IPodIdentity, IS3ObjectStore, IWorkloadIdentity, PolicyStatement } from "../contracts";
import { problem } from "../aws/problem";

const readObjects = ["s3:GetObject"];
const writeObjects = ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];

/** Statements that let an identity list and read a bucket, and no more. */
export function readStatements(store: IS3ObjectStore): PolicyStatement[] {
  return statements(store, ["s3:ListBucket"], readObjects, ["kms:Decrypt"]);
}

/**
 * Statements that let an identity list, read, write and delete objects, but change nothing about the bucket.
 *
 * @param prefix objects below it alone. @default - all of the bucket
 */
export function readWriteStatements(store: IS3ObjectStore, prefix?: string): PolicyStatement[] {
  return statements(
    store,
    ["s3:ListBucket", "s3:ListBucketMultipartUploads"],
    [...readObjects, ...writeObjects],
    ["kms:Decrypt", "kms:GenerateDataKey"],
    prefix,
  );
}

function statements(
  store: IS3ObjectStore,
  onBucket: readonly string[],
  onObjects: readonly string[],
  onKey: readonly string[],
  prefix?: string,
): PolicyStatement[] {
  const listed = prefix === undefined ? {} : { conditions: { StringLike: { "s3:prefix": [`${prefix}/*`] } } };
  const allowed: PolicyStatement[] = [
    { actions: onBucket, resources: [store.bucketArn], ...listed },
    { actions: onObjects, resources: [`${store.bucketArn}/${prefix === undefined ? "*" : `${prefix}/*`}`] },
  ];
  if (store.key === undefined) return allowed;
  return [
    ...allowed,
    {
      actions: onKey,
      resources: [store.key.keyArn],
      // Several buckets may share a key: only this bucket's data keys. With a bucket key the context is the bucket's ARN.
      conditions: {
        StringLike: { "kms:EncryptionContext:aws:s3:arn": [store.bucketArn, `${store.bucketArn}/*`] },
      },
    },
  ];
}

/** The identity as an IAM role. @throws FactoryError where it is none */
export function requirePodIdentity(identity: IWorkloadIdentity, storePath: string): IPodIdentity {
  if ("addToPolicy" in identity) return identity as IPodIdentity;
  const name = `${identity.namespace}/${identity.serviceAccountName}`;
  throw new FactoryError([
    problem("STO-131-grant-identity", storePath, `service account ${name} has no identity in AWS`, {
      given: identity.node.path,
      allowed: "identities that an EKS cluster gave (addPodIdentity)",
      fix: "make the identity with cluster.addPodIdentity",
    }),
  ]);
}
