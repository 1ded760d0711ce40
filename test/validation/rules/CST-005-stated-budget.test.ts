import { budget } from "../../../validation/rules/CST-005-stated-budget";
import { check, describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";

function factory() {
  const price = { usd: 50, asOf: "2026-07-01", source: "the owner's contract" };
  const pool = node("pools", { usdPerNodeHour: price });
  return { pool, model: emptyModel({ pools: [pool], budgetUsdPerHour: 500 }) };
}

describeRule(budget, {
  passing: factory,
  mutations: {
    "the smallest sizes": {
      change: ({ pool }) => Object.assign(pool, { minNodes: 11, maxNodes: 11 }),
      finds: /smallest sizes/,
    },
    "the largest sizes": { change: ({ pool }) => (pool.maxNodes = 11), finds: /largest sizes/ },
    "no budget at all": { change: ({ model }) => (model.budgetUsdPerHour = 0), finds: /not a budget/ },
  },
  unknown: {
    "a pool without a price": ({ pool }) => {
      delete pool.usdPerNodeHour;
      pool.capacity = { kind: "capacity-block" };
    },
  },
});

describe("CST-005 by weight", () => {
  it("is an error where money is surely spent, a warning where it may be", () => {
    const [always, perhaps] = [factory(), factory()];
    Object.assign(always.pool, { minNodes: 11, maxNodes: 11 });
    perhaps.pool.maxNodes = 11;
    const findings = [always, perhaps].map((input) => check(budget, input).findings[0]);
    expect(findings.map((finding) => finding?.severity)).toEqual(["error", "warning"]);
    expect(findings[0]).toMatchObject({
      given: "$550 an hour, $401,500 a month",
      allowed: "$500 an hour, $365,000 a month",
    });
  });

  it("does not ask where no budget is stated", () => {
    const { model } = factory();
    delete model.budgetUsdPerHour;
    expect(check(budget, { model }).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
