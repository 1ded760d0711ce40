import { interruptibleTraining } from "../../../validation/rules/CAP-010-interruptible-training";
import { check, describeRule } from "../support/describe-rule";
import { dated } from "../support/dated";

describeRule(interruptibleTraining, {
  passing: () => {
    const input = dated();
    input.pool.capacity = { kind: "spot" };
    return input;
  },
  mutations: {
    "no checkpoints": { change: ({ workload }) => delete workload.checkpointEveryMinutes, finds: /has no checkpoints/ },
    "a checkpoint a day": {
      change: ({ workload }) => (workload.checkpointEveryMinutes = 1440),
      finds: /16 spot nodes has rare checkpoints/,
    },
  },
});

describe("CAP-010 on capacity that stays", () => {
  it("judges neither blocks nor inference", () => {
    const input = dated();
    delete input.workload.checkpointEveryMinutes;
    expect(check(interruptibleTraining, input).rules[0]).toMatchObject({ pass: 0, fail: 0 });
    input.pool.capacity = { kind: "spot" };
    input.workload.kind = "inference";
    expect(check(interruptibleTraining, input).rules[0]).toMatchObject({ pass: 0, fail: 0 });
  });
});
