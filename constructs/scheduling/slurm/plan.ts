import type { INodePool } from "../../contracts";
import { schedulerLabel } from "../node-division";
import { defaultGres, type SlurmGres } from "./gres";
import type { SlurmClusterProps, SlurmNodes, SlurmPartition } from "./props";
import { slurmNodeName } from "./topology";

/** What Slurm is told of the nodes of a pool, with all defaults settled. */
export interface NodeSetPlan {
  /** Name of the NodeSet in Slurm, and of its pool. */
  readonly name: string;
  readonly pool: INodePool;
  /** Names in Slurm; empty where they are not known. */
  readonly nodeNames: readonly string[];
  readonly gres?: { readonly type: string; readonly count: number; readonly source: SlurmGres };
  /** What jobs can have of a node. */
  readonly cpus?: number;
  readonly memoryGiB?: number;
  readonly image: string;
  /** Whether NVIDIA's driver brings the channels of the NVLink domain. */
  readonly claimsChannels: boolean;
}

export const slinkyRegistry = "ghcr.io/slinkyproject";
const defaultImageTag = "26.05-ubuntu26.04";

/** Image of one of Slurm's daemons. */
export function slurmImage(daemon: string, { imageTag }: Pick<SlurmClusterProps, "imageTag">): string {
  return `${slinkyRegistry}/${daemon}:${imageTag ?? defaultImageTag}`;
}

export function nodeSetPlan(nodes: SlurmNodes, props: Pick<SlurmClusterProps, "imageTag">): NodeSetPlan {
  const { pool } = nodes;
  const names = "nodeNames" in pool ? pool.nodeNames : namesOfPool(pool);
  return {
    name: pool.poolName,
    pool,
    nodeNames: names.map(slurmNodeName),
    gres: gresOf(nodes),
    cpus: pool.vCpus === undefined ? undefined : pool.vCpus - (nodes.reservedCpus ?? 4),
    memoryGiB: pool.memoryGiB === undefined ? undefined : Math.floor(pool.memoryGiB - (nodes.reservedMemoryGiB ?? 32)),
    image: nodes.image ?? slurmImage("slurmd", props),
    claimsChannels: nodes.nvlinkDriver !== undefined,
  };
}

function namesOfPool(pool: INodePool & { readonly selection?: { readonly nodeNames: readonly string[] } }) {
  return pool.selection?.nodeNames ?? [];
}

function gresOf({ pool, gresType, gresCount, gres }: SlurmNodes): NodeSetPlan["gres"] {
  const source = gres ?? defaultGres(pool.acceleratorVendor);
  if (pool.accelerators === undefined || source === undefined) return undefined;
  return { type: gresType ?? usualType(pool), count: gresCount ?? pool.accelerators.perNode, source };
}

/** `h200` of `h200-sxm-141gb`. */
function usualType(pool: INodePool): string {
  return pool.labels["ai-factory/accelerator"]?.split("-")[0] ?? pool.poolName.replace(/[^a-z0-9]/g, "");
}

/** The partitions, with the default of one for each pool. */
export function partitionsOf({ partitions, nodes }: Pick<SlurmClusterProps, "partitions" | "nodes">) {
  return (
    partitions ??
    nodes.map(({ pool }, index): SlurmPartition => ({
      name: pool.poolName,
      pools: [pool.poolName],
      isDefault: index === 0,
    }))
  );
}

/** Labels of the nodes that a NodeSet's pods run on. */
export function nodeSelectorOf({ pool }: NodeSetPlan): Readonly<Record<string, string>> {
  const scheduler = pool.labels[schedulerLabel];
  return { "ai-factory/pool": pool.poolName, ...(scheduler === undefined ? {} : { [schedulerLabel]: scheduler }) };
}
