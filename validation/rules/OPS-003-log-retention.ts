import { numberOf } from "../launches";
import { fail, pass, resourceAbout, unknown, type Rule } from "../rule";

/** What CloudWatch Logs takes; 0 keeps for ever. */
const allowedDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];
const leastForAudit = 90;

export const logRetention: Rule = {
  id: "OPS-003-log-retention",
  family: "OPS",
  title: "logs are kept long enough to look into an incident, and not for ever",
  severity: "warning",
  reads: "documents",
  cause:
    "A log group without retention keeps everything and bills for it for ever. Audit and flow logs that are gone after a " +
    "week are missing when an intrusion of last month is found.",
  mend: "set retention_in_days: 90 or more for audit and flow logs, a year where a standard asks for it",
  sources: [
    "Amazon CloudWatch Logs API Reference, PutRetentionPolicy: allowed values",
    "CIS Controls v8, 8.10: retain audit logs for at least 90 days",
  ],
  unknownMeans: "The retention is not known yet; the plan decides.",
  example: { fails: "no retention_in_days, or 7 for /aws/eks/…/cluster", passes: "retention_in_days 365" },
  *check({ documents }) {
    for (const group of documents?.resources("aws_cloudwatch_log_group") ?? []) {
      const about = resourceAbout(group);
      const days = numberOf(group.get("retention_in_days"));
      const name = `${String(group.get("name") ?? "")}${String(group.get("name_prefix") ?? "")}`;
      const audit = /eks|flow|audit|trail/i.test(name);
      if (days === "unknown") yield unknown(about, { message: "the retention is not known yet" });
      else if (days === undefined || days === 0) {
        const message = "logs are kept, and paid for, for ever";
        yield fail(about, { message, given: days ?? "no retention_in_days", allowed: `${leastForAudit} to 3653` });
      } else if (!allowedDays.includes(days)) {
        const message = "no retention that CloudWatch Logs has";
        yield fail(about, { message, given: days, allowed: allowedDays, severity: "error" });
      } else if (audit && days < leastForAudit) {
        const message = "audit or flow logs are gone before most intrusions are found";
        yield fail(about, { message, given: days, allowed: `${leastForAudit} or more` });
      } else yield pass(about);
    }
  },
};
