import { all, any, flag, isGiven, judge, open, type Tri } from "../reading/verdicts";
import { isCustomerKey } from "../reading/keys";
import { policyRule } from "../rule";

export const SOV_AUD_01 = policyRule({
  id: "SOV-AUD-01-audit-trail",
  title: "every call of the API is recorded, provably and inside the boundary",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "SCP cloudtrail-protection",
  references: ["SecNumCloud 3.2 12.6", "SecNumCloud 3.2 12.7", "AI Act 12"],
  covers: ["CKV_AWS_35", "CKV_AWS_36", "CKV_AWS_67", "CKV_AWS_251", "AWS-0014", "AWS-0015", "AWS-0016"],
  cause: "Without a trail nobody can show who touched which data.",
  mend: "record all regions, validate the files, encrypt with a key of the customer; the bucket stands inside",
  example: {
    fails: "a trail without `enable_log_file_validation`",
    passes: "a multi-region trail with validation and a customer key",
    evades: "`enable_logging = false` on a trail that is otherwise right",
  },
  *check({ documents, boundary }) {
    const trails = documents.resources("aws_cloudtrail");
    for (const trail of trails) {
      const checks: readonly (readonly [Tri, string])[] = [
        [flag(trail.get("enable_logging"), true), "logging is switched off"],
        [flag(trail.get("is_multi_region_trail"), false), "it records one region only: calls elsewhere leave no trace"],
        [flag(trail.get("enable_log_file_validation"), false), "its files are not validated"],
        [flag(trail.get("include_global_service_events"), true), "calls of global services are not recorded"],
        [isCustomerKey(trail, "kms_key_id"), "it is not encrypted with a key of the customer"],
      ];
      for (const [answer, message] of checks) yield judge(trail, answer, { message });
      const events = any(
        isGiven(trail.get("event_selector.data_resource")),
        isGiven(trail.get("advanced_event_selector")),
      );
      yield judge(trail, events, {
        message: "reads and writes of the data itself are not recorded",
        severity: "warning",
      });
    }
    for (const store of documents.resources("aws_cloudtrail_event_data_store")) {
      const kept = all(
        flag(store.get("termination_protection_enabled"), true),
        flag(store.get("multi_region_enabled"), true),
      );
      yield judge(store, kept, { message: "it can be deleted, or records one region only" });
    }
    if (
      trails.length === 0 &&
      boundary.data.regions.length > 0 &&
      documents.resources().some(({ type }) => type.startsWith("aws_"))
    ) {
      yield open(
        { path: "account (trail)", address: "account" },
        { message: "these documents do not show the trail of the organisation", dischargedBy: "deploy" },
      );
    }
  },
});
