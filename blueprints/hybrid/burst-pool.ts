import { onDemandPrice } from "../../catalog";
import type { BurstPoolFacts } from "../../constructs/hybrid";
import type { HybridFactoryProps } from "./props";

/** The cloud's pool that a burst runs on, from the props; undefined where there is none of that name. */
export function burstPool({ cloud, burst }: HybridFactoryProps): BurstPoolFacts | undefined {
  const pool = cloud.pools.find(({ name }) => name === burst?.pool);
  if (pool !== undefined) {
    const usdPerNodeHour = pool.usdPerNodeHour?.usd ?? onDemandPrice(pool.instanceType, cloud.region)?.usdPerHour;
    return { name: pool.name, maxNodes: pool.capacity.maxNodes, usdPerNodeHour, region: cloud.region };
  }
  const elastic = cloud.elasticPools?.find(({ name }) => name === burst?.pool);
  if (elastic === undefined) return undefined;
  // Karpenter takes the cheapest that fits; the budget must hold for the dearest.
  const prices = elastic.instanceTypes.map((type) => onDemandPrice(type, cloud.region)?.usdPerHour);
  const known = prices.filter((price) => price !== undefined);
  const usdPerNodeHour = known.length === prices.length ? Math.max(...known) : undefined;
  return { name: elastic.name, maxNodes: elastic.maxNodes, usdPerNodeHour, region: cloud.region };
}
