import { siteNodeNames, type SitePlan } from "../../planning";
import type { SitePool } from "../contracts";
import type { SiteSystem } from "./site-props";

/** The site's machines by name, as pools need them. */
export function sitePools(plan: SitePlan, systems: readonly SiteSystem[]): ReadonlyMap<string, SitePool> {
  const racksOf = new Map<string, Set<string>>();
  for (const rack of plan.racks.racks) {
    for (const { group } of rack.items) racksOf.set(group, (racksOf.get(group) ?? new Set()).add(rack.name));
  }
  return new Map(
    plan.groups.map((group): [string, SitePool] => {
      const machine = systems.find((each) => each.name === group.name);
      const spares = machine?.spares ?? 0;
      const domain = plan.racks.failureDomains.find((each) => each.group === group.name && each.kind === "rack");
      return [
        group.name,
        {
          name: group.name,
          system: machine?.system,
          figures: group.figures,
          nodes: group.count - spares,
          spares,
          nodeNames: machine?.nodeNames ?? siteNodeNames(group),
          racks: [...(racksOf.get(group.name) ?? [])],
          largestRackShare: domain?.largestShare,
        },
      ];
    }),
  );
}
