import stored from "./data/power.json";
import type { Dated } from "./dated";

/** How a rack's heat is taken away. */
export type CoolingMethod = "air" | "rear-door" | "direct-to-chip";

/** Rack power that a cooling method usually handles: guidance of vendors, so make the limit a site's parameter. */
export interface CoolingBand extends Dated {
  /** Cooling method. */
  readonly method: CoolingMethod;
  /** What it is, in words. */
  readonly description: string;
  /** Rack power up to which the method is usual, kW. @default - no upper limit published */
  readonly maxRackKW?: number;
  /** Rack power as the sources print it: `20-40`. */
  readonly typicalKW: string;
}

/** Power of a rack as published. */
export interface PublishedRack extends Dated {
  /** System that fills the rack. */
  readonly system: string;
  /** Power of the rack, kW. */
  readonly kW: number;
  /** Whether the source gives the figure, a lower bound (`> 40`) or an approximation (`~56`). */
  readonly kind: "exact" | "lower-bound" | "approximate";
}

/** Figures of facilities. */
export interface FacilityFigures extends Dated {
  /** Power usage effectiveness, average of the industry in 2025. */
  readonly pueIndustryAverage: number;
  /** The same for new facilities: this or better. */
  readonly pueNewFacility: number;
  /** Average rack power of today's facilities, kW: this or less. */
  readonly typicalRackKW: number;
  /** Recommended air temperature at the inlet, °C, lowest and highest. */
  readonly ashraeInletC: readonly [number, number];
}

interface StoredPower {
  readonly coolingBands: readonly CoolingBand[];
  readonly publishedRacks: readonly PublishedRack[];
  readonly facility: FacilityFigures;
}
const power = stored as unknown as StoredPower;

/** Cooling methods with the rack power they usually handle, weakest first. */
export function coolingBands(): readonly CoolingBand[] {
  return power.coolingBands;
}

/** The band of that method. */
export function coolingBand(method: CoolingMethod): CoolingBand {
  const band = power.coolingBands.find((row) => row.method === method);
  if (band === undefined) throw new RangeError(`no cooling band '${method}'`);
  return band;
}

/** Racks whose power vendors publish. */
export function publishedRacks(): readonly PublishedRack[] {
  return power.publishedRacks;
}

/** PUE, usual rack power, inlet temperature. */
export function facilityFacts(): FacilityFigures {
  return power.facility;
}
