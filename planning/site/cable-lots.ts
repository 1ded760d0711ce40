import { cableMediaFor } from "../../catalog/cable-media";
import { fabricCables, type Cable } from "../fabric/cables";
import type { CableRoute } from "../fabric/cable-length";
import type { FabricPlan } from "../fabric/types";
import type { PlanProblem } from "../problem";
import { positionsOf } from "../racks/positions";
import type { RackPlan } from "../racks/types";
import type { CableLot, SitePlan } from "./types";

/** Every cable of the site from port to port with its length and medium, one by one. */
export function* siteCables(plan: Pick<SitePlan, "networks" | "racks" | "cableRoute">): Generator<Cable> {
  const positionOf = positionsOf(plan.racks);
  for (const network of plan.networks) yield* fabricCables(network, positionOf, plan.cableRoute);
}

/** The site's cables by kind and length, and what no known cable reaches. A breakout is as long as its longest leg. */
export function countCables(
  networks: readonly FabricPlan[],
  racks: RackPlan,
  cableRoute: CableRoute | undefined,
): { readonly lots: readonly CableLot[]; readonly problems: readonly PlanProblem[] } {
  const lots = new Map<string, CableLot>();
  const problems: PlanProblem[] = [];
  for (const network of networks) {
    const longest = new Map<string, Cable & { links: number }>();
    for (const cable of siteCables({ networks: [network], racks, cableRoute })) {
      const before = longest.get(cable.cable);
      if (before === undefined) longest.set(cable.cable, { ...cable, links: 1 });
      else {
        const longer = (cable.lengthM ?? 0) > (before.lengthM ?? 0) ? cable : before;
        longest.set(cable.cable, { ...longer, links: before.links + 1 });
      }
    }
    for (const { tier, gbps, lengthM, medium, links } of longest.values()) {
      const key = `${network.name} ${tier} ${gbps} ${lengthM ?? "?"} ${medium ?? "?"}`;
      const lot = lots.get(key);
      lots.set(key, {
        network: network.name,
        tier,
        gbps,
        lengthM,
        medium,
        cables: (lot?.cables ?? 0) + 1,
        links: (lot?.links ?? 0) + links,
      });
    }
    problems.push(...checkReach(network, longest.values()));
  }
  return { lots: [...lots.values()].sort(byNetworkTierLength), problems };
}

const tierOrder = ["node-leaf", "leaf-spine", "spine-core"];

function byNetworkTierLength(a: CableLot, b: CableLot): number {
  if (a.network !== b.network) return a.network < b.network ? -1 : 1;
  return tierOrder.indexOf(a.tier) - tierOrder.indexOf(b.tier) || (a.lengthM ?? 0) - (b.lengthM ?? 0);
}

function checkReach(network: FabricPlan, cables: Iterable<Cable>): readonly PlanProblem[] {
  const beyond = new Map<number, { count: number; longestM: number }>();
  const unknown = new Set<number>();
  for (const { gbps, lengthM, medium } of cables) {
    if (medium !== undefined || lengthM === undefined) continue;
    if (cableMediaFor(gbps, network.technology).length === 0) unknown.add(gbps);
    else {
      const before = beyond.get(gbps) ?? { count: 0, longestM: 0 };
      beyond.set(gbps, { count: before.count + 1, longestM: Math.max(before.longestM, lengthM) });
    }
  }
  const tooLong = [...beyond].map(([gbps, { count, longestM }]): PlanProblem => {
    const reach = Math.max(...cableMediaFor(gbps, network.technology).map((medium) => medium.reachM));
    return {
      rule: "FAB-075-cable-reach",
      severity: "error",
      verdict: "fail",
      message: `${count} cables of ${network.name} are longer than any known cable of ${gbps} Gb/s reaches`,
      path: network.name,
      given: `up to ${longestM} m`,
      allowed: `at most ${reach} m`,
      fix: "shorten the rows, place switches nearer to the nodes, or use media of longer reach",
    };
  });
  const notKnown = [...unknown].map((gbps): PlanProblem => ({
    rule: "FAB-075-cable-reach",
    severity: "warning",
    verdict: "unknown",
    message: `the catalogue has no cable of ${gbps} Gb/s for ${network.technology}, so reach is not checked`,
    path: network.name,
    given: `${gbps} Gb/s`,
    allowed: "a medium of known reach",
    fix: "check the lengths of the cable plan against the maker's list",
  }));
  return [...tooLong, ...notKnown];
}
