import { subnetManager } from "../../../validation/rules/FAB-060-subnet-manager";
import { describeRule } from "../support/describe-rule";
import { plannedSite } from "../support/planned-site";

describeRule(subnetManager, {
  passing: plannedSite,
  stillPasses: {
    "the managers of two switches": ({ fabric }) => (fabric.subnetManager = { kind: "switch", instances: 2 }),
  },
  mutations: {
    "no manager": { change: ({ fabric }) => delete fabric.subnetManager, finds: /no subnet manager/ },
    "one without a standby": ({ fabric }) => (fabric.subnetManager = { kind: "opensm", instances: 1 }),
  },
});
