import { blockDates } from "../../../validation/rules/CAP-055-block-dates";
import { describeRule } from "../support/describe-rule";
import { dated } from "../support/dated";

describeRule(blockDates, {
  passing: dated,
  stillPasses: { "an end alone": ({ pool }) => delete pool.capacity.startsAt },
  mutations: {
    "the end before the start": {
      change: ({ pool }) => (pool.capacity.endsAt = "2026-12-01T11:30:00Z"),
      finds: /ends before it starts/,
    },
    "a day without a time": {
      change: ({ pool }) => (pool.capacity.startsAt = "2026-12-05"),
      finds: /not an instant/,
    },
    "a thirteenth month": ({ pool }) => (pool.capacity.endsAt = "2026-13-19T11:30:00Z"),
    "a workload that ends before it starts": ({ workload }) => (workload.endsBy = "2026-12-01T00:00:00Z"),
  },
});
