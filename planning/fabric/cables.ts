import { cableMediaFor } from "../../catalog/cable-media";
import { cableLengthM, defaultCableRoute, stockLengthM, type CableRoute, type DevicePosition } from "./cable-length";
import { fabricLinks, type FabricLink } from "./links";
import { nodeName, numbered } from "./node-names";
import type { FabricLayout, FabricPlan, TierName } from "./types";

/** One end of a link: the device and its port; `12/2` is the second half of port 12. */
export interface CableEnd {
  /** Name of the device. */
  readonly device: string;
  /** Port of the device, from 1. */
  readonly port: string;
}

/** One link from port to port. A breakout cable appears once for each of its links, under one `cable`. */
export interface Cable {
  /** Name of the physical cable: its port at the lower switch, or at the leaf for nodes. */
  readonly cable: string;
  /** Name of the network. */
  readonly network: string;
  /** Between which tiers it runs. */
  readonly tier: FabricLink["tier"];
  /** Lower end: the node, or the lower switch. */
  readonly from: CableEnd;
  /** Upper end. */
  readonly to: CableEnd;
  /** Speed of the link in Gb/s. */
  readonly gbps: number;
  /** Length to order, m. @default - absent where a position is not known, or beyond 2 km */
  readonly lengthM?: number;
  /** Row of the catalogue's cable media. @default - absent where no known medium fits */
  readonly medium?: string;
}

/** Finds a device's place by its name. */
export type PositionOf = (device: string) => DevicePosition | undefined;

/** Names of the plan's switches of one tier and plane (counted from 0), in order. */
export function switchNames(plan: FabricPlan, tier: TierName, plane = 0): readonly string[] {
  const count = plan.tiers.find((row) => row.name === tier)?.switchesPerPlane ?? 0;
  const prefix = plan.planes > 1 ? `${plan.name}-p${plane + 1}-${tier}` : `${plan.name}-${tier}`;
  return Array.from({ length: count }, (_, index) => numbered(prefix, index, count));
}

/** Names of the plan's nodes in the order of its links. */
export function fabricNodeNames(plan: FabricPlan): readonly string[] {
  const groups = plan.layout?.segments.flatMap((segment) => segment.members) ?? [];
  return groups.flatMap((group) => Array.from({ length: group.nodes }, (_, index) => nodeName(group, index)));
}

/** Every cable of the plan from port to port, one by one; with lengths and media where positions are given. */
export function* fabricCables(
  plan: FabricPlan,
  positionOf: PositionOf = () => undefined,
  route: CableRoute = defaultCableRoute,
): Generator<Cable> {
  const layout = plan.layout;
  if (layout === undefined) return;
  const nodes = fabricNodeNames(plan);
  const managers = plan.managementLinks / plan.planes;
  const lowest = [
    ...nodes,
    ...Array.from({ length: managers }, (_, index) => numbered(`${plan.name}-subnet-manager`, index, managers)),
  ];
  const planes = Array.from({ length: plan.planes }, (_, plane) => ({
    leaf: switchNames(plan, "leaf", plane),
    spine: switchNames(plan, "spine", plane),
    core: switchNames(plan, "core", plane),
  }));
  const media = mediaBySpeed(plan);
  for (const link of fabricLinks(plan)) {
    const switches = planes[link.plane];
    if (switches === undefined) continue;
    const gbps = link.tier === "node-leaf" ? plan.endpointGbps : plan.uplinkGbps;
    const { from, to, cable } = endsOf(link, layout, lowest, switches, plan);
    const a = positionOf(from.device);
    const b = positionOf(to.device);
    const lengthM = a === undefined || b === undefined ? undefined : cableLengthM(a, b, route);
    yield {
      cable,
      network: plan.name,
      tier: link.tier,
      from,
      to,
      gbps,
      lengthM: lengthM === undefined ? undefined : stockLengthM(lengthM),
      medium: lengthM === undefined ? undefined : media.get(gbps)?.find((medium) => medium.reachM >= lengthM)?.id,
    };
  }
}

function mediaBySpeed(plan: FabricPlan) {
  return new Map([plan.endpointGbps, plan.uplinkGbps].map((gbps) => [gbps, cableMediaFor(gbps, plan.technology)]));
}

function endsOf(
  link: FabricLink,
  layout: FabricLayout,
  nodes: readonly string[],
  switches: Readonly<Record<TierName, readonly string[]>>,
  plan: FabricPlan,
): { readonly from: CableEnd; readonly to: CableEnd; readonly cable: string } {
  const lower = switches[link.tier === "spine-core" ? "spine" : "leaf"];
  const upper = switches[link.tier === "spine-core" ? "core" : "spine"];
  if (link.tier === "node-leaf") {
    const device = lower[link.upper] ?? "";
    const to = { device, port: portName(0, link.upperLink, layout.downSplit) };
    const port = plan.planes > 1 ? `nic${link.lowerLink + 1}/${link.plane + 1}` : `nic${link.lowerLink + 1}`;
    return { from: { device: nodes[link.lower] ?? "", port }, to, cable: cableName(device, to.port) };
  }
  const leafSide = link.tier === "leaf-spine";
  const firstPort = leafSide ? layout.leafDown / layout.downSplit : spineDownPorts(layout);
  const split = leafSide ? layout.upSplit : layout.spineSplit;
  const device = lower[link.lower] ?? "";
  const from = { device, port: portName(firstPort, link.lowerLink, split) };
  const upperSplit = leafSide ? layout.spineSplit : layout.coreSplit;
  const to = { device: upper[link.upper] ?? "", port: portName(0, link.upperLink, upperSplit) };
  return { from, to, cable: cableName(device, from.port) };
}

/** A spine's first ports face leaves, as many as face cores. */
function spineDownPorts(layout: FabricLayout): number {
  return layout.spineUp / layout.spineSplit;
}

function portName(portsBefore: number, link: number, split: number): string {
  const port = portsBefore + Math.floor(link / split) + 1;
  return split === 1 ? String(port) : `${port}/${(link % split) + 1}`;
}

function cableName(device: string, port: string): string {
  const slash = port.indexOf("/");
  return `${device}:${slash < 0 ? port : port.slice(0, slash)}`;
}
