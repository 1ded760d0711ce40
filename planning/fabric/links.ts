import { managementLeaves, nodeLinksOfLeaf } from "./node-links";
import type { FabricPlan } from "./types";

/**
 * One link from port to port, in numbers counted from 0. Of a node, `lower` is its place among the plan's nodes
 * (segment after segment); numbers from the node count on are subnet managers. A link number counts the links of that
 * device on that side, so a split port has several.
 */
export interface FabricLink {
  /** Number of the plane. */
  readonly plane: number;
  /** Between which tiers the link runs. */
  readonly tier: "node-leaf" | "leaf-spine" | "spine-core";
  /** Number of the device at the lower end. */
  readonly lower: number;
  /** Number of the link on that device's upper side. */
  readonly lowerLink: number;
  /** Number of the switch at the upper end. */
  readonly upper: number;
  /** Number of the link on that switch's lower side. */
  readonly upperLink: number;
}

/** Every link of the plan, plane after plane, tier after tier; produced one by one, never held at once. */
export function* fabricLinks(plan: FabricPlan): Generator<FabricLink> {
  for (let plane = 0; plane < plan.planes; plane += 1) {
    yield* nodeLinks(plan, plane);
    yield* managementLinks(plan, plane);
    yield* leafLinks(plan, plane);
    yield* spineLinks(plan, plane);
  }
}

function* nodeLinks(plan: FabricPlan, plane: number): Generator<FabricLink> {
  const layout = plan.layout;
  if (layout === undefined) return;
  const tier = "node-leaf";
  let node = 0;
  for (const segment of layout.segments) {
    if (!layout.railOptimised) {
      yield* packedNodeLinks(plan, plane);
      return;
    }
    for (let index = 0; index < segment.nodes; index += 1) {
      const unitLeaf = segment.firstLeaf + Math.floor(index / layout.nodesPerUnit) * segment.leavesPerUnit;
      const upperLink = index % layout.nodesPerUnit;
      for (let rail = 0; rail < segment.rails; rail += 1) {
        yield { plane, tier, lower: node, lowerLink: rail, upper: unitLeaf + rail, upperLink };
      }
      node += 1;
    }
  }
}

function* packedNodeLinks(plan: FabricPlan, plane: number): Generator<FabricLink> {
  const layout = plan.layout;
  if (layout === undefined) return;
  let node = 0;
  let endpoint = 0;
  for (const group of layout.segments.flatMap((segment) => segment.members)) {
    for (let index = 0; index < group.nodes; index += 1) {
      for (let port = 0; port < group.portsPerNode; port += 1) {
        const upper = Math.floor(endpoint / layout.leafDown);
        const upperLink = endpoint % layout.leafDown;
        yield { plane, tier: "node-leaf", lower: node, lowerLink: port, upper, upperLink };
        endpoint += 1;
      }
      node += 1;
    }
  }
}

function* managementLinks(plan: FabricPlan, plane: number): Generator<FabricLink> {
  const layout = plan.layout;
  if (layout === undefined) return;
  const taken = new Map<number, number>();
  let manager = plan.nodes;
  for (const leaf of managementLeaves(layout, plan.managementLinks / plan.planes)) {
    const before = taken.get(leaf) ?? 0;
    taken.set(leaf, before + 1);
    const upperLink = nodeLinksOfLeaf(layout, leaf) + before;
    yield { plane, tier: "node-leaf", lower: manager, lowerLink: 0, upper: leaf, upperLink };
    manager += 1;
  }
}

/** Uplinks of a pod's leaves are dealt out to its spines in turn, so that no spine gets more than one more than another. */
function* leafLinks(plan: FabricPlan, plane: number): Generator<FabricLink> {
  const layout = plan.layout;
  if (layout === undefined || layout.spines === 0) return;
  for (const pod of layout.pods) {
    let dealt = 0;
    for (let leaf = 0; leaf < pod.leaves; leaf += 1) {
      for (let link = 0; link < layout.leafUp; link += 1) {
        const upper = pod.firstSpine + (dealt % pod.spines);
        const upperLink = Math.floor(dealt / pod.spines);
        yield { plane, tier: "leaf-spine", lower: pod.firstLeaf + leaf, lowerLink: link, upper, upperLink };
        dealt += 1;
      }
    }
  }
}

/** Uplinks of all spines are dealt out to the cores in turn: each core reaches each pod by equally many links, ±1. */
function* spineLinks(plan: FabricPlan, plane: number): Generator<FabricLink> {
  const layout = plan.layout;
  if (layout === undefined || layout.cores === 0) return;
  let dealt = 0;
  for (let spine = 0; spine < layout.spines; spine += 1) {
    for (let link = 0; link < layout.spineUp; link += 1) {
      const upper = dealt % layout.cores;
      const upperLink = Math.floor(dealt / layout.cores);
      yield { plane, tier: "spine-core", lower: spine, lowerLink: link, upper, upperLink };
      dealt += 1;
    }
  }
}
