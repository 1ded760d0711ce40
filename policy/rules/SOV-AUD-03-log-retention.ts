import { isUnknown } from "../../documents/value";
import { ofBucket } from "../reading/buckets";
import { all, judge, numberOf, oneOf } from "../reading/verdicts";
import { policyRule } from "../rule";

export const SOV_AUD_03 = policyRule({
  id: "SOV-AUD-03-log-retention",
  title: "records are kept as long as the boundary demands, and cannot be changed",
  weight: "high",
  stages: ["synth", "plan"],
  references: ["SecNumCloud 3.2 12.6.c", "AI Act 19", "AI Act 26(6)"],
  covers: ["CKV_AWS_338"],
  cause: "A record that ends before the duty does is no record when it is asked for.",
  mend: "keep logs for the boundary's `retention.logDays`, or for ever; lock buckets of records in COMPLIANCE mode",
  example: {
    fails: "`retention_in_days = 30`",
    passes: "`retention_in_days = 365`, or none, which means for ever",
    evades: "a lifecycle rule that expires objects of a locked bucket after 90 days",
  },
  *check(subject) {
    const { documents, boundary } = subject;
    const { logDays } = boundary.data.retention;
    const longEnough = (value: unknown) => {
      const days = numberOf(value as never) ?? 0;
      return isUnknown(value) ? ("unknown" as const) : days === 0 || days >= logDays;
    };
    for (const group of documents.resources("aws_cloudwatch_log_group")) {
      const days = group.get("retention_in_days");
      yield judge(group, longEnough(days), {
        message: `logs end after ${String(days as number)} days`,
        given: days,
        allowed: `${logDays} days or more, or for ever`,
        // The other check asks for a year, whatever the duty.
        covers: (numberOf(days) ?? 0) < 365 ? ["CKV_AWS_338"] : [],
      });
    }
    for (const store of documents.resources("aws_cloudtrail_event_data_store")) {
      yield judge(store, longEnough(store.get("retention_period")), {
        message: "events end too early",
        given: store.get("retention_period"),
      });
    }
    for (const lock of documents.resources("aws_s3_bucket_object_lock_configuration")) {
      const mode = lock.get("rule.default_retention.mode");
      yield judge(lock, oneOf(mode, ["COMPLIANCE"], true), {
        message: "GOVERNANCE lets whoever has the permission take the lock away",
        given: mode,
        severity: "warning",
      });
    }
    const records = new Set(
      [
        ...documents.resources("aws_cloudtrail").flatMap((trail) => trail.targets("s3_bucket_name")),
        ...documents.resources("aws_s3_bucket_logging").flatMap((logging) => logging.targets("target_bucket")),
        ...documents.resources("aws_flow_log").flatMap((log) => log.targets("log_destination")),
        ...documents.resources("aws_config_delivery_channel").flatMap((channel) => channel.targets("s3_bucket_name")),
      ].filter(({ type }) => type === "aws_s3_bucket"),
    );
    for (const bucket of records) {
      for (const lifecycle of ofBucket(bucket, "aws_s3_bucket_lifecycle_configuration", subject)) {
        for (const days of lifecycle.list("rule.expiration.days")) {
          yield judge(lifecycle, longEnough(days), {
            message: `records of ${bucket.address} end after ${String(days as number)} days`,
            given: days,
            allowed: `${logDays} days or more`,
          });
        }
      }
    }
    for (const lock of documents.resources("aws_backup_vault_lock_configuration")) {
      const days = lock.get("min_retention_days");
      const fixed = all(isUnknown(days) ? "unknown" : (numberOf(days) ?? 0) > 0);
      yield judge(lock, fixed, { message: "the lock of the vault demands no least retention", given: days });
    }
  },
});
