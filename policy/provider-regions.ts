import stored from "./data/provider-regions.json";

interface ProviderRow {
  readonly provider: string;
  readonly places: Readonly<Record<string, string>>;
}

/** Country of each region of providers other than AWS; the same name means another place at another provider. */
export const placesByProvider: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map(
  (stored.providers as unknown as readonly ProviderRow[]).map((row) => [row.provider, row.places]),
);

/** Providers that only compute, or act inside a cluster whose own place is judged. */
export const placelessProviders: ReadonlySet<string> = new Set([
  "kubernetes",
  "helm",
  "kubectl",
  "random",
  "null",
  "time",
  "tls",
  "local",
  "terraform",
  "archive",
  "cloudinit",
]);
