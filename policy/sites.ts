/** A site of the factory model. */
export interface ModelSite {
  readonly id: string;
  /** `aws`, or what kind of place of your own it is. */
  readonly kind: string;
  readonly country?: string;
  readonly powerKw?: number;
}

/** The sites of a factory model as it was written; none where there is no model. */
export function sitesOf(factory: unknown): readonly ModelSite[] {
  if (typeof factory !== "object" || factory === null || !("sites" in factory) || !Array.isArray(factory.sites))
    return [];
  return (factory.sites as readonly unknown[]).flatMap((site) => {
    if (typeof site !== "object" || site === null) return [];
    const { id, kind, country, powerKw } = site as Readonly<Record<string, unknown>>;
    if (typeof id !== "string") return [];
    return [
      {
        id,
        kind: String(kind),
        ...(typeof country === "string" ? { country } : {}),
        ...(typeof powerKw === "number" ? { powerKw } : {}),
      },
    ];
  });
}
