import { lustreMetadataIops } from "../../../validation/rules/STO-104-lustre-metadata-iops";
import { describeRule } from "../support/describe-rule";
import { lustreStack } from "../support/lustre";

describeRule(lustreMetadataIops, {
  passing: lustreStack,
  stillPasses: {
    "a step that FSx sells": ({ filesystem }) =>
      (filesystem["metadata_configuration"] = { mode: "USER_PROVISIONED", iops: 24000 }),
  },
  mutations: {
    "between two steps": {
      change: ({ filesystem }) => (filesystem["metadata_configuration"] = { mode: "USER_PROVISIONED", iops: 5000 }),
      finds: /no metadata IOPS that FSx sells/,
    },
    "no number": {
      change: ({ filesystem }) => (filesystem["metadata_configuration"] = { mode: "USER_PROVISIONED" }),
      finds: /are missing/,
    },
    "a number that nobody reads": {
      change: ({ filesystem }) => (filesystem["metadata_configuration"] = [{ mode: "AUTOMATIC", iops: 6000 }]),
      finds: /lets FSx choose/,
    },
    "a deployment without it": {
      change: ({ filesystem }) => (filesystem["deployment_type"] = "PERSISTENT_1"),
      finds: /takes no metadata configuration/,
    },
    "intelligent tiering in automatic mode": {
      change: ({ filesystem }) => (filesystem["storage_type"] = "INTELLIGENT_TIERING"),
      finds: /needs provisioned/,
    },
  },
  unknown: {
    "a number from a variable": ({ filesystem }) =>
      (filesystem["metadata_configuration"] = { mode: "USER_PROVISIONED", iops: "${var.iops}" }),
  },
});
