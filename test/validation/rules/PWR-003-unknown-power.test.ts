import { unknownPower } from "../../../validation/rules/PWR-003-unknown-power";
import { describeRule } from "../support/describe-rule";
import { plannedSite } from "../support/planned-site";

describeRule(unknownPower, {
  passing: plannedSite,
  mutations: {
    "eight switches without a figure": {
      change: ({ facility }) => (facility.unknownPowerDevices = 8),
      finds: /the power of 8 devices is not known/,
    },
  },
  unknown: { "a site that does not say": ({ facility }) => delete facility.unknownPowerDevices },
});
