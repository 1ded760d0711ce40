import { isUnknown } from "../../documents/value";
import { judgeClassified } from "../reading/classified";
import { flag, judge, judgeRegion, not, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

const wholeTypes = ["aws_drs_replication_configuration_template"] as const;

export const SOV_RES_06 = policyRule({
  id: "SOV-RES-06-backup-copies",
  title: "backups and snapshots are copied inside the boundary only",
  weight: "critical",
  stages: ["synth", "plan", "deploy"],
  waivable: false,
  guardrail: "SCP region-deny",
  references: ["SecNumCloud 3.2 12.5.d", "C5:2020 OPS-09", "C5:2020 PSS-12"],
  cause: "A backup is the data. The rule about location that holds for the data holds for every copy of it.",
  mend: "name a vault or a region of the boundary",
  example: {
    fails: "`copy_action` into the ARN of a vault in us-east-1",
    passes: "`copy_action` into a vault of the same documents in eu-north-1",
    evades: "a lifecycle policy whose cross-region copy names the region only in `target`",
  },
  *check(subject) {
    const { documents } = subject;
    yield* judgeClassified("SOV-RES-06-backup-copies", subject);
    for (const settings of documents.resources("aws_backup_global_settings")) {
      const value = settings.get("global_settings.isCrossAccountBackupEnabled");
      const message = "backups may be copied into other accounts";
      yield judge(settings, not(flag(value, false)), { message, given: value, severity: "warning" });
    }
    for (const policy of documents.resources("aws_organizations_policy")) {
      if (policy.get("type") !== "BACKUP_POLICY") continue;
      for (const { path, region } of subject.places.mentions(policy)) {
        if (path.startsWith("content") && region !== undefined)
          yield judgeRegion(policy, region, "a region of the backup policy", subject);
      }
      if (isUnknown(policy.get("content"))) yield open(policy, { message: "the backup policy is not fully known yet" });
    }
    for (const template of documents.resources(...wholeTypes)) {
      yield open(template, {
        message: "elastic disaster recovery copies whole machines; where from is not in the documents",
        dischargedBy: "evidence",
      });
    }
    for (const plan of documents.resources("aws_backup_plan")) {
      if (plan.list("rule.copy_action").length === 0) yield pass(plan);
    }
  },
});
