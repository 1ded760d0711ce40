/** Preferred ratings of power transformers, the R10 series of IEC 60076-1, kVA. */
const transformerRatingsKVA = [100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150];

/** How much stands by: one unit more than needed, or everything twice. */
export type Redundancy = "N" | "N+1" | "2N";

/** Equal units that share a load. */
export interface SupplyUnits {
  /** Rating of one unit: kVA of a transformer, kW of a UPS. */
  readonly rating: number;
  /** Units that carry the load. */
  readonly needed: number;
  /** With the standby units. */
  readonly installed: number;
}

/**
 * Transformers for a facility: as few of the largest permitted rating as carry the load, then the smallest preferred
 * rating that still does.
 *
 * @param loadKVA apparent power at most
 * @param loading part of its rating that a unit may carry, 0 to 1
 * @param largestKVA largest rating to use
 */
export function sizeTransformers(
  loadKVA: number,
  loading: number,
  largestKVA: number,
  redundancy: Redundancy,
): SupplyUnits {
  const permitted = transformerRatingsKVA.filter((rating) => rating <= largestKVA);
  const largest = permitted.at(-1) ?? transformerRatingsKVA[0] ?? 100;
  const needed = Math.max(1, Math.ceil(loadKVA / (largest * loading) - 1e-9));
  const rating = permitted.find((candidate) => candidate * loading * needed >= loadKVA - 1e-6) ?? largest;
  return { rating, needed, installed: withStandby(needed, redundancy) };
}

/** UPS modules of a given size for a load, kW. */
export function sizeUps(loadKW: number, loading: number, moduleKW: number, redundancy: Redundancy): SupplyUnits {
  const needed = Math.max(1, Math.ceil(loadKW / (moduleKW * loading) - 1e-9));
  return { rating: moduleKW, needed, installed: withStandby(needed, redundancy) };
}

function withStandby(needed: number, redundancy: Redundancy): number {
  if (redundancy === "N") return needed;
  return redundancy === "N+1" ? needed + 1 : needed * 2;
}
