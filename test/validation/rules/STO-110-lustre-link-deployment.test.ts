import { lustreLinkDeployment } from "../../../validation/rules/STO-110-lustre-link-deployment";
import { describeRule } from "../support/describe-rule";
import { lustreStack } from "../support/lustre";

describeRule(lustreLinkDeployment, {
  passing: lustreStack,
  stillPasses: {
    "import by path on SCRATCH_2": ({ filesystem, links }) => {
      delete links["checkpoints"];
      Object.assign(filesystem, { deployment_type: "SCRATCH_2", import_path: "s3://datasets" });
    },
  },
  mutations: {
    "an import path on PERSISTENT_2": {
      change: ({ filesystem }) => (filesystem["import_path"] = "s3://datasets"),
      finds: /does not take import_path/,
    },
    "both ways at once": {
      change: ({ filesystem }) =>
        Object.assign(filesystem, { deployment_type: "PERSISTENT_1", export_path: "s3://x/y" }),
      finds: /both data repository associations and/,
    },
    "intelligent tiering": {
      change: ({ filesystem }) => (filesystem["storage_type"] = "INTELLIGENT_TIERING"),
      finds: /takes no links/,
    },
    "SCRATCH_1, which is what no deployment type means": {
      change: ({ filesystem }) => delete filesystem["deployment_type"],
      finds: /SCRATCH_1 takes no links/,
    },
    "Lustre 2.10": { change: ({ filesystem }) => (filesystem["file_system_type_version"] = "2.10"), finds: /2\.10/ },
  },
  unknown: { "a type from a variable": ({ filesystem }) => (filesystem["deployment_type"] = "${var.type}") },
});
