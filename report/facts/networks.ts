import type { FactoryModel } from "../../model";

/** A network whose switches and cables are planned. */
export interface PlannedNetwork {
  readonly siteId: string;
  readonly name: string;
  /** `infiniband`, `roce` or `ethernet`. */
  readonly kind: string;
  /** What it is for: `compute`, `storage`, `in-band`, `out-of-band`. */
  readonly use: string;
  readonly tiers: readonly { readonly name: string; readonly switches: number }[];
  readonly cables: number;
  readonly oversubscription: number;
}

/**
 * Every planned network of every site, those that pods do not attach to as well. Of a site whose plan says nothing of
 * its networks, the fabrics of the pods.
 */
export function plannedNetworks({ sites, fabrics }: FactoryModel): readonly PlannedNetwork[] {
  const ofSites = sites.flatMap(({ id, facility }) =>
    (facility?.networks ?? []).map(({ technology, ...network }) => ({ ...network, siteId: id, kind: technology })),
  );
  const told = new Set(ofSites.map(({ siteId }) => siteId));
  const ofFabrics = fabrics.flatMap(({ id, siteId, kind, use = "compute", plan }) =>
    plan === undefined || told.has(siteId) ? [] : [{ ...plan, siteId, name: id, kind, use }],
  );
  return [...ofSites, ...ofFabrics];
}
