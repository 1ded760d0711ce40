import { rackPower } from "../../../validation/rules/PWR-001-rack-power";
import { describeRule } from "../support/describe-rule";
import { plannedSite } from "../support/planned-site";

describeRule(rackPower, {
  passing: plannedSite,
  stillPasses: { "exactly at its budget": ({ rack }) => (rack.peakKW = 44) },
  mutations: {
    "a fifth system in the rack": { change: ({ rack }) => (rack.peakKW = 51), finds: /a gpu rack draws more/ },
    "weaker feeds": ({ rack }) => (rack.budgetKW = 32),
    "one of two kinds of rack": ({ facility, rack }) => facility.rackTypes?.push({ ...rack, name: "b", peakKW: 50 }),
  },
});
