import stored from "./data/provider-regions.json";

interface ProviderRow {
  readonly provider: string;
  readonly places: Readonly<Record<string, string>>;
}

/** Country of each region of providers other than AWS; the same name means another place at another provider. */
export const placesByProvider: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  (stored.providers as unknown as readonly ProviderRow[]).map((row) => [row.provider, row.places]),
);
