import { logRetention } from "../../../validation/rules/OPS-003-log-retention";
import { describeRule } from "../support/describe-rule";

function logs() {
  const group: Record<string, unknown> = { name: "/aws/eks/factory/cluster", retention_in_days: 365 };
  return { group, stacks: { infra: { resource: { aws_cloudwatch_log_group: { cluster: group } } } } };
}

describeRule(logRetention, {
  passing: logs,
  stillPasses: {
    "a week for a job's output": ({ group }) => Object.assign(group, { name: "/jobs", retention_in_days: 7 }),
  },
  mutations: {
    "for ever": { change: ({ group }) => delete group["retention_in_days"], finds: /for ever/ },
    "for ever, spelt out": ({ group }) => (group["retention_in_days"] = 0),
    "a number that does not exist": {
      change: ({ group }) => (group["retention_in_days"] = 100),
      finds: /no retention that/,
    },
    "a week of audit logs": { change: ({ group }) => (group["retention_in_days"] = 7), finds: /intrusions/ },
  },
  unknown: { "days from a variable": ({ group }) => (group["retention_in_days"] = "${var.days}") },
});
