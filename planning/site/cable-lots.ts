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
  const positionOf = positionsOf(racks);
  const lots: CableLot[] = [];
  const problems: PlanProblem[] = [];
  for (const network of networks) {
    const own = lotsOf(network, fabricCables(network, positionOf, cableRoute));
    lots.push(...own);
    problems.push(...checkReach(network, own));
  }
  return { lots: lots.sort(byNetworkTierLength), problems };
}

/** A large network has millions of links: only breakouts are held, until all their legs are known. */
function lotsOf(network: FabricPlan, links: Iterable<Cable>): readonly CableLot[] {
  const { downSplit = 1, upSplit = 1, spineSplit = 1 } = network.layout ?? {};
  const splits = { "node-leaf": downSplit, "leaf-spine": upSplit, "spine-core": spineSplit };
  const lots = new Map<string, Writable<CableLot>>();
  const add = ({ tier, gbps, lengthM, medium }: Cable, links: number) => {
    const key = `${tier} ${gbps} ${lengthM ?? "?"} ${medium ?? "?"}`;
    const lot = lots.get(key);
    if (lot === undefined) lots.set(key, { network: network.name, tier, gbps, lengthM, medium, cables: 1, links });
    else {
      lot.cables += 1;
      lot.links += links;
    }
  };
  const breakouts = new Map<string, { longest: Cable; links: number }>();
  for (const link of links) {
    if (splits[link.tier] === 1) {
      add(link, 1);
      continue;
    }
    const before = breakouts.get(link.cable);
    if (before === undefined) breakouts.set(link.cable, { longest: link, links: 1 });
    else {
      if ((link.lengthM ?? 0) > (before.longest.lengthM ?? 0)) before.longest = link;
      before.links += 1;
    }
  }
  for (const { longest, links: legs } of breakouts.values()) add(longest, legs);
  return [...lots.values()];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

const tierOrder = ["node-leaf", "leaf-spine", "spine-core"];

function byNetworkTierLength(a: CableLot, b: CableLot): number {
  if (a.network !== b.network) return a.network < b.network ? -1 : 1;
  return tierOrder.indexOf(a.tier) - tierOrder.indexOf(b.tier) || (a.lengthM ?? 0) - (b.lengthM ?? 0);
}

function checkReach(network: FabricPlan, lots: readonly CableLot[]): readonly PlanProblem[] {
  const beyond = new Map<number, { count: number; longestM: number }>();
  const unknown = new Set<number>();
  for (const { gbps, lengthM, medium, cables } of lots) {
    if (medium !== undefined || lengthM === undefined) continue;
    if (cableMediaFor(gbps, network.technology).length === 0) unknown.add(gbps);
    else {
      const before = beyond.get(gbps) ?? { count: 0, longestM: 0 };
      beyond.set(gbps, { count: before.count + cables, longestM: Math.max(before.longestM, lengthM) });
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
