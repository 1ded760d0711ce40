import { objectVersions } from "../../../validation/rules/CST-006-object-versions";
import { check, describeRule } from "../support/describe-rule";

function factory() {
  const rule: Record<string, unknown> = {
    id: "clean-up",
    status: "Enabled",
    noncurrent_version_expiration: [{ noncurrent_days: 30 }],
    abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
  };
  const bucket = "${aws_s3_bucket.data.id}";
  const versioning: Record<string, unknown> = { bucket, versioning_configuration: { status: "Enabled" } };
  const lifecycle: Record<string, unknown> = { bucket, rule: [rule] };
  const resource = {
    aws_s3_bucket: { data: {} },
    aws_s3_bucket_versioning: { data: versioning },
    aws_s3_bucket_lifecycle_configuration: { data: lifecycle },
  };
  return { rule, versioning, lifecycle, stacks: { infra: { resource } } };
}

describeRule(objectVersions, {
  passing: factory,
  mutations: {
    "old versions stay": {
      change: ({ rule }) => delete rule["noncurrent_version_expiration"],
      finds: /^old versions stay/,
    },
    "broken uploads stay": {
      change: ({ rule }) => delete rule["abort_incomplete_multipart_upload"],
      finds: /^broken uploads stay/,
    },
    "no rule at all": { change: ({ lifecycle }) => (lifecycle["rule"] = []), finds: /old versions and broken uploads/ },
    "a rule that is off": ({ rule }) => (rule["status"] = "Disabled"),
  },
  unknown: {
    "a status from a variable": ({ versioning }) =>
      (versioning["versioning_configuration"] = { status: "${var.status}" }),
    "rules from a variable": ({ lifecycle }) => (lifecycle["rule"] = "${var.rules}"),
  },
});

it("CST-006 asks nothing of a bucket without versions", () => {
  const input = factory();
  input.versioning["versioning_configuration"] = { status: "Suspended" };
  expect(check(objectVersions, input).rules[0]).toMatchObject({ pass: 0, fail: 0 });
});
