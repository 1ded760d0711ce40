import type { FactoryModel, SiteFacility, SiteNode } from "../model/types";

/** Sites whose racks the owner has planned. */
export function facilitiesOf(model: FactoryModel | undefined): readonly (SiteNode & { facility: SiteFacility })[] {
  return (model?.sites ?? []).flatMap((site) =>
    site.facility === undefined ? [] : [{ ...site, facility: site.facility }],
  );
}
