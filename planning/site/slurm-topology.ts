import { stringify } from "yaml";
import { hostlist } from "./hostlist";
import type { NodePlacement } from "./placement";

/** A topology of Slurm's `topology.yaml`: exactly one of `tree` and `block`. */
export interface SlurmTopology {
  /** Name, as partitions choose it. */
  readonly topology: string;
  /** Whether jobs are placed by it where their partition names none. */
  readonly cluster_default: boolean;
  /** Switches, each with what is below it. */
  readonly tree?: { readonly switches: readonly SlurmSwitch[] };
  /** Blocks of nodes, and the sizes in which they are given out. */
  readonly block?: {
    readonly block_sizes: readonly number[];
    readonly blocks: readonly { readonly block: string; readonly nodes: string }[];
  };
}

/** A switch of Slurm's tree. */
export interface SlurmSwitch {
  /** Name of the switch. */
  readonly switch: string;
  /** Switches below it, in Slurm's short form. @default - it has nodes */
  readonly children?: string;
  /** Nodes below it, in Slurm's short form. @default - it has switches */
  readonly nodes?: string;
}

/** What a block of the block plugin is: a scalable unit, or a rack that is one NVLink domain. */
export type SlurmBlock = "unit" | "rack";

/**
 * The fabric as a tree for `topology/tree`. A node of a rail-optimised fabric hangs on several leaves, so the lowest
 * switch of the tree stands for the leaves of a scalable unit.
 */
export function slurmTree(name: string, placements: readonly NodePlacement[], isDefault = true): SlurmTopology {
  const units = grouped(placements, (placement) => placement.unit);
  const pods = grouped(placements, (placement) => placement.pod);
  const switches: SlurmSwitch[] = [...units].map(([unit, members]) => ({
    switch: unit,
    nodes: hostlist(members.map((member) => member.node)),
  }));
  if (pods.size > 1) {
    for (const [pod, members] of pods) {
      switches.push({ switch: pod, children: hostlist([...new Set(members.map((member) => member.unit))]) });
    }
    switches.push({ switch: "core", children: hostlist([...pods.keys()]) });
  } else if (units.size > 1) {
    switches.push({ switch: "spine", children: hostlist([...units.keys()]) });
  }
  return { topology: name, cluster_default: isDefault, tree: { switches } };
}

/**
 * The nodes as blocks for `topology/block`. The base size is that of the smallest block, because Slurm wants every
 * block to have at least so many nodes; larger sizes follow by doubling.
 */
export function slurmBlocks(
  name: string,
  placements: readonly NodePlacement[],
  by: SlurmBlock,
  isDefault = false,
): SlurmTopology {
  const placed = placements.filter((placement) => placement[by] !== undefined);
  const blocks = grouped(placed, (placement) => placement[by] ?? "");
  const members = [...blocks.values()].map((nodes) => nodes.length);
  const base = members.reduce((least, count) => Math.min(least, count), members[0] ?? 1);
  const sizes: number[] = [];
  for (let size = base, count = 1; count <= Math.max(1, blocks.size); size *= 2, count *= 2) sizes.push(size);
  return {
    topology: name,
    cluster_default: isDefault,
    block: {
      block_sizes: sizes,
      blocks: [...blocks].map(([block, members]) => ({
        block,
        nodes: hostlist(members.map((member) => member.node)),
      })),
    },
  };
}

/** The text of `topology.yaml`, which stands beside `slurm.conf`; Slurm 25.05 or newer reads it. */
export function slurmTopologyYaml(topologies: readonly SlurmTopology[]): string {
  return stringify(topologies, { lineWidth: 0 });
}

function grouped(
  placements: readonly NodePlacement[],
  keyOf: (placement: NodePlacement) => string,
): ReadonlyMap<string, readonly NodePlacement[]> {
  const groups = new Map<string, NodePlacement[]>();
  for (const placement of placements) {
    const key = keyOf(placement);
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [placement]);
    else members.push(placement);
  }
  return groups;
}
