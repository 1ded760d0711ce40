import type { EndpointGroup, FabricLayout, FabricSegment } from "./types";

/** Ports that the groups' nodes have on the fabric, in one plane. */
export function countEndpoints(groups: readonly EndpointGroup[]): number {
  return groups.reduce((sum, group) => sum + group.nodes * group.portsPerNode, 0);
}

/** Nodes of all groups. */
export function countNodes(groups: readonly EndpointGroup[]): number {
  return groups.reduce((sum, group) => sum + group.nodes, 0);
}

/** Links of nodes at a leaf in one plane, subnet managers not counted. */
export function nodeLinksOfLeaf(layout: FabricLayout, leaf: number): number {
  const segment = segmentOfLeaf(layout, leaf);
  if (segment === undefined) return 0;
  if (!layout.railOptimised) {
    return clamp(countEndpoints(segment.members) - leaf * layout.leafDown, layout.leafDown);
  }
  const unit = Math.floor((leaf - segment.firstLeaf) / segment.leavesPerUnit);
  return clamp(segment.nodes - unit * layout.nodesPerUnit, layout.nodesPerUnit);
}

function segmentOfLeaf(layout: FabricLayout, leaf: number): FabricSegment | undefined {
  return layout.segments.findLast((segment) => segment.firstLeaf <= leaf);
}

function clamp(value: number, most: number): number {
  return Math.max(0, Math.min(value, most));
}

/** Leaf ports that no node uses, in one plane. */
export function freeNodePorts(layout: FabricLayout): number {
  let free = 0;
  for (let leaf = 0; leaf < layout.leaves; leaf += 1) free += layout.leafDown - nodeLinksOfLeaf(layout, leaf);
  return free;
}

/** Leaf of each subnet-manager link, in one plane: one link a leaf while leaves with a free port last, then again. */
export function managementLeaves(layout: FabricLayout, links: number): readonly number[] {
  const chosen: number[] = [];
  for (let round = 1; chosen.length < links && round <= layout.leafDown; round += 1) {
    for (let leaf = 0; leaf < layout.leaves && chosen.length < links; leaf += 1) {
      if (layout.leafDown - nodeLinksOfLeaf(layout, leaf) >= round) chosen.push(leaf);
    }
  }
  return chosen;
}

/** Cables at the leaves' node side in one plane: a cable in a split port carries several links. */
export function countNodeCables(layout: FabricLayout, managementLinks: number): number {
  const extra = new Map<number, number>();
  for (const leaf of managementLeaves(layout, managementLinks)) extra.set(leaf, (extra.get(leaf) ?? 0) + 1);
  let cables = 0;
  for (let leaf = 0; leaf < layout.leaves; leaf += 1) {
    cables += Math.ceil((nodeLinksOfLeaf(layout, leaf) + (extra.get(leaf) ?? 0)) / layout.downSplit);
  }
  return cables;
}
