import { capacityCoversWorkload } from "../../../validation/rules/CAP-006-capacity-covers-workload";
import { check, describeRule } from "../support/describe-rule";
import { dated } from "../support/dated";

describeRule(capacityCoversWorkload, {
  passing: dated,
  stillPasses: {
    "from the first instant to the last": ({ workload, pool }) =>
      Object.assign(workload, { startsAt: pool.capacity.startsAt, endsBy: pool.capacity.endsAt }),
    "another way of writing the same instant": ({ workload }) => (workload.startsAt = "2026-12-05T12:30:00+01:00"),
  },
  mutations: {
    "it begins a day early": {
      change: ({ workload }) => (workload.startsAt = "2026-12-04T11:30:00Z"),
      finds: /begins before pool 'training' has nodes/,
    },
    "it must run on": {
      change: ({ workload }) => (workload.endsBy = "2026-12-20T00:00:00Z"),
      finds: /runs on after/,
    },
    "it begins when all is over": {
      change: ({ workload }) => Object.assign(workload, { startsAt: "2026-12-19T11:30:00Z", endsBy: undefined }),
      finds: /begins when pool 'training' has ended/,
    },
  },
  unknown: {
    "a start that is no instant": ({ workload }) => (workload.startsAt = "in December"),
  },
});

describe("CAP-006 without dates", () => {
  it("judges nothing", () => {
    const input = dated();
    delete input.workload.startsAt;
    delete input.workload.endsBy;
    expect(check(capacityCoversWorkload, input).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
