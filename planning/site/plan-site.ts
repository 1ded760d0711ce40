import { checkCabling } from "../fabric/check-cabling";
import { switchNames } from "../fabric/cables";
import { nodeName } from "../fabric/node-names";
import { planFabric } from "../fabric/plan-fabric";
import type { EndpointGroup, FabricPlan } from "../fabric/types";
import { planPower } from "../power/plan-power";
import type { PlanProblem } from "../problem";
import { planRacks } from "../racks/plan-racks";
import { switchFigures } from "../racks/system-figures";
import type { PlacementGroup } from "../racks/types";
import { billOfMaterials } from "./bill-of-materials";
import { countCables } from "./cable-lots";
import type { SiteGroup, SiteInput, SiteNetwork, SitePlan } from "./types";

/**
 * Plans a whole site: networks from the nodes, racks for nodes and switches, power and cooling, and the lengths and
 * media of all cables from where things stand. Everything that is impossible is reported, of all parts at once.
 */
export function planSite(input: SiteInput): SitePlan {
  const problems = checkSite(input);
  const groups = input.groups.filter((group) => isCount(group.count));
  const networks = planNetworks(input, groups);
  const racks = planRacks({
    rackTypes: input.rackTypes,
    groups: [...groups.map(placementOf), ...networks.flatMap((network) => switchPlacements(network, input))],
    floor: input.floor,
    expectedLoad: input.expectedLoad,
    liquidShare: input.liquidShare,
  });
  const power = planPower(racks, input.power);
  const cables = countCables(networks, racks, input.cableRoute);
  const site = {
    name: input.name,
    groups,
    nodes: groups.reduce((sum, group) => sum + group.count, 0),
    accelerators: groups.reduce((sum, group) => sum + group.count * (group.figures.accelerators ?? 0), 0),
    networks,
    racks,
    power,
    cableLots: cables.lots,
    cableRoute: input.cableRoute,
  };
  return {
    ...site,
    billOfMaterials: billOfMaterials(site),
    problems: [
      ...problems,
      ...networks.flatMap((network) => [...network.problems, ...checkCabling(network)]),
      ...racks.problems,
      ...power.problems,
      ...cables.problems,
    ],
  };
}

/** Names of a group's nodes. */
export function siteNodeNames(group: Pick<SiteGroup, "name" | "count">): readonly string[] {
  return Array.from({ length: group.count }, (_, index) => nodeName({ name: group.name, nodes: group.count }, index));
}

/** Networks that manage switches come last, because they need to know the switches of the others. */
function planNetworks(input: SiteInput, groups: readonly SiteGroup[]): readonly FabricPlan[] {
  const planned = new Map<string, FabricPlan>();
  const ordered = [...input.networks].sort(
    (a, b) => Number(a.managesSwitches ?? false) - Number(b.managesSwitches ?? false),
  );
  for (const network of ordered) {
    const endpoints = endpointsOf(network, groups);
    if (network.managesSwitches === true) endpoints.push(...[...planned.values()].flatMap(switchEndpoints));
    planned.set(network.name, planFabric({ ...network, groups: endpoints }));
  }
  return input.networks.flatMap((network) => planned.get(network.name) ?? []);
}

function endpointsOf(network: SiteNetwork, groups: readonly SiteGroup[]): EndpointGroup[] {
  return groups.flatMap((group) => {
    const portsPerNode = network.ports[group.name];
    return portsPerNode === undefined || portsPerNode === 0
      ? []
      : [{ name: group.name, nodes: group.count, portsPerNode }];
  });
}

/** The management ports of a network's switches, under the names that the switches have. */
function switchEndpoints(plan: FabricPlan): readonly EndpointGroup[] {
  return plan.tiers.flatMap((tier) =>
    Array.from({ length: plan.planes }, (_, plane) => ({
      name: plan.planes > 1 ? `${plan.name}-p${plane + 1}-${tier.name}` : `${plan.name}-${tier.name}`,
      nodes: tier.switchesPerPlane,
      portsPerNode: 1,
    })),
  );
}

function placementOf(group: SiteGroup): PlacementGroup {
  const { name, figures, rackType, maxPerRack, minRacks } = group;
  const role = group.role ?? "compute";
  return { name, figures, rackType, maxPerRack, minRacks, role, devices: siteNodeNames(group) };
}

function switchPlacements(plan: FabricPlan, input: SiteInput): readonly PlacementGroup[] {
  return plan.tiers.map((tier) => ({
    name: `${plan.name}-${tier.name}`,
    figures: switchFigures(tier.model, input.switchFigures?.[tier.model]),
    devices: Array.from({ length: plan.planes }, (_, plane) => switchNames(plan, tier.name, plane)).flat(),
    role: "network" as const,
    rackType: input.networkRackType,
  }));
}

/** More nodes than any site has; a guard against a slip of the keyboard, not a limit of the arithmetic. */
const mostNodes = 200_000;

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= mostNodes;
}

function checkSite(input: SiteInput): PlanProblem[] {
  const problems: PlanProblem[] = [];
  const report = (path: string, message: string, given: unknown, allowed: unknown, fix: string) =>
    problems.push({
      rule: "SIT-001-site-input",
      severity: "error",
      verdict: "fail",
      message,
      path,
      given,
      allowed,
      fix,
    });
  for (const [field, metres] of Object.entries(input.cableRoute ?? {})) {
    if (Number.isFinite(metres) && metres >= 0) continue;
    report(`cableRoute.${field}`, `${field} is no length`, metres, "metres, from 0", `correct ${field}`);
  }
  if (input.rackTypes.length === 0) report("rackTypes", "the site has no racks", [], "at least one kind", "add racks");
  const names = new Set<string>();
  input.groups.forEach((group, index) => {
    const path = `groups[${index}]`;
    if (!isCount(group.count)) {
      const allowed = `1 to ${mostNodes}`;
      report(`${path}.count`, `${group.name} has no usable count`, group.count, allowed, "give a whole number");
    }
    if (names.has(group.name)) {
      report(`${path}.name`, "two groups have one name", group.name, "a name of its own", "rename one of them");
    }
    names.add(group.name);
  });
  const networks = new Set<string>();
  input.networks.forEach((network, index) => {
    const path = `networks[${index}]`;
    if (networks.has(network.name)) {
      report(`${path}.name`, "two networks have one name", network.name, "a name of its own", "rename one of them");
    }
    networks.add(network.name);
    for (const group of Object.keys(network.ports)) {
      if (names.has(group)) continue;
      const fix = "name a group of the site";
      report(`${path}.ports.${group}`, `${network.name} connects a group that is not there`, group, [...names], fix);
    }
  });
  return problems;
}
