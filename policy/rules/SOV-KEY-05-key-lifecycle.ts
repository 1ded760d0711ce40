import { isUnknown } from "../../documents/value";
import { all, flag, isGiven, judge, numberOf, oneOf } from "../reading/verdicts";
import { policyRule } from "../rule";

const rotates = ["CKV_AWS_7", "AWS-0065"];
const isOn = ["CKV_AWS_227", "7350fa23-dcf7-4938-916d-6a60b0c73b50"];

export const SOV_KEY_05 = policyRule({
  id: "SOV-KEY-05-key-lifecycle",
  title: "keys rotate, stay enabled, and are deleted no sooner than after 30 days",
  weight: "medium",
  stages: ["synth", "plan", "deploy"],
  guardrail: "SCP kms-deletion-window",
  references: ["SecNumCloud 3.2 10.5.a", "C5:2026 CRY-07"],
  covers: [...rotates, ...isOn],
  cause: "A key that is gone takes the data with it; a short window leaves no time to notice.",
  mend: "set enable_key_rotation and a deletion window of 30 days",
  example: {
    fails: "`deletion_window_in_days = 7`",
    passes: "`enable_key_rotation = true`, and no window, which means 30 days",
    evades: "`is_enabled = false` on a key that rotates",
  },
  *check({ documents }) {
    for (const key of documents.resources("aws_kms_key", "aws_kms_external_key")) {
      // Imported and asymmetric keys, and keys of a custom store, cannot rotate by themselves.
      const canRotate =
        key.type === "aws_kms_key" &&
        !isGiven(key.get("custom_key_store_id")) &&
        !isGiven(key.get("xks_key_id")) &&
        oneOf(key.get("key_usage"), ["ENCRYPT_DECRYPT"], true) !== false &&
        oneOf(key.get("customer_master_key_spec"), ["SYMMETRIC_DEFAULT"], true) !== false;
      if (canRotate) {
        const rotation = key.get("enable_key_rotation");
        yield judge(key, flag(rotation, false), {
          message: "the key does not rotate",
          given: rotation ?? "nothing",
          covers: rotates,
        });
      }
      const days = key.get("deletion_window_in_days");
      const longEnough = isUnknown(days) ? "unknown" : (numberOf(days) ?? 30) >= 30;
      yield judge(key, longEnough, { message: "it can be gone in less than 30 days", given: days, allowed: "30 days" });
      const on = all(flag(key.get("is_enabled"), true), flag(key.get("enabled"), true));
      yield judge(key, on, { message: "the key is disabled: what it encrypts cannot be read", covers: isOn });
    }
  },
});
