import stored from "../data/aws-prices.json";
import type { Dated } from "../dated";
import { entry } from "../lookup";

/** A published price of one instance for one hour. */
export interface OnDemandPrice extends Dated {
  /** Linux, shared tenancy, without tax and discounts. */
  readonly usdPerHour: number;
}

interface StoredPrices {
  readonly sources: Readonly<Record<string, Dated>>;
  /** Type, region, USD per hour, key of the source. */
  readonly onDemand: readonly (readonly [string, string, number, string])[];
  readonly notPriced: Readonly<Record<string, string>>;
}
const prices = stored as unknown as StoredPrices;
const byType = new Map<string, Map<string, OnDemandPrice>>();
for (const [type, region, usdPerHour, key] of prices.onDemand) {
  const from = prices.sources[key];
  if (from === undefined) throw new Error(`aws-prices.json: row ${type} ${region} names the unknown source '${key}'`);
  const regions = byType.get(type) ?? new Map<string, OnDemandPrice>();
  byType.set(type, regions.set(region, { usdPerHour, ...from }));
}

/**
 * The dated on-demand price of a type in a region, or undefined where no source has one. Undefined is "unknown", never
 * free of charge; a neighbour region's price is never taken instead. Capacity-block prices are dynamic and absent.
 */
export function onDemandPrice(type: string, region: string): OnDemandPrice | undefined {
  return byType.get(type)?.get(region);
}

/** Why a type has no on-demand price anywhere, as far as known. */
export function notPricedReason(type: string): string | undefined {
  return entry(prices.notPriced, type);
}

/** Regions (and Local Zones) with an on-demand price for the type, in alphabetical order. */
export function pricedRegions(type: string): readonly string[] {
  return [...(byType.get(type)?.keys() ?? [])];
}
