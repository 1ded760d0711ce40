import { fabricNodeNames } from "../fabric/cables";
import { numbered } from "../fabric/node-names";
import type { FabricPlan } from "../fabric/types";
import type { RackPlan } from "../racks/types";

/** Where a node is in the fabric and on the floor; schedulers place jobs by it. */
export interface NodePlacement {
  /** Name of the node. */
  readonly node: string;
  /** The fully meshed part of a three-tier fabric: `pod-01`. Two tiers are one pod. */
  readonly pod: string;
  /** Scalable unit: nodes whose rails share leaves. */
  readonly unit: string;
  /** Name of the rack. @default - absent where the node is not placed */
  readonly rack?: string;
}

/** Places of all nodes of a network, in the network's order. */
export function nodePlacements(network: FabricPlan, racks: RackPlan): readonly NodePlacement[] {
  const layout = network.layout;
  if (layout === undefined) return [];
  const rackOf = new Map(racks.racks.flatMap((rack) => rack.items.map((item) => [item.device, rack.name] as const)));
  const names = fabricNodeNames(network);
  const units = network.units;
  let node = 0;
  let unitsBefore = 0;
  const placements: NodePlacement[] = [];
  for (const segment of layout.segments) {
    for (const [index, firstEndpoint] of nodesOf(segment.members)) {
      const unit = layout.railOptimised
        ? Math.floor(index / layout.nodesPerUnit)
        : Math.floor(firstEndpoint / layout.leafDown);
      const leaf = segment.firstLeaf + unit * segment.leavesPerUnit;
      const pod = layout.pods.findIndex((candidate) => leaf < candidate.firstLeaf + candidate.leaves);
      const name = names[node] ?? "";
      placements.push({
        node: name,
        pod: numbered("pod", pod, layout.pods.length),
        unit: numbered("unit", unitsBefore + unit, units),
        rack: rackOf.get(name),
      });
      node += 1;
    }
    unitsBefore += segment.units;
  }
  return placements;
}

/** Place of each node in its segment, and the number of its first endpoint. */
function* nodesOf(groups: readonly { nodes: number; portsPerNode: number }[]): Generator<readonly [number, number]> {
  let index = 0;
  let endpoint = 0;
  for (const group of groups) {
    for (let node = 0; node < group.nodes; node += 1) {
      yield [index, endpoint];
      index += 1;
      endpoint += group.portsPerNode;
    }
  }
}
