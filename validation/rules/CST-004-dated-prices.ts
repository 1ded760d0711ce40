import { ageInDays } from "../../catalog/dated";
import { notPricedReason } from "../../catalog/aws/prices";
import type { FactoryModel } from "../../model/types";
import { priceOf } from "../prices";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Age from which a price is looked up again before money depends on it. */
const staleDays = 365;

export const datedPrices: Rule = {
  id: "CST-004-dated-prices",
  family: "CST",
  title: "the prices behind cost figures are known and not stale",
  severity: "info",
  reads: "model",
  cause:
    "Accelerator prices moved by 30 to 45 per cent in single steps in recent years, and capacity blocks have a price of " +
    "their own for each offer. A cost figure that leaves pools out, or stands on an old list, is worse than none, " +
    "because it is believed.",
  mend: "state the price that you pay in usdPerNodeHour of the pool, with its date",
  sources: ["Prices: catalogue, each with its source and date"],
  unknownMeans: "No list has a price for the pool's machine in its region, or its capacity has a price of its own.",
  example: { fails: "a pool whose price is of 2024-10-01, checked on 2026-11-21", passes: "a price of this year" },
  *check({ model, today }) {
    if (model && model.pools.length > 0) yield* judge(model, today);
  },
};

/** One outcome for all pools without a price, and one for each stale one: fewer lines for the same news. */
function* judge(model: FactoryModel, today: string | undefined): Iterable<Outcome> {
  const costly = model.pools.filter(({ role }) => role === "accelerator");
  const unpriced = costly.filter((pool) => priceOf(model, pool) === undefined);
  for (const pool of costly) {
    const price = priceOf(model, pool);
    if (price === undefined || today === undefined) continue;
    const days = ageInDays(price, today);
    if (days <= staleDays) yield pass({ path: pool.path });
    else {
      const message = `the price of pool '${pool.id}' is ${days} days old`;
      yield fail(
        { path: pool.path },
        { message, given: `$${price.usd} of ${price.asOf}`, allowed: `at most ${staleDays} days` },
      );
    }
  }
  const [first] = unpriced;
  if (first === undefined) return;
  const reasons = unpriced.map(({ id, instanceType = "", capacity }) => {
    const why = capacity.kind === "capacity-block" ? "a capacity block" : notPricedReason(instanceType);
    return why === undefined ? id : `${id} (${why})`;
  });
  yield unknown(
    { path: first.path },
    {
      message: "no list price tells what accelerator pools cost",
      given: reasons,
      allowed: "usdPerNodeHour in the pool",
    },
  );
}
