import { partialUnit } from "../../../validation/rules/FAB-062-partial-unit";
import { describeRule } from "../support/describe-rule";
import { plannedSite } from "../support/planned-site";

describeRule(partialUnit, {
  passing: plannedSite,
  stillPasses: {
    "two units, the second all but full": ({ plan }) => Object.assign(plan, { nodes: 63, units: 2 }),
    "a unit of half its nodes": ({ plan }) => (plan.nodes = 16),
  },
  mutations: {
    "four nodes in a second unit": {
      change: ({ plan }) => Object.assign(plan, { nodes: 36, units: 2 }),
      finds: /the last of 2 units of fabric 'compute' has 4 of 32 nodes/,
    },
    "eight nodes in the only unit": ({ plan }) => (plan.nodes = 8),
  },
});
