import { numberOf } from "../launches";
import { fail, pass, resourceAbout, unknown, type Rule } from "../rule";

export const keyDeletionWindow: Rule = {
  id: "OPS-056-key-deletion-window",
  family: "OPS",
  title: "a key that is deleted by mistake can be called back for long enough",
  severity: "warning",
  reads: "documents",
  cause:
    "With its key every disk, bucket and backup that it encrypts is lost for good. KMS waits 7 to 30 days before it " +
    "deletes; a week is shorter than many holidays, and the first sign is often a job that starts only once a month.",
  mend: "set deletion_window_in_days to 30, or leave it out",
  sources: ["AWS KMS Developer Guide, deleting keys: waiting period of 7 to 30 days, 30 by default"],
  unknownMeans: "The waiting period is not known yet; the plan decides.",
  example: { fails: "deletion_window_in_days 7", passes: "deletion_window_in_days 30" },
  *check({ documents }) {
    const types = ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key"];
    for (const key of documents?.resources(...types) ?? []) {
      const about = resourceAbout(key);
      const days = numberOf(key.get("deletion_window_in_days"));
      if (days === "unknown") yield unknown(about, { message: "the waiting period is not known yet" });
      else if (days !== undefined && (days < 7 || days > 30)) {
        const message = "not a waiting period that KMS has";
        yield fail(about, { message, given: days, allowed: "7 to 30 days", severity: "error" });
      } else if (days !== undefined && days < 14) {
        const message = "a key that is deleted by mistake is gone within two weeks";
        yield fail(about, { message, given: days, allowed: "14 to 30 days" });
      } else yield pass(about);
    }
  },
};
