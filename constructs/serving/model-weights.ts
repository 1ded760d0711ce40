import { containerImage } from "../../catalog";
import type { IObjectStore } from "../contracts";
import { readBucket, type BucketUse } from "../platform/bucket-use";
import { weightsPath } from "./vllm-runtime";

/** Secret in the endpoint's namespace with the keys of the object store, and what they are called in it. */
export interface WeightsCredentials {
  /** Name of the secret. */
  readonly secretName: string;
  /**
   * Key of the secret that holds the access key's id.
   * @default "AWS_ACCESS_KEY_ID"; Rook's secrets call it `AccessKey`
   */
  readonly accessKeyIdKey?: string;
  /**
   * Key of the secret that holds the secret access key.
   * @default "AWS_SECRET_ACCESS_KEY"; Rook's secrets call it `SecretKey`
   */
  readonly secretAccessKeyKey?: string;
}

/** A model's files in the factory's object store, and the one digest that pins all of them. */
export interface ModelWeights {
  /** Bucket that the files are in. */
  readonly store: IObjectStore;
  /** Where the files lie in the bucket, without a slash at either end: `llama-3.1-70b/2026-10-02`. */
  readonly prefix: string;
  /**
   * SHA-256 of the file `SHA256SUMS` that lies beside the weights and lists the SHA-256 of each of them, as
   * `sha256sum * > SHA256SUMS` writes it. Files that differ, are missing, or are not listed stop the pod.
   */
  readonly sha256OfSums: string;
  /** Keys of the store. @default - the identity of the endpoint's service account */
  readonly credentials?: WeightsCredentials;
  /** Region to sign requests for. @default "us-east-1", which S3 services outside AWS take */
  readonly region?: string;
}

/** A model's files in a bucket that the endpoint's service account gets reading access to. */
export function weightsIn(bucket: BucketUse, files: Pick<ModelWeights, "prefix" | "sha256OfSums">): ModelWeights {
  const keys = readBucket(bucket);
  return {
    ...files,
    store: bucket.store,
    region: bucket.region,
    credentials: keys && {
      secretName: keys.secretName,
      accessKeyIdKey: keys.accessKeyField,
      secretAccessKeyKey: keys.secretKeyField,
    },
  };
}

/** Image that fetches the weights; it has the S3 client and sha256sum. */
export const stagingImage = containerImage("aws-cli");

// Files of an earlier attempt are kept and only checked, so that a restarted pod does not fetch hundreds of GB again.
const script = `set -eu
cd "$TARGET"
ENDPOINT=""
if [ -n "$S3_ENDPOINT" ]; then ENDPOINT="--endpoint-url $S3_ENDPOINT"; fi
aws s3 cp --only-show-errors $ENDPOINT "s3://$BUCKET/$PREFIX/SHA256SUMS" SHA256SUMS
echo "$SHA256_OF_SUMS  SHA256SUMS" | sha256sum --check --strict -
if ! sha256sum --check --strict --quiet SHA256SUMS 2>/dev/null; then
  aws s3 sync --only-show-errors --delete $ENDPOINT "s3://$BUCKET/$PREFIX" .
  sha256sum --check --strict --quiet SHA256SUMS
fi
listed="$(sed -E 's/^[0-9a-f]{64} [ *]//; s#^[.]/##' SHA256SUMS | sort)"
found="$(find . -type f ! -path ./SHA256SUMS ! -path './lost+found/*' | sed 's#^[.]/##' | sort)"
if [ "$listed" != "$found" ]; then
  echo "there are files that SHA256SUMS does not list; they are not loaded" >&2
  exit 1
fi
`;

/** The init container that brings the weights and proves that they are the ones that were meant. */
export function stagingContainer(weights: ModelWeights) {
  const { store, credentials } = weights;
  const fromSecret = (name: string, key: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: credentials?.secretName ?? "", key } },
  });
  return {
    name: "weights",
    image: stagingImage,
    command: ["/bin/sh", "-c", script],
    env: [
      { name: "BUCKET", value: store.bucketName },
      { name: "PREFIX", value: weights.prefix },
      { name: "S3_ENDPOINT", value: store.endpointUrl ?? "" },
      { name: "SHA256_OF_SUMS", value: weights.sha256OfSums },
      { name: "TARGET", value: weightsPath },
      { name: "HOME", value: "/tmp" },
      ...(weights.region === undefined && store.endpointUrl === undefined
        ? []
        : [{ name: "AWS_REGION", value: weights.region ?? "us-east-1" }]),
      ...(credentials === undefined
        ? []
        : [
            fromSecret("AWS_ACCESS_KEY_ID", credentials.accessKeyIdKey ?? "AWS_ACCESS_KEY_ID"),
            fromSecret("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKeyKey ?? "AWS_SECRET_ACCESS_KEY"),
          ]),
    ],
    resources: { requests: { cpu: "2", memory: "2Gi" }, limits: { memory: "8Gi" } },
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ["ALL"] },
      seccompProfile: { type: "RuntimeDefault" },
    },
    volumeMounts: [{ name: "weights", mountPath: weightsPath }],
  };
}
