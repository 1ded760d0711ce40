import { railAlignment } from "../../../validation/rules/FAB-061-rail-alignment";
import { describeRule } from "../support/describe-rule";
import { plannedSite } from "../support/planned-site";

describeRule(railAlignment, {
  passing: plannedSite,
  stillPasses: {
    "an adapter for two accelerators": ({ pool }) => (pool.fabricDevicesPerNode = 4),
    "two adapters for an accelerator": ({ pool }) => (pool.fabricDevicesPerNode = 16),
  },
  mutations: {
    "six adapters for eight accelerators": {
      change: ({ pool }) => (pool.fabricDevicesPerNode = 6),
      finds: /cannot be paired/,
    },
    "no adapter at all": ({ pool }) => (pool.fabricDevicesPerNode = 0),
    "a fabric without rails": { change: ({ plan }) => (plan.railOptimised = false), finds: /planned without rails/ },
  },
});
