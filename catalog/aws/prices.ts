import stored from "../data/aws-prices.json";
import type { Dated } from "../dated";

/** A published price of one instance for one hour. */
export interface OnDemandPrice extends Dated {
  /** Linux, shared tenancy, without tax and discounts. */
  readonly usdPerHour: number;
}

interface StoredPrices {
  readonly sources: Readonly<Record<string, Dated>>;
  /** type -> region -> [USD per hour, key of the source]. */
  readonly onDemand: Readonly<Record<string, Readonly<Record<string, readonly [number, string]>>>>;
  readonly notPriced: Readonly<Record<string, string>>;
}
const prices = stored as unknown as StoredPrices;

/**
 * The dated on-demand price of a type in a region, or undefined where no source has one. Undefined is "unknown", never
 * free of charge; a neighbour region's price is never taken instead. Capacity-block prices are dynamic and absent.
 */
export function onDemandPrice(type: string, region: string): OnDemandPrice | undefined {
  const row = prices.onDemand[type]?.[region];
  if (row === undefined) return undefined;
  const [usdPerHour, key] = row;
  const from = prices.sources[key];
  return from === undefined ? undefined : { usdPerHour, ...from };
}

/** Why a type has no on-demand price anywhere, as far as known. */
export function notPricedReason(type: string): string | undefined {
  return prices.notPriced[type];
}

/** Regions (and Local Zones) with an on-demand price for the type, in alphabetical order. */
export function pricedRegions(type: string): readonly string[] {
  return Object.keys(prices.onDemand[type] ?? {});
}
