import { energyReporting } from "../../../validation/rules/PWR-010-energy-reporting";
import { describeRule } from "../support/describe-rule";
import { plannedSite } from "../support/planned-site";

describeRule(energyReporting, {
  passing: plannedSite,
  mutations: {
    "a large site in the Union": {
      change: ({ facility }) => Object.assign(facility, { euReportingDuty: true, itPowerKW: 600 }),
      finds: /report its energy figures/,
    },
  },
  unknown: { "a country that nobody states": ({ facility }) => (facility.euReportingDuty = "unknown") },
});
