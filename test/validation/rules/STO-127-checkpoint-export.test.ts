import { checkpointExport } from "../../../validation/rules/STO-127-checkpoint-export";
import { check, describeRule } from "../support/describe-rule";
import { lustreStack, type Attributes } from "../support/lustre";
import { emptyModel } from "../support/model";

const importOnly: Attributes = { auto_import_policy: { events: ["NEW"] } };

describeRule(checkpointExport, {
  passing: lustreStack,
  mutations: {
    "files only come in": { change: ({ link }) => (link["s3"] = importOnly), finds: /never exported/ },
    "no policy at all": { change: ({ link }) => delete link["s3"], finds: /never exported/ },
    "only new files": {
      change: ({ link }) => (link["s3"] = [{ auto_export_policy: [{ events: ["NEW"] }] }]),
      finds: /files that are changed/,
    },
  },
  unknown: {
    "events from a variable": ({ link }) => (link["s3"] = { auto_export_policy: { events: "${var.events}" } }),
  },
});

describe("STO-127 by the bucket's purpose", () => {
  it("goes by the model where it knows the bucket, whatever the names are", () => {
    const input = lustreStack();
    input.link["s3"] = importOnly;
    const bucket = {
      id: "checkpoints",
      path: "factory/checkpoints",
      addresses: ["infra:aws_s3_bucket.checkpoints"],
      siteId: "eu-north-1",
      kind: "s3" as const,
      purpose: "datasets" as const,
      versioned: true,
      objectLock: false,
      replicatesTo: [],
    };
    const model = emptyModel({ buckets: [bucket] });
    expect(check(checkpointExport, { ...input, model }).findings).toEqual([]);
  });
});
