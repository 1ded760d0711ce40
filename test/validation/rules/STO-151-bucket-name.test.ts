import { bucketName } from "../../../validation/rules/STO-151-bucket-name";
import { describeRule } from "../support/describe-rule";

function bucket() {
  const attributes: Record<string, unknown> = { bucket: "training-data" };
  return { attributes, stacks: { infra: { resource: { aws_s3_bucket: { data: attributes } } } } };
}
const named = (name: string) => (input: ReturnType<typeof bucket>) => (input.attributes["bucket"] = name);

describeRule(bucketName, {
  passing: bucket,
  stillPasses: {
    "a prefix": ({ attributes }) => Object.assign(attributes, { bucket: null, bucket_prefix: "training-" }),
    "no name at all": ({ attributes }) => delete attributes["bucket"],
  },
  mutations: {
    "capitals and underscores": named("Training_Data"),
    "too short": named("ab"),
    "an address": { change: named("10.0.0.1"), finds: /looks like an address/ },
    "a dot": { change: named("training.data"), finds: /TLS/ },
    "S3's own beginning": { change: named("xn--data"), finds: /begins/ },
    "S3's own ending": { change: named("data--x-s3"), finds: /ends/ },
    "a prefix that is too long": {
      change: ({ attributes }) => Object.assign(attributes, { bucket: null, bucket_prefix: "a".repeat(38) }),
      finds: /26 characters/,
    },
    "a prefix with capitals": ({ attributes }) => Object.assign(attributes, { bucket: null, bucket_prefix: "Data-" }),
  },
  unknown: { "a name from a variable": named("${var.name}") },
});
