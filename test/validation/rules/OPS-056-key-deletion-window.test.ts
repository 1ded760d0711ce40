import { keyDeletionWindow } from "../../../validation/rules/OPS-056-key-deletion-window";
import { describeRule } from "../support/describe-rule";

function key() {
  const key: Record<string, unknown> = { deletion_window_in_days: 30 };
  return { key, stacks: { infra: { resource: { aws_kms_key: { storage: key } } } } };
}

describeRule(keyDeletionWindow, {
  passing: key,
  stillPasses: { "KMS's own thirty days": ({ key }) => delete key["deletion_window_in_days"] },
  mutations: {
    "a week": { change: ({ key }) => (key["deletion_window_in_days"] = 7), finds: /within two weeks/ },
    "a day": { change: ({ key }) => (key["deletion_window_in_days"] = 1), finds: /not a waiting period/ },
    "a quarter": ({ key }) => (key["deletion_window_in_days"] = "90"),
  },
  unknown: { "days from a variable": ({ key }) => (key["deletion_window_in_days"] = "${var.days}") },
});
