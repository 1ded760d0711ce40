import { sitePower } from "../../../validation/rules/PWR-004-site-power";
import { describeRule } from "../support/describe-rule";
import { plannedSite } from "../support/planned-site";

describeRule(sitePower, {
  passing: plannedSite,
  mutations: {
    "a smaller connection": {
      change: ({ facility }) => (facility.powerBudgetKW = 400),
      finds: /more power than the grid/,
    },
    "more systems": ({ facility }) => (facility.facilityPowerKW = 501),
  },
  unknown: { "no limit stated": ({ facility }) => delete facility.powerBudgetKW },
});
