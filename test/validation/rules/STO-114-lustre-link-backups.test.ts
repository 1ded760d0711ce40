import { lustreLinkBackups } from "../../../validation/rules/STO-114-lustre-link-backups";
import { describeRule } from "../support/describe-rule";
import { lustreStack } from "../support/lustre";

describeRule(lustreLinkBackups, {
  passing: lustreStack,
  stillPasses: {
    "backups of a filesystem without links": ({ filesystem, links }) => {
      delete links["checkpoints"];
      filesystem["automatic_backup_retention_days"] = 30;
    },
  },
  mutations: {
    "backups of a linked filesystem": {
      change: ({ filesystem }) => (filesystem["automatic_backup_retention_days"] = 7),
      finds: /linked to a bucket/,
    },
    "backups of a scratch filesystem": {
      change: ({ filesystem, links }) => {
        delete links["checkpoints"];
        Object.assign(filesystem, { deployment_type: "SCRATCH_2", automatic_backup_retention_days: 1 });
      },
      finds: /no backups of SCRATCH_2/,
    },
    "a year": {
      change: ({ filesystem, links }) => {
        delete links["checkpoints"];
        filesystem["automatic_backup_retention_days"] = 365;
      },
      finds: /at most 90 days/,
    },
  },
  unknown: { "days from a variable": ({ filesystem }) => (filesystem["automatic_backup_retention_days"] = "${var.d}") },
});
