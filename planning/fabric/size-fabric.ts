import type { PlanProblem } from "../problem";
import { divideLeaf } from "./leaf-ports";
import { countEndpoints, countNodes, freeNodePorts } from "./node-links";
import type { ResolvedFabricInput } from "./resolve-input";
import { splitFor } from "./switch-ports";
import type { EndpointGroup, FabricInput, FabricLayout, FabricPod, FabricSegment } from "./types";

/** The wiring of one plane, and what is kept for subnet managers. */
export interface FabricSize {
  readonly layout: FabricLayout;
  readonly tiers: 1 | 2 | 3;
  readonly managementLinks: number;
}

/** Sizes one plane of the fabric, or reports why it cannot be built. */
export function sizeFabric(
  input: FabricInput,
  resolved: ResolvedFabricInput,
  problems: PlanProblem[],
): FabricSize | undefined {
  const size = sizeTiers(input, resolved, problems);
  if (size === undefined) return undefined;
  const managementLinks = reserveManagement(input, resolved, size.layout, problems);
  return { ...size, managementLinks };
}

type Tiers = Omit<FabricSize, "managementLinks">;

function sizeTiers(input: FabricInput, resolved: ResolvedFabricInput, problems: PlanProblem[]): Tiers | undefined {
  const { leaf, spine, core, uplinkGbps, railOptimised, minSpines } = resolved;
  const single = singleSwitch(input, resolved);
  if (single !== undefined) return { tiers: 1, layout: single };
  if (input.tiers === 1) {
    const most = leaf.ports * (splitFor(leaf, input.endpointGbps)?.ways ?? 1) - resolved.managementPorts;
    problems.push(tooManyEndpoints(input, resolved, most, `one ${leaf.id}`));
    return undefined;
  }

  const ports = divideLeaf(input, resolved);
  const nodesPerUnit = Math.min(input.nodesPerUnit ?? ports.down, ports.down);
  const segments = railOptimised ? railSegments(input.groups, nodesPerUnit) : packedSegment(input.groups, ports.down);
  const leaves = segments.reduce((sum, segment) => sum + segment.units * segment.leavesPerUnit, 0);
  const spineSplit = splitFor(spine, uplinkGbps)?.ways ?? 1;
  const coreSplit = splitFor(core, uplinkGbps)?.ways ?? 1;
  const spinePorts = spine.ports * spineSplit;
  const corePorts = core.ports * coreSplit;
  const common = {
    railOptimised,
    leafDown: ports.down,
    leafUp: ports.up,
    nodesPerUnit,
    downSplit: ports.downSplit,
    upSplit: ports.upSplit,
    spineSplit,
    coreSplit,
    leaves,
    segments,
  };

  const spinesOfTwo = spinesOfTwoTiers(leaves, ports.up, spinePorts, minSpines);
  if (input.tiers !== 3 && spinesOfTwo !== undefined) {
    const pods = [{ firstLeaf: 0, leaves, firstSpine: 0, spines: spinesOfTwo }];
    return { tiers: 2, layout: { ...common, spineUp: 0, spines: spinesOfTwo, cores: 0, pods } };
  }
  if (input.tiers === 2) {
    // Every spine has a link to every leaf, so there are no more leaves than a spine has ports.
    problems.push(tooManyEndpoints(input, resolved, spinePorts * ports.down, "two tiers"));
    return undefined;
  }

  const spineUp = Math.floor(spine.ports / 2) * spineSplit;
  // Every core has a link to every pod, and every spine one to every leaf of its pod.
  const most = corePorts * spineUp * ports.down;
  const pods = leaves > corePorts * spineUp ? [] : makePods(segments, ports.up, spineUp);
  if (pods.length === 0 || pods.length > corePorts) {
    problems.push(tooManyEndpoints(input, resolved, most, "three tiers"));
    return undefined;
  }
  const spines = pods.reduce((sum, pod) => sum + pod.spines, 0);
  const cores = Math.ceil((spines * spineUp) / corePorts);
  return { tiers: 3, layout: { ...common, spineUp, spines, cores, pods } };
}

/** One switch without uplinks, where all fits and neither rails nor redundant spines were asked for. */
function singleSwitch(input: FabricInput, resolved: ResolvedFabricInput): FabricLayout | undefined {
  const { leaf, railOptimised, managementPorts } = resolved;
  const oneRail = !railOptimised || input.groups.every((group) => group.portsPerNode === 1);
  const wanted = input.tiers === 1 || (input.tiers === undefined && oneRail && input.minSpines === undefined);
  const downSplit = splitFor(leaf, input.endpointGbps)?.ways ?? 1;
  const leafDown = leaf.ports * downSplit;
  if (!wanted || countEndpoints(input.groups) + managementPorts > leafDown) return undefined;
  return {
    railOptimised: false,
    leafDown,
    leafUp: 0,
    spineUp: 0,
    nodesPerUnit: leafDown,
    downSplit,
    upSplit: 1,
    spineSplit: 1,
    coreSplit: 1,
    leaves: 1,
    spines: 0,
    cores: 0,
    segments: packedSegment(input.groups, leafDown),
    pods: [{ firstLeaf: 0, leaves: 1, firstSpine: 0, spines: 0 }],
  };
}

