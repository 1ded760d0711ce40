import type { Resource } from "../../documents/types";
import { isObject } from "../../documents/value";
import { flag, isGiven, judge, numberOf, open, oneOf } from "../reading/verdicts";
import { policyRule } from "../rule";

/** RDS takes up to 35 days; more is refused, and nothing is kept. */
const isKept = (days: number) => days > 0 && days <= 35;

/** Types that hold data, with their own way of keeping a backup. */
const own: Readonly<Record<string, (resource: Resource) => boolean>> = {
  aws_db_instance: (r) => isKept(numberOf(r.get("backup_retention_period")) ?? 0),
  aws_rds_cluster: (r) => isKept(numberOf(r.get("backup_retention_period")) ?? 1),
  aws_docdb_cluster: (r) => (numberOf(r.get("backup_retention_period")) ?? 1) > 0,
  aws_dynamodb_table: (r) => flag(r.get("point_in_time_recovery.enabled"), false) === true,
  aws_efs_file_system: (r) =>
    r.referrers("aws_efs_backup_policy").some((policy) => policy.get("backup_policy.status") === "ENABLED"),
  aws_fsx_openzfs_file_system: (r) => (numberOf(r.get("automatic_backup_retention_days")) ?? 0) > 0,
  aws_fsx_ontap_file_system: (r) => (numberOf(r.get("automatic_backup_retention_days")) ?? 0) > 0,
};

/** Checks of other tools for what has no backup of its own, by type. */
const unbacked: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: ["CKV_AWS_133", "1dc73fb4-5b51-430c-8c5f-25dcf9090b02"],
  aws_rds_cluster: ["CKV_AWS_133"],
  aws_dynamodb_table: ["CKV_AWS_28", "AWS-0024", "741f1291-47ac-4a85-a07b-3d32a9d6bd3e"],
};

export const SOV_REL_02 = policyRule({
  id: "SOV-REL-02-backups",
  title: "what holds data has a backup inside the boundary",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "backup policy of the organisation",
  references: ["SecNumCloud 3.2 12.5.a", "SecNumCloud 3.2 12.5.c", "C5:2020 OPS-06", "C5:2020 OPS-09"],
  covers: Object.values(unbacked).flat(),
  cause: "A selection by a tag that nothing carries backs up nothing, and reports success.",
  mend: "switch on the service's own backups, or select the resource in a backup plan",
  example: {
    fails: "an EFS filesystem without a backup policy",
    passes: 'the same with `status = "ENABLED"`',
    evades: "a selection by a tag that no resource carries",
  },
  *check({ documents, boundary }) {
    const selections = documents.resources("aws_backup_selection");
    const carried = new Set<string>();
    for (const resource of documents.resources()) {
      const tags = resource.get("tags");
      if (isObject(tags))
        for (const [key, value] of Object.entries(tags)) carried.add(`${key}=${String(value as string)}`);
    }
    const works = (selection: Resource) => {
      const tags = selection
        .blocks("selection_tag")
        .map((tag) => `${String(tag.get("key") as string)}=${String(tag.get("value") as string)}`);
      return isGiven(selection.get("resources")) || tags.length === 0 || tags.some((tag) => carried.has(tag));
    };
    for (const selection of selections)
      yield judge(selection, works(selection), { message: "no resource carries the tag by which it selects" });
    for (const [type, hasOwn] of Object.entries(own)) {
      for (const resource of documents.resources(type)) {
        const selected = selections.some(
          (selection) => selection.targets("resources").includes(resource) || isTagged(selection, resource),
        );
        if (hasOwn(resource) || selected) yield judge(resource, true, { message: "" });
        else if (selections.length > 0)
          yield open(resource, { message: "whether a selection takes it is not known yet" });
        else {
          // Other tools take an absent period for a day of backups, which it is for clusters only.
          const isAbsent = type === "aws_db_instance" && !isGiven(resource.get("backup_retention_period"));
          const ids = (unbacked[type] ?? []).filter((id) => !(isAbsent && id === "CKV_AWS_133"));
          yield judge(resource, false, { message: "it has no backup", covers: ids });
        }
      }
    }
    for (const plan of documents.resources("aws_backup_plan")) {
      for (const days of plan.list("rule.lifecycle.delete_after")) {
        yield judge(plan, (numberOf(days) ?? 0) >= boundary.data.retention.backupDays ? true : oneOf(days, [], false), {
          message: `backups end after ${String(days as number)} days`,
          given: days,
          severity: "warning",
        });
      }
    }
  },
});

function isTagged(selection: Resource, resource: Resource): boolean {
  const tags = resource.get("tags");
  if (!isObject(tags)) return false;
  return selection.blocks("selection_tag").some((tag) => tags[String(tag.get("key") as string)] === tag.get("value"));
}
