import type { FactoryModel } from "../../model/types";
import { dollars, hoursPerMonth, priceOf } from "../prices";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const budget: Rule = {
  id: "CST-005-stated-budget",
  family: "CST",
  title: "the factory's nodes stay within the stated budget",
  severity: "error",
  reads: "model",
  cause:
    "A pool's largest size is what an autoscaler, a queue or a loop that went wrong can reach overnight. A budget that the " +
    "smallest sizes already pass is passed in the first hour.",
  mend: "lower the pools' sizes, buy capacity at a lower price and state it, or raise budgetUsdPerHour",
  sources: ["Prices: catalogue, each with its source and date, or usdPerNodeHour of the pool"],
  unknownMeans: "The price of a pool is not known, so that only part of the cost could be added up.",
  example: {
    fails: "a budget of $100 an hour and two p5.48xlarge that always run",
    passes: "a budget of $500 and up to eight",
  },
  *check({ model }) {
    if (model?.budgetUsdPerHour !== undefined) yield judge(model, model.budgetUsdPerHour);
  },
};

function judge(model: FactoryModel, limit: number): Outcome {
  const about = { path: model.name };
  const rows = model.pools.map((pool) => ({ pool, price: priceOf(model, pool) }));
  const sum = (size: "minNodes" | "maxNodes") =>
    rows.reduce((total, { pool, price }) => total + pool[size] * (price?.usd ?? 0), 0);
  const [least, most] = [sum("minNodes"), sum("maxNodes")];
  const text = (usd: number) => `${dollars(usd)} an hour, ${dollars(usd * hoursPerMonth)} a month`;
  const allowed = text(limit);
  if (!(limit > 0)) return fail(about, { message: "not a budget", given: limit, allowed: "more than 0 USD an hour" });
  if (least > limit) {
    return fail(about, {
      message: "the smallest sizes of the pools already pass the budget",
      given: text(least),
      allowed,
    });
  }
  if (most > limit) {
    const message = "the largest sizes of the pools pass the budget";
    return fail(about, { message, given: text(most), allowed, severity: "warning" });
  }
  const unpriced = rows
    .filter(({ pool, price }) => price === undefined && pool.maxNodes > 0)
    .map(({ pool }) => pool.id);
  if (unpriced.length === 0) return pass(about);
  const message = "what some pools cost is not known, so that the budget may be passed";
  return unknown(about, { message, given: `${text(most)} without ${unpriced.join(", ")}`, allowed });
}
