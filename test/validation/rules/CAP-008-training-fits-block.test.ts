import { trainingFitsBlock } from "../../../validation/rules/CAP-008-training-fits-block";
import { check, describeRule } from "../support/describe-rule";
import { dated } from "../support/dated";

describeRule(trainingFitsBlock, {
  passing: dated,
  stillPasses: {
    "an on-demand reservation with an end": ({ pool }) => (pool.capacity.kind = "reservation"),
  },
  mutations: {
    "a hundred times the tokens": {
      change: ({ workload }) => (workload.trainingTokens = 1.5e13),
      finds: /cannot be done before its capacity ends/,
    },
    "a model of ten times the size and more tokens": ({ workload }) =>
      Object.assign(workload, { model: "llama-3.1-70b", trainingTokens: 1e12 }),
    "eight of the accelerators": ({ workload }) => (workload.accelerators = 8),
    "one day instead of fourteen, and one node": ({ pool }) => {
      pool.capacity.endsAt = "2026-12-06T11:30:00Z";
      pool.maxNodes = 1;
    },
  },
  unknown: {
    "a model that the estimator does not know": ({ workload }) => (workload.model = "mystery-1t"),
    "a precision that it does not know": ({ workload }) => (workload.precision = "fp64"),
    "pools of which one has no end": ({ model, pool, workload }) => {
      model.pools.push({ ...structuredClone(pool), id: "rest", capacity: { kind: "on-demand" } });
      workload.poolIds.push("rest");
    },
    "pools of different accelerators": ({ model, pool, workload }) => {
      const other = structuredClone(pool);
      other.id = "other";
      if (other.accelerator) other.accelerator.id = "h100-sxm-80gb";
      model.pools.push(other);
      workload.poolIds.push("other");
    },
  },
});

describe("CAP-008 and the uncertainty of the estimate", () => {
  it("is an error where no rate would do, less where only the expected or the lowest rate does not", () => {
    const severities = [3e12, 1.8e12, 1.2e12].map((tokens) => {
      const input = dated();
      input.workload.trainingTokens = tokens;
      return check(trainingFitsBlock, input).findings.map(({ severity }) => severity)[0];
    });
    expect(severities).toEqual(["error", "warning", "info"]);
  });

  it("judges nothing where capacity has no end", () => {
    const input = dated();
    input.pool.capacity = { kind: "on-demand" };
    expect(check(trainingFitsBlock, input).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
