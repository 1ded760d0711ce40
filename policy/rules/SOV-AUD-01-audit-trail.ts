import { all, any, flag, isGiven, judge, open, type Tri } from "../reading/verdicts";
import { isCustomerKey } from "../reading/keys";
import { policyRule } from "../rule";

/** Checks of other tools, by what a trail lacks. */
const covered = {
  logging: ["CKV_AWS_251", "4bb76f17-3d63-4529-bdca-2b454529d774"],
  regions: ["CKV_AWS_67", "AWS-0014", "8173d5eb-96b5-4aa6-a71b-ecfa153c123d"],
  globals: ["8173d5eb-96b5-4aa6-a71b-ecfa153c123d"],
  validation: ["CKV_AWS_36", "AWS-0016", "52ffcfa6-6c70-4ea6-8376-d828d3961669"],
  key: ["CKV_AWS_35", "AWS-0015", "5d9e3164-9265-470c-9a10-57ae454ac0c7"],
};

export const SOV_AUD_01 = policyRule({
  id: "SOV-AUD-01-audit-trail",
  title: "every call of the API is recorded, provably and inside the boundary",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "SCP cloudtrail-protection",
  references: ["SecNumCloud 3.2 12.6", "SecNumCloud 3.2 12.7", "AI Act 12"],
  covers: Object.values(covered).flat(),
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
      const checks: readonly (readonly [Tri, string, readonly string[]])[] = [
        [flag(trail.get("enable_logging"), true), "logging is switched off", covered.logging],
        [
          flag(trail.get("is_multi_region_trail"), false),
          "it records one region only: calls elsewhere leave no trace",
          covered.regions,
        ],
        [flag(trail.get("enable_log_file_validation"), false), "its files are not validated", covered.validation],
        [
          flag(trail.get("include_global_service_events"), true),
          "calls of global services are not recorded",
          covered.globals,
        ],
        [isCustomerKey(trail, "kms_key_id"), "it is not encrypted with a key of the customer", covered.key],
      ];
      for (const [answer, message, covers] of checks) yield judge(trail, answer, { message, covers });
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
