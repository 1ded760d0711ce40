import {
  slurmBlocks,
  slurmTopologyYaml,
  slurmTree,
  type NodePlacement,
  type SlurmBlock,
  type SlurmTopology,
} from "../../../planning";

/** Slurm's topology of a fabric, and the place in it of each node. */
export interface SlurmTopologyFile {
  /** Text of `topology.yaml`. */
  readonly yaml: string;
  /** Names that partitions can choose by `Topology=`; the first is the cluster's. */
  readonly names: readonly string[];
  /** Place of each node by its name: `tree:unit-01,nvlink:rack-03`. */
  readonly nodeSpecs: Readonly<Record<string, string>>;
}

/** One topology that the file has. */
export interface SlurmTopologyPart {
  /** Name, as partitions choose it. */
  readonly name: string;
  /** A tree of switches, or blocks of which a job gets whole ones. */
  readonly kind: "tree" | "block";
  /** What a block is: a rack that is an NVLink domain, or a scalable unit. Blocks only. @default "rack" */
  readonly block?: SlurmBlock;
  /** Unit and rack of each node; `Site.placements` has them. */
  readonly placements: readonly NodePlacement[];
}

/**
 * Makes `topology.yaml` from the fabric's plan. Slurm's nodes bear the names of Kubernetes' nodes up to the first dot, so
 * the placements must name nodes as Kubernetes does.
 */
export function slurmTopologyFile(parts: readonly SlurmTopologyPart[]): SlurmTopologyFile {
  const named = parts.map((part) => ({ ...part, placements: part.placements.map(shortName) }));
  const topologies = named.map((part, index): SlurmTopology => {
    const isDefault = index === 0;
    if (part.kind === "tree") return slurmTree(part.name, part.placements, isDefault);
    return slurmBlocks(part.name, part.placements, part.block ?? "rack", isDefault);
  });
  const specs = new Map<string, string[]>();
  for (const { name, kind, block = "rack", placements } of parts) {
    for (const placement of placements) {
      const place = kind === "tree" ? placement.unit : placement[block];
      if (place !== undefined) specs.set(placement.node, [...(specs.get(placement.node) ?? []), `${name}:${place}`]);
    }
  }
  return {
    yaml: slurmTopologyYaml(topologies),
    names: parts.map(({ name }) => name),
    nodeSpecs: Object.fromEntries([...specs].map(([node, places]) => [node, places.join(",")])),
  };
}

/** The name that slurmd registers by. */
function shortName(placement: NodePlacement): NodePlacement {
  return { ...placement, node: slurmNodeName(placement.node) };
}

/** Name of a Kubernetes node in Slurm: up to the first dot. */
export function slurmNodeName(node: string): string {
  return node.split(".")[0] ?? node;
}
