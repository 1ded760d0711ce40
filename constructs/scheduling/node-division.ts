import { Construct } from "constructs";
import { throwErrors } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import { concern, problem } from "../aws/problem";
import { poolLabel, type DeviceResource, type IHostFabric, type INodePool, type Taint } from "../contracts";

/** Who gives jobs to a node. */
export type NodeScheduler = "slurm" | "kubernetes";

/** Label that says who gives jobs to a node of a divided pool. */
export const schedulerLabel = "ai-factory/scheduler";

/** Keeps pods of Kubernetes' own jobs off Slurm's nodes. */
export const slurmTaint: Taint = { key: schedulerLabel, value: "slurm", effect: "NoSchedule" };

/** How many nodes of a pool each scheduler gets; together all of them. */
export interface PoolShares {
  /** Pool that is divided. */
  readonly pool: INodePool;
  /** Nodes of Slurm: the first of the pool's names. */
  readonly slurmNodes: number;
  /** Nodes of Kubernetes: the others. */
  readonly kubernetesNodes: number;
  /**
   * Names of the pool's nodes in Kubernetes, in the order of the racks.
   * @default - those of the pool; where it has none, its nodes must bear label and taint of the division already
   */
  readonly nodeNames?: readonly string[];
  /** Nodes of one NVLink domain, which should not be divided. @default - those of the pool's machines, else none */
  readonly domainNodes?: number;
}

/** A node, and what it must bear so that the other scheduler leaves it alone. */
export interface NodeAssignment {
  /** Name of the node in Kubernetes. */
  readonly node: string;
  /** Pool that it is of. */
  readonly poolName: string;
  /** Who gives it jobs. */
  readonly scheduler: NodeScheduler;
}

/** What pools of existing nodes say beyond the contract. */
type NamedPool = INodePool & {
  readonly selection?: { readonly nodeNames: readonly string[] };
  readonly sitePool?: { readonly figures: { readonly devicesPerRack?: number } };
  readonly fabric?: IHostFabric;
};

/** One scheduler's nodes of a pool, as a pool of its own with the same name. */
export class DividedPool extends Construct implements INodePool {
  readonly poolName: string;
  readonly labels: INodePool["labels"];
  readonly taints: INodePool["taints"];
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly architecture: INodePool["architecture"];
  readonly zones: readonly string[];
  readonly vCpus?: number;
  readonly memoryGiB?: number;
  readonly acceleratorVendor?: INodePool["acceleratorVendor"];
  readonly accelerators?: DeviceResource;
  /** RDMA network that joins the nodes; undefined without one. */
  readonly fabric?: IHostFabric;
  readonly fabricDevices?: DeviceResource;
  readonly railDevices?: readonly DeviceResource[];

  constructor(
    /** The pool that is divided. */
    readonly whole: INodePool,
    /** Who gives the nodes jobs. */
    readonly scheduler: NodeScheduler,
    /** Names of the nodes; empty where they are not known. */
    readonly nodeNames: readonly string[],
    nodes: number,
  ) {
    super(whole as unknown as Construct, scheduler);
    this.poolName = whole.poolName;
    this.labels = { ...whole.labels, [poolLabel]: whole.poolName, [schedulerLabel]: scheduler };
    this.taints = scheduler === "slurm" ? [...whole.taints, slurmTaint] : whole.taints;
    this.minNodes = nodes;
    this.maxNodes = nodes;
    this.architecture = whole.architecture;
    this.zones = whole.zones;
    this.vCpus = whole.vCpus;
    this.memoryGiB = whole.memoryGiB;
    this.acceleratorVendor = whole.acceleratorVendor;
    this.accelerators = whole.accelerators;
    this.fabric = (whole as NamedPool).fabric;
    this.fabricDevices = whole.fabricDevices;
    this.railDevices = whole.railDevices;
  }
}

/**
 * The dual stack's one declaration: which nodes Slurm gives jobs to, and which Kubernetes. From it follow labels and taints
 * of the nodes (`SchedulerLabels`), Slurm's NodeSets (`SlurmCluster`) and Kueue's flavors and quotas, so that no node is
 * given to both and none to nobody.
 *
 * @throws FactoryError with everything that `checkNodeDivision` finds
 */
export class NodeDivision {
  /** Slurm's parts, pools without any left out. */
  readonly slurmPools: readonly DividedPool[];
  /** Kubernetes' parts, pools without any left out. */
  readonly kubernetesPools: readonly DividedPool[];
  /** Each node whose name is known, in the order of the pools. */
  readonly assignments: readonly NodeAssignment[];

  constructor(
    /** How each pool is divided, as given. */
    readonly shares: readonly PoolShares[],
    path = "division",
  ) {
    throwErrors(checkNodeDivision(shares, path));
    const parts = shares.flatMap((share) => partsOf(share));
    this.slurmPools = parts.filter(({ scheduler }) => scheduler === "slurm");
    this.kubernetesPools = parts.filter(({ scheduler }) => scheduler === "kubernetes");
    this.assignments = parts.flatMap(({ poolName, scheduler, nodeNames }) =>
      nodeNames.map((node) => ({ node, poolName, scheduler })),
    );
  }

  /** Slurm's part of the pool of that name. @throws RangeError where it has none */
  slurmPool(poolName: string): DividedPool {
    return find(this.slurmPools, poolName, "Slurm");
  }

