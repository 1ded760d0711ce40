import { onDemandPrice } from "../catalog/aws/prices";
import type { FactoryModel, PoolNode } from "../model/types";

/** What a node of a pool costs for one hour, and since when that is known. */
export interface NodePrice {
  readonly usd: number;
  readonly asOf: string;
}

/** The owner's own price, else the on-demand list price of the pool's region; `undefined` where neither is known. */
export function priceOf(
  model: FactoryModel,
  { usdPerNodeHour, instanceType, siteId, capacity }: PoolNode,
): NodePrice | undefined {
  if (usdPerNodeHour !== undefined) return usdPerNodeHour;
  // Blocks, spot and own machines have prices that no list knows.
  if (instanceType === undefined || !["on-demand", "reservation", "elastic"].includes(capacity.kind)) return undefined;
  const region = model.sites.find(({ id }) => id === siteId)?.region ?? siteId;
  const price = onDemandPrice(instanceType, region);
  return price && { usd: price.usdPerHour, asOf: price.asOf };
}

/** `$1,234`: for messages. */
export function dollars(usd: number): string {
  return `$${Math.round(usd).toLocaleString("en-US")}`;
}

/** Hours of an average month. */
export const hoursPerMonth = 730;