/** Nodes with equally many ports share scalable units. */
function railSegments(groups: readonly EndpointGroup[], nodesPerUnit: number): readonly FabricSegment[] {
  const segments: FabricSegment[] = [];
  let firstLeaf = 0;
  for (const rails of new Set(groups.map((group) => group.portsPerNode))) {
    const members = groups.filter((group) => group.portsPerNode === rails);
    const nodes = countNodes(members);
    const units = Math.ceil(nodes / nodesPerUnit);
    segments.push({ rails, leavesPerUnit: rails, units, firstLeaf, nodes, members });
    firstLeaf += units * rails;
  }
  return segments;
}

/** All ports are packed onto leaves one after another; a unit is a leaf. */
function packedSegment(groups: readonly EndpointGroup[], leafDown: number): readonly FabricSegment[] {
  const units = Math.ceil(countEndpoints(groups) / leafDown);
  return [{ rails: 1, leavesPerUnit: 1, units, firstLeaf: 0, nodes: countNodes(groups), members: groups }];
}

/**
 * Fewest spines that carry all uplinks and give every leaf equally many links to each of them. A plain quotient is not
 * enough: the published design of three H100 units has 16 spines, not 12.
 */
function spinesOfTwoTiers(leaves: number, leafUp: number, spinePorts: number, minSpines: number): number | undefined {
  const least = Math.max(minSpines, Math.ceil((leaves * leafUp) / spinePorts));
  for (let spines = least; spines <= leafUp; spines += 1) {
    if (leafUp % spines === 0) return spines;
  }
  return undefined;
}

/** Cuts the leaves into pods that a spine reaches as a whole; a scalable unit is not cut where it fits into a pod. */
function makePods(segments: readonly FabricSegment[], leafUp: number, spineDown: number): readonly FabricPod[] {
  const pods: FabricPod[] = [];
  let firstSpine = 0;
  let firstLeaf = 0;
  let end = 0;
  const close = () => {
    const leaves = end - firstLeaf;
    const spines = Math.ceil((leaves * leafUp) / spineDown);
    if (leaves > 0) pods.push({ firstLeaf, leaves, firstSpine, spines });
    firstLeaf = end;
    firstSpine += spines;
  };
  for (const segment of segments) {
    const step = segment.leavesPerUnit <= spineDown ? segment.leavesPerUnit : 1;
    const steps = (segment.units * segment.leavesPerUnit) / step;
    for (let index = 0; index < steps; index += 1) {
      if (end + step - firstLeaf > spineDown) close();
      end += step;
    }
  }
  close();
  return pods;
}

function reserveManagement(
  input: FabricInput,
  resolved: ResolvedFabricInput,
  layout: FabricLayout,
  problems: PlanProblem[],
): number {
  const free = freeNodePorts(layout);
  if (free >= resolved.managementPorts) return resolved.managementPorts;
  problems.push({
    rule: "FAB-071-subnet-manager-ports",
    severity: input.managementPorts === undefined ? "warning" : "error",
    verdict: "fail",
    message: `${resolved.name} has too few free leaf ports for its subnet managers: the scalable units are full`,
    path: `${resolved.name}.managementPorts`,
    given: `${free} free leaf ports per plane`,
    allowed: `at least ${resolved.managementPorts}`,
    fix:
      `leave one node out of a unit of ${layout.nodesPerUnit}, as the SuperPOD designs do, or run the subnet manager ` +
      "on managed switches and set managementPorts to 0",
  });
  return 0;
}

function tooManyEndpoints(input: FabricInput, resolved: ResolvedFabricInput, most: number, where: string): PlanProblem {
  const endpoints = countEndpoints(input.groups);
  return {
    rule: "FAB-070-fabric-ports",
    severity: "error",
    verdict: "fail",
    message: `${endpoints} endpoints of ${resolved.name} do not fit into ${where} with leaf switch ${resolved.leaf.id}`,
    path: `${resolved.name}.groups`,
    given: endpoints,
    allowed: `at most ${most} endpoints per plane`,
    fix: "take a switch with more ports, one more tier, a higher oversubscription, or fewer nodes",
  };
}
