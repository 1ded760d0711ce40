import { datedPrices } from "../../../validation/rules/CST-004-dated-prices";
import { describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";
import { runRules } from "../../../validation/engine";

function factory() {
  const price = { usd: 40, asOf: "2026-07-01", source: "the owner's contract" };
  const pool = node("pools", { usdPerNodeHour: price });
  return { price, pool, model: emptyModel({ pools: [pool] }), today: "2026-11-21" };
}

describeRule(datedPrices, {
  passing: factory,
  mutations: {
    "a price of two years ago": {
      change: ({ pool, price }) => (pool.usdPerNodeHour = { ...price, asOf: "2024-10-01" }),
      finds: /781 days old/,
    },
  },
  unknown: {
    "a capacity block": ({ pool }) => {
      delete pool.usdPerNodeHour;
      pool.capacity = { kind: "capacity-block" };
    },
    "a machine without a list price": ({ pool }) => {
      delete pool.usdPerNodeHour;
      pool.instanceType = "p5e.48xlarge";
    },
  },
});

it("CST-004 speaks once of all pools without a price", () => {
  const { model, pool } = factory();
  delete pool.usdPerNodeHour;
  pool.capacity = { kind: "capacity-block" };
  model.pools.push({ ...pool, id: "second" });
  expect(runRules([datedPrices], { model }).findings).toMatchObject([
    { given: ["training (a capacity block)", "second (a capacity block)"] },
  ]);
});
