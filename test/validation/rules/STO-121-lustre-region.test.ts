import { lustreRegion } from "../../../validation/rules/STO-121-lustre-region";
import { describeRule } from "../support/describe-rule";
import { lustreStack } from "../support/lustre";

describeRule(lustreRegion, {
  passing: lustreStack,
  stillPasses: {
    "the older generation where the newer is missing": ({ filesystem, provider }) => {
      provider["region"] = "eu-south-2";
      Object.assign(filesystem, {
        deployment_type: "PERSISTENT_1",
        per_unit_storage_throughput: 200,
        efa_enabled: false,
      });
    },
  },
  mutations: {
    "a region without PERSISTENT_2": {
      change: ({ provider }) => (provider["region"] = "eu-south-2"),
      finds: /eu-south-2 does not offer PERSISTENT_2/,
    },
    "a region with the lower tiers only": {
      change: ({ provider }) => (provider["region"] = "il-central-1"),
      finds: /does not offer 1000 MB\/s/,
    },
    "EFA where there is none": {
      change: ({ provider, filesystem }) => {
        provider["region"] = "il-central-1";
        filesystem["per_unit_storage_throughput"] = 250;
      },
      finds: /no filesystems with EFA/,
    },
  },
  unknown: {
    "a region from a variable": ({ provider }) => (provider["region"] = "${var.region}"),
    "a region that no source lists": {
      change: ({ provider }) => (provider["region"] = "eusc-de-east-1"),
      finds: /no source says/,
    },
  },
});
