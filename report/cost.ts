import { onDemandPrice } from "../catalog";
import type { FactoryModel, PoolNode } from "../model";

/** A sum of prices by the hour, at the smallest and at the largest size of the pools in it. */
export interface HourlySum {
  /** USD by the hour while every pool has its fewest nodes. */
  readonly minUsd: number;
  /** USD by the hour while every pool has its most nodes. */
  readonly maxUsd: number;
  /** Oldest and newest date of the prices. */
  readonly pricesFrom: string;
  /** Newest date of the prices. */
  readonly pricesTo: string;
  /** Pools whose price is known; only they are in the sum. */
  readonly pools: readonly PoolNode[];
}

/** What nodes cost by the hour. Filesystems, traffic and the control plane are not in it. */
export interface HourlyCost {
  /** Pools whose price is known. */
  readonly priced?: HourlySum;
  /** Pools bought at a price of their own (capacity blocks, spot), at the on-demand list price: for comparison only. */
  readonly atListPrice?: HourlySum;
  /** Pools for which no price is published in their region. */
  readonly unpriced: readonly PoolNode[];
}

/** A price of one node for one hour. */
export interface NodePrice {
  readonly usd: number;
  readonly asOf: string;
  readonly source: string;
}

/** Sums the prices of a factory's nodes. A pool without a price is named, never counted as free. */
export function hourlyCost(model: FactoryModel): HourlyCost {
  const unstated = model.pools.filter((pool) => pool.usdPerNodeHour === undefined);
  return {
    priced: sumOf(model.pools, (pool) => pool.usdPerNodeHour),
    atListPrice: sumOf(unstated, listPrice),
    unpriced: unstated.filter((pool) => listPrice(pool) === undefined),
  };
}

/** What a node of the pool's machine costs on demand in its region: for comparison only. */
export function listPrice({ instanceType, siteId }: PoolNode): NodePrice | undefined {
  const price = instanceType === undefined ? undefined : onDemandPrice(instanceType, siteId);
  return price && { usd: price.usdPerHour, asOf: price.asOf, source: price.source };
}

function sumOf(pools: readonly PoolNode[], priceOf: (pool: PoolNode) => NodePrice | undefined): HourlySum | undefined {
  const rows = pools.flatMap((pool) => {
    const price = priceOf(pool);
    return price === undefined ? [] : [{ pool, price }];
  });
  const dates = rows.map(({ price }) => price.asOf).sort();
  const [pricesFrom] = dates;
  const pricesTo = dates.at(-1);
  if (pricesFrom === undefined || pricesTo === undefined) return undefined;
  return {
    minUsd: rows.reduce((sum, { pool, price }) => sum + pool.minNodes * price.usd, 0),
    maxUsd: rows.reduce((sum, { pool, price }) => sum + pool.maxNodes * price.usd, 0),
    pricesFrom,
    pricesTo,
    pools: rows.map(({ pool }) => pool),
  };
}
