import { hasErrors, type PlanProblem } from "../problem";
import { checkFabricInput } from "./check-input";
import { countEndpoints, countNodeCables, countNodes } from "./node-links";
import { resolveFabricInput, type ResolvedFabricInput } from "./resolve-input";
import { sizeFabric, type FabricSize } from "./size-fabric";
import type { CableTier, FabricInput, FabricLayout, FabricPlan, FabricTier, SwitchModel, TierName } from "./types";

/** Links that are planned to the port: a million accelerators in three tiers. Each is walked, and written as a cable. */
const mostLinks = 4_000_000;

/**
 * Plans a fat tree: how many switches each tier needs, how they are wired, and what is left free. A partly filled
 * scalable unit gets the leaves and uplinks of a whole one, as NVIDIA's reference architecture asks. Never throws for
 * bad figures: everything that is wrong stands in `problems`.
 */
export function planFabric(input: FabricInput): FabricPlan {
  const invalid = checkFabricInput(input);
  if (hasErrors(invalid)) return emptyPlan(input, invalid);
  const resolved = resolveFabricInput(input);
  const problems: PlanProblem[] = [];
  const size = sizeFabric(input, resolved, problems);
  if (size === undefined || hasErrors(problems)) return emptyPlan(input, problems);
  const plan = describe(input, resolved, size, problems);
  return plan.links > mostLinks ? emptyPlan(input, [...problems, tooManyLinks(plan)]) : plan;
}

function tooManyLinks({ name, links }: FabricPlan): PlanProblem {
  return {
    rule: "FAB-072-fabric-input",
    severity: "error",
    verdict: "fail",
    message: `${name} has more links than are planned to the port`,
    path: `${name}.groups`,
    given: links,
    allowed: `at most ${mostLinks} links over all tiers and planes`,
    fix: "correct nodes, ports or planes; a fabric as large as that is planned as several networks",
  };
}

function describe(
  input: FabricInput,
  resolved: ResolvedFabricInput,
  size: FabricSize,
  problems: readonly PlanProblem[],
): FabricPlan {
  const { layout, managementLinks } = size;
  const { planes } = resolved;
  const cableTiers = describeCables(input, resolved, size);
  return {
    name: resolved.name,
    technology: resolved.technology,
    nodes: countNodes(input.groups),
    endpoints: countEndpoints(input.groups),
    endpointGbps: input.endpointGbps,
    uplinkGbps: resolved.uplinkGbps,
    planes,
    tiers: describeTiers(input, resolved, size),
    cableTiers,
    links: cableTiers.reduce((sum, tier) => sum + tier.links, 0),
    cables: cableTiers.reduce((sum, tier) => sum + tier.cables, 0),
    oversubscription: oversubscriptionOf(input.endpointGbps, resolved.uplinkGbps, layout),
    hops: size.tiers * 2 - 1,
    managementLinks: managementLinks * planes,
    units: layout.segments.reduce((sum, segment) => sum + segment.units, 0),
    layout,
    problems,
  };
}

function describeCables(input: FabricInput, resolved: ResolvedFabricInput, size: FabricSize): readonly CableTier[] {
  const { layout, managementLinks, tiers } = size;
  const { planes, uplinkGbps } = resolved;
  const cables: CableTier[] = [
    {
      from: "node",
      to: "leaf",
      links: (countEndpoints(input.groups) + managementLinks) * planes,
      cables: countNodeCables(layout, managementLinks) * planes,
      gbps: input.endpointGbps,
    },
  ];
  if (tiers > 1) {
    cables.push({
      from: "leaf",
      to: "spine",
      links: layout.leaves * layout.leafUp * planes,
      cables: layout.leaves * Math.ceil(layout.leafUp / layout.upSplit) * planes,
      gbps: uplinkGbps,
    });
  }
  if (tiers > 2) {
    cables.push({
      from: "spine",
      to: "core",
      links: layout.spines * layout.spineUp * planes,
      cables: layout.spines * Math.ceil(layout.spineUp / layout.spineSplit) * planes,
      gbps: uplinkGbps,
    });
  }
  return cables;
}

function describeTiers(input: FabricInput, resolved: ResolvedFabricInput, size: FabricSize): readonly FabricTier[] {
  const { layout, managementLinks, tiers } = size;
  const { leaf, spine, core, planes } = resolved;
  const uplinks = layout.leaves * layout.leafUp;
  const coreLinks = layout.spines * layout.spineUp;
  const nodeLinks = countEndpoints(input.groups) + managementLinks;
  const described = [tier("leaf", leaf, layout.leaves, leafPorts(resolved, layout), nodeLinks + uplinks, planes)];
  if (tiers > 1) {
    described.push(tier("spine", spine, layout.spines, spine.ports * layout.spineSplit, uplinks + coreLinks, planes));
  }
  if (tiers > 2) described.push(tier("core", core, layout.cores, core.ports * layout.coreSplit, coreLinks, planes));
  return described;
}

/** Ports of a leaf at the speeds they are used with; ports that the division left out count as node ports. */
function leafPorts(resolved: ResolvedFabricInput, layout: FabricLayout): number {
  const upPorts = resolved.dedicatedUplinks ? 0 : layout.leafUp / layout.upSplit;
  const uplinks = resolved.dedicatedUplinks ? (resolved.leaf.uplinkPorts ?? 0) : layout.leafUp;
  return (resolved.leaf.ports - upPorts) * layout.downSplit + uplinks;
}

function tier(
  name: TierName,
  model: SwitchModel,
  perPlane: number,
  portsOfSwitch: number,
  used: number,
  planes: number,
): FabricTier {
  const ports = perPlane * portsOfSwitch * planes;
  return {
    name,
    model: model.id,
    switches: perPlane * planes,
    switchesPerPlane: perPlane,
    portsPerConnector: model.portsPerConnector ?? 1,
    ports,
    portsUsed: used * planes,
    portsFree: ports - used * planes,
  };
}

function oversubscriptionOf(endpointGbps: number, uplinkGbps: number, layout: FabricLayout): number {
  if (layout.leafUp === 0) return 1;
  const down = layout.railOptimised ? layout.nodesPerUnit : layout.leafDown;
  return Math.round(((down * endpointGbps) / (layout.leafUp * uplinkGbps)) * 1000) / 1000;
}

function emptyPlan(input: FabricInput, problems: readonly PlanProblem[]): FabricPlan {
  const resolved = resolveFabricInput(input);
  return {
    name: resolved.name,
    technology: resolved.technology,
    nodes: countNodes(input.groups),
    endpoints: countEndpoints(input.groups),
    endpointGbps: input.endpointGbps,
    uplinkGbps: resolved.uplinkGbps,
    planes: resolved.planes,
    tiers: [],
    cableTiers: [],
    links: 0,
    cables: 0,
    oversubscription: resolved.oversubscription,
    hops: 0,
    managementLinks: 0,
    units: 0,
    problems,
  };
}
