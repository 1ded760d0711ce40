import type { Resource } from "../../documents/types";
import { isObject } from "../../documents/value";
import { typeFacts } from "../locations/schema";
import { flag, judge, not } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Checks of other tools for what can be deleted, by type. */
const unprotected: Readonly<Record<string, readonly string[]>> = {
  aws_alb: ["CKV_AWS_150", "afecd1f1-6378-4f7e-bb3b-60c35801fdd4"],
  aws_db_instance: ["CKV_AWS_293", "AWS-0177"],
  aws_lb: ["CKV_AWS_150", "afecd1f1-6378-4f7e-bb3b-60c35801fdd4"],
  aws_rds_cluster: ["CKV_AWS_139", "AWS-0343"],
};

export const SOV_REL_03 = policyRule({
  id: "SOV-REL-03-deletion-protection",
  title: "what holds data cannot be deleted by a slip",
  weight: "medium",
  stages: ["synth", "plan"],
  references: ["C5:2020 OPS-06"],
  covers: Object.values(unprotected).flat(),
  cause: "A stack that is destroyed takes the data, the keys or the logs along.",
  mend: "switch deletion protection on, and force_destroy and skip_final_snapshot off",
  example: {
    fails: "`force_destroy = true` on a bucket",
    passes: "`deletion_protection = true` on a database",
    evades: "`skip_final_snapshot = true` beside deletion protection",
  },
  *check({ documents }) {
    for (const resource of documents.resources()) {
      for (const path of typeFacts(resource.type)?.deletion ?? []) {
        const value = resource.get(path);
        if (/force_destroy|force_delete|skip_final/.test(path)) {
          yield judge(resource, not(flag(value, false)), { message: `${path} takes the data along`, given: value });
        } else if (
          /^(deletion_protection|deletion_protection_enabled|enable_deletion_protection|termination_protection_enabled)$/.test(
            path,
          )
        ) {
          const kept = flag(value, false);
          yield judge(resource, kept === true || prevented(resource) ? true : kept, {
            message: `it can be deleted: ${path} is off`,
            given: value ?? "nothing",
            covers: unprotected[resource.type] ?? [],
            ...light(resource),
          });
        }
      }
    }
  },
});

/** Types that hold data; for the others, protection is a matter of taste. */
const holding = /^aws_(db_|rds_|docdb_|neptune_|dynamodb_|dsql|cloudtrail_event_data_store|opensearch|memorydb)/;

function light(resource: Resource) {
  return holding.test(resource.type) ? {} : { severity: "info" as const };
}

function prevented({ lifecycle }: Resource): boolean {
  const block: unknown = Array.isArray(lifecycle) ? lifecycle[0] : lifecycle;
  return isObject(block) && flag(block["prevent_destroy"], false) === true;
}
