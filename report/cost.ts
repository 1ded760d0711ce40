import type { FactoryModel, PoolNode } from "../model";

/** What nodes cost by the hour. Filesystems, traffic and the control plane are not in it: see `unpriced`. */
export interface HourlyCost {
  /** With every pool at its smallest, and at its largest size. */
  readonly minUsd: number;
  readonly maxUsd: number;
  /** Oldest and newest date of the prices used; absent where none was known. */
  readonly pricesFrom?: string;
  readonly pricesTo?: string;
  /** Pools without a known price: their cost is not in the sums. */
  readonly unpriced: readonly PoolNode[];
}

/** Sums the prices of a factory's nodes. A pool without a price is named, never counted as free. */
export function hourlyCost(model: FactoryModel): HourlyCost {
  const priced = model.pools.filter((pool) => pool.usdPerNodeHour !== undefined);
  const sum = (nodes: (pool: PoolNode) => number) =>
    priced.reduce((total, pool) => total + nodes(pool) * (pool.usdPerNodeHour?.usd ?? 0), 0);
  const dates = priced.map((pool) => pool.usdPerNodeHour?.asOf ?? "").sort();
  return {
    minUsd: sum((pool) => pool.minNodes),
    maxUsd: sum((pool) => pool.maxNodes),
    pricesFrom: dates[0],
    pricesTo: dates.at(-1),
    unpriced: model.pools.filter((pool) => pool.usdPerNodeHour === undefined),
  };
}
