import type { PlanProblem } from "../problem";
import { fabricLinks, type FabricLink } from "./links";
import type { FabricLayout, FabricPlan } from "./types";

/**
 * Walks every link of the plan and checks the wiring itself, independent of how it was counted: no port is used twice
 * or beyond the switch, every endpoint port has its link in every plane, the links add up to the plan's figures.
 */
export function checkCabling(plan: FabricPlan): readonly PlanProblem[] {
  const layout = plan.layout;
  if (layout === undefined) return [];
  const problems: PlanProblem[] = [];
  const report = (message: string, given: unknown, allowed: unknown) =>
    problems.push({
      rule: "FAB-074-cabling",
      severity: "error",
      verdict: "fail",
      message,
      path: plan.name,
      given,
      allowed,
      fix: "report this as a fault of the planner, with the fabric's input",
    });

  const sides = makeSides(plan, layout);
  let plane = 0;
  let links = 0;
  const closePlane = () => {
    const open = sides.nodes.used.reduce((sum, used) => sum + (used === 0 ? 1 : 0), 0);
    if (open > 0) report(`endpoint ports without a link in plane ${plane + 1}`, open, 0);
    for (const side of Object.values(sides)) {
      if (side.faults > 0) report(`${side.name} ports used twice or not there, plane ${plane + 1}`, side.faults, 0);
      side.clear();
    }
  };
  for (const link of fabricLinks(plan)) {
    if (link.plane !== plane) {
      closePlane();
      plane = link.plane;
    }
    links += 1;
    take(sides, link, plan.nodes);
  }
  closePlane();
  if (plane + 1 !== plan.planes) report("planes without links", plane + 1, plan.planes);
  if (links !== plan.links) report("the links do not add up to the plan's", links, plan.links);
  return problems;
}

/** The ports of one side of a tier, flat: device times ports plus port. */
class PortSide {
  readonly used: Uint8Array;
  faults = 0;

  constructor(
    readonly name: string,
    private readonly starts: Uint32Array,
  ) {
    this.used = new Uint8Array(starts.at(-1) ?? 0);
  }

  take(device: number, port: number): void {
    const start = this.starts[device];
    const end = this.starts[device + 1];
    if (start === undefined || end === undefined || start + port >= end || this.used[start + port] === 1) {
      this.faults += 1;
      return;
    }
    this.used[start + port] = 1;
  }

  clear(): void {
    this.used.fill(0);
    this.faults = 0;
  }
}

type Sides = Readonly<Record<"nodes" | "leafDown" | "leafUp" | "spineDown" | "spineUp" | "core", PortSide>>;

function makeSides(plan: FabricPlan, layout: FabricLayout): Sides {
  const members = layout.segments.flatMap((segment) => segment.members);
  const nodePorts = members.flatMap((group) => Array.from({ length: group.nodes }, () => group.portsPerNode));
  const portsOf = (tier: string) => {
    const row = plan.tiers.find((candidate) => candidate.name === tier);
    return row === undefined ? 0 : row.ports / row.switches;
  };
  return {
    nodes: new PortSide("node", starts(nodePorts)),
    leafDown: new PortSide("leaf", uniform(layout.leaves, layout.leafDown)),
    leafUp: new PortSide("leaf", uniform(layout.leaves, layout.leafUp)),
    spineDown: new PortSide("spine", uniform(layout.spines, portsOf("spine") - layout.spineUp)),
    spineUp: new PortSide("spine", uniform(layout.spines, layout.spineUp)),
    core: new PortSide("core", uniform(layout.cores, portsOf("core"))),
  };
}

function take(sides: Sides, link: FabricLink, nodes: number): void {
  if (link.tier === "node-leaf") {
    // Numbers from the node count on are subnet managers, which have one port.
    if (link.lower < nodes) sides.nodes.take(link.lower, link.lowerLink);
    sides.leafDown.take(link.upper, link.upperLink);
  } else if (link.tier === "leaf-spine") {
    sides.leafUp.take(link.lower, link.lowerLink);
    sides.spineDown.take(link.upper, link.upperLink);
  } else {
    sides.spineUp.take(link.lower, link.lowerLink);
    sides.core.take(link.upper, link.upperLink);
  }
}

function uniform(devices: number, ports: number): Uint32Array {
  return Uint32Array.from({ length: devices + 1 }, (_, device) => device * ports);
}

function starts(ports: readonly number[]): Uint32Array {
  const sums = new Uint32Array(ports.length + 1);
  ports.forEach((count, index) => (sums[index + 1] = (sums[index] ?? 0) + count));
  return sums;
}