  /** Kubernetes' part of the pool of that name. @throws RangeError where it has none */
  kubernetesPool(poolName: string): DividedPool {
    return find(this.kubernetesPools, poolName, "Kubernetes");
  }

  /** The pools as Kubernetes' own schedulers see them: divided ones without Slurm's nodes, the others whole. */
  forKubernetes<P extends INodePool>(pools: readonly P[]): readonly (P | DividedPool)[] {
    return pools.flatMap((pool): (P | DividedPool)[] => {
      if (!this.shares.some((share) => share.pool.poolName === pool.poolName)) return [pool];
      return this.kubernetesPools.filter(({ poolName }) => poolName === pool.poolName);
    });
  }
}

function find(pools: readonly DividedPool[], poolName: string, scheduler: string): DividedPool {
  const found = pools.find((pool) => pool.poolName === poolName);
  if (found !== undefined) return found;
  const names = pools.map((pool) => pool.poolName).join(", ");
  throw new RangeError(`${scheduler} has no nodes of a pool '${poolName}'; it has some of: ${names}`);
}

function namesOf({ pool, nodeNames }: PoolShares): readonly string[] {
  return nodeNames ?? (pool as NamedPool).selection?.nodeNames ?? [];
}

function partsOf(share: PoolShares): DividedPool[] {
  const { pool, slurmNodes, kubernetesNodes } = share;
  const names = namesOf(share);
  return [
    ...(slurmNodes > 0 ? [new DividedPool(pool, "slurm", names.slice(0, slurmNodes), slurmNodes)] : []),
    ...(kubernetesNodes > 0 ? [new DividedPool(pool, "kubernetes", names.slice(slurmNodes), kubernetesNodes)] : []),
  ];
}

/** Everything that is wrong with a division of nodes. */
export function checkNodeDivision(shares: readonly PoolShares[], path: string): Finding[] {
  const names = shares.map(({ pool }) => pool.poolName);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return [
    ...twice.map((name) =>
      problem("PLT-200-node-division", path, `pool '${name}' is divided twice`, {
        given: names,
        allowed: "each pool once",
        fix: "put both shares into one entry",
      }),
    ),
    ...shares.flatMap((share, index) => {
      const at = `${path}[${index}]`;
      return [...checkCounts(share, at), ...checkNodeNames(share, at), ...checkDomains(share, at)];
    }),
    ...checkNodeTwice(shares, path),
  ];
}

function checkCounts({ pool, slurmNodes, kubernetesNodes }: PoolShares, path: string): Finding[] {
  const isCount = (value: number) => Number.isInteger(value) && value >= 0;
  if (isCount(slurmNodes) && isCount(kubernetesNodes) && slurmNodes + kubernetesNodes === pool.maxNodes) return [];
  return [
    problem("PLT-200-node-division", path, `the shares of pool '${pool.poolName}' are not its nodes`, {
      given: { slurmNodes, kubernetesNodes },
      allowed: `whole numbers from 0 that add up to ${pool.maxNodes}`,
      fix:
        slurmNodes + kubernetesNodes < pool.maxNodes
          ? "give the nodes that are left to one of the two"
          : "give no node to both",
    }),
  ];
}

function checkNodeNames(share: PoolShares, path: string): Finding[] {
  const names = namesOf(share);
  if (names.length === 0) {
    return [
      concern("PLT-201-divided-node-names", path, `the nodes of pool '${share.pool.poolName}' have no names here`, {
        given: [],
        allowed: `names, or nodes that bear the label ${schedulerLabel} and Slurm's taint already`,
        fix: "give 'nodeNames', or let whoever makes the nodes label and taint them",
      }),
    ];
  }
  if (names.length === share.pool.maxNodes && new Set(names).size === names.length) return [];
  return [
    problem("PLT-201-divided-node-names", path, `not the names of the nodes of pool '${share.pool.poolName}'`, {
      given: `${new Set(names).size} different names`,
      allowed: `${share.pool.maxNodes} different names`,
      fix: "name each node of the pool once",
    }),
  ];
}

function checkNodeTwice(shares: readonly PoolShares[], path: string): Finding[] {
  const owners = new Map<string, string[]>();
  for (const share of shares) {
    for (const name of new Set(namesOf(share))) owners.set(name, [...(owners.get(name) ?? []), share.pool.poolName]);
  }
  const shared = [...owners].filter(([, pools]) => new Set(pools).size > 1).map(([name]) => name);
  if (shared.length === 0) return [];
  return [
    problem("PLT-201-divided-node-names", path, "a node belongs to two pools", {
      given: shared,
      allowed: "each node in one pool",
      fix: "remove it from one of them",
    }),
  ];
}

function checkDomains(share: PoolShares, path: string): Finding[] {
  const size = share.domainNodes ?? (share.pool as NamedPool).sitePool?.figures.devicesPerRack;
  if (size === undefined || size <= 1 || share.slurmNodes % size === 0) return [];
  return [
    concern("PLT-202-divided-domain", path, `an NVLink domain of pool '${share.pool.poolName}' has two schedulers`, {
      given: `${share.slurmNodes} nodes for Slurm, domains of ${size}`,
      allowed: `a multiple of ${size}`,
      fix: "divide between racks: a job that spans a domain can use its NVLink only where all nodes are its scheduler's",
    }),
  ];
}
