import { lustreVersion } from "../../../validation/rules/STO-125-lustre-version";
import { describeRule } from "../support/describe-rule";
import { lustreStack } from "../support/lustre";

describeRule(lustreVersion, {
  passing: lustreStack,
  stillPasses: { "none for PERSISTENT_2": ({ filesystem }) => delete filesystem["file_system_type_version"] },
  mutations: {
    "a version to come": {
      change: ({ filesystem }) => (filesystem["file_system_type_version"] = "3.0"),
      finds: /PERSISTENT_2 has no Lustre 3\.0/,
    },
    "2.10 for PERSISTENT_2": {
      change: ({ filesystem }) => (filesystem["file_system_type_version"] = "2.10"),
      finds: /PERSISTENT_2 has no Lustre 2\.10/,
    },
    "2.10 that lost its quotes": {
      change: ({ filesystem }) =>
        Object.assign(filesystem, { deployment_type: "SCRATCH_2", file_system_type_version: 2.1 }),
      finds: /oldest version/,
    },
    "none for an older deployment type": {
      change: ({ filesystem }) => {
        filesystem["deployment_type"] = "PERSISTENT_1";
        delete filesystem["file_system_type_version"];
      },
      finds: /is made with Lustre 2\.10/,
    },
  },
  unknown: { "a version from a variable": ({ filesystem }) => (filesystem["file_system_type_version"] = "${var.v}") },
});
