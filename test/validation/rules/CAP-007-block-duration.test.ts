import { blockDuration } from "../../../validation/rules/CAP-007-block-duration";
import { describeRule } from "../support/describe-rule";
import { dated } from "../support/dated";

describeRule(blockDuration, {
  passing: dated,
  stillPasses: {
    "26 weeks": ({ pool }) => (pool.capacity.endsAt = "2027-06-05T11:30:00Z"),
    "a block that begins at short notice": ({ pool }) => (pool.capacity.startsAt = "2026-12-05T16:00:00Z"),
    "a start that is not stated": ({ pool }) => delete pool.capacity.startsAt,
  },
  mutations: {
    "fifteen days": {
      change: ({ pool }) => (pool.capacity.endsAt = "2026-12-20T11:30:00Z"),
      finds: /no capacity block has that length/,
    },
    "27 weeks": ({ pool }) => (pool.capacity.endsAt = "2027-06-12T11:30:00Z"),
    "an end at midnight": {
      change: ({ pool }) => (pool.capacity.endsAt = "2026-12-19T00:00:00Z"),
      finds: /ends at 11:30 UTC/,
    },
    "an end at half past eleven elsewhere": ({ pool }) => (pool.capacity.endsAt = "2026-12-19T11:30:00+01:00"),
  },
  unknown: {
    "an end that is no instant": ({ pool }) => (pool.capacity.endsAt = "soon"),
    "a start that is no instant": ({ pool }) => (pool.capacity.startsAt = "soon"),
  },
});
