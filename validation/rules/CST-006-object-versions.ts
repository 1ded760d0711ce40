import type { Block, Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { isGiven } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const objectVersions: Rule = {
  id: "CST-006-object-versions",
  family: "CST",
  title: "versioned buckets let old versions and broken uploads go",
  severity: "warning",
  reads: "documents",
  cause:
    "In a versioned bucket an overwritten or deleted checkpoint stays, and is billed, for ever: a job that keeps three " +
    "checkpoints of 1 TB and writes one each half hour adds 48 TB of invisible versions a day. Parts of uploads that " +
    "broke off are not even listed.",
  mend: "add a lifecycle rule with noncurrent_version_expiration and abort_incomplete_multipart_upload",
  sources: ["Amazon S3 User Guide, lifecycle: NoncurrentVersionExpiration, AbortIncompleteMultipartUpload"],
  unknownMeans: "Versioning or the life cycle is not known yet; the plan decides.",
  example: {
    fails: "versioning Enabled and no lifecycle configuration",
    passes: "noncurrent_days 30 and days_after_initiation 7",
  },
  *check({ documents }) {
    for (const bucket of documents?.resources("aws_s3_bucket") ?? []) {
      const versioning = bucket
        .referrers("aws_s3_bucket_versioning")
        .map((one) => one.get("versioning_configuration.status"));
      const status = [...versioning, ...bucket.list("versioning.enabled")];
      if (status.some(isUnknown))
        yield unknown(resourceAbout(bucket), { message: "whether the bucket is versioned is not known yet" });
      else if (status.includes("Enabled") || status.includes(true)) yield judge(bucket);
    }
  },
};

function judge(bucket: Resource): Outcome {
  const about = resourceAbout(bucket);
  const configurations = bucket.referrers("aws_s3_bucket_lifecycle_configuration");
  const rules: readonly Block[] = [
    ...configurations.flatMap((configuration) => configuration.blocks("rule")),
    ...bucket.blocks("lifecycle_rule"),
  ];
  if (configurations.some((one) => isUnknown(one.get("rule")))) {
    return unknown(about, { message: "the bucket's life cycle is not known yet" });
  }
  const active = rules.filter((rule) => rule.get("status") !== "Disabled" && rule.get("enabled") !== false);
  const has = (name: string) => active.some((rule) => isGiven(rule.get(name)) && rule.list(name).length > 0);
  const missing = [
    ...(has("noncurrent_version_expiration") ? [] : ["old versions"]),
    ...(has("abort_incomplete_multipart_upload") || has("abort_incomplete_multipart_upload_days")
      ? []
      : ["broken uploads"]),
  ];
  if (missing.length === 0) return pass(about);
  const allowed = "noncurrent_version_expiration and abort_incomplete_multipart_upload";
  const given = active.length === 0 ? "no lifecycle rule" : "rules without it";
  // Without an end to versions the bucket grows for ever; broken uploads are a few per cent.
  const severity = missing.includes("old versions") ? "warning" : "info";
  return fail(about, {
    message: `${missing.join(" and ")} stay, and are paid for, for ever`,
    given,
    allowed,
    severity,
  });
}
