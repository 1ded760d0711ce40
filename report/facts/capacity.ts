import { findAccelerator, type Accelerator } from "../../catalog/accelerators";
import type { FactoryModel, FilesystemNode, PoolNode } from "../../model";

/** What all accelerators of one kind bring together, with the pools at their largest size. */
export interface AcceleratorCapacity {
  readonly name: string;
  /** Row of the catalogue. @default - the model names none, or one that the catalogue lacks */
  readonly row?: Accelerator;
  readonly pools: readonly PoolNode[];
  readonly minCount: number;
  readonly maxCount: number;
  /** Memory of the accelerators themselves. @default - not known of one of the pools */
  readonly memoryGiB?: number;
  readonly memoryBandwidthTBps?: number;
  /** Without sparsity, 10¹⁵ operations a second. A format is absent where the catalogue has no rate for it. */
  readonly densePflops: { readonly bf16?: number; readonly fp8?: number; readonly fp4?: number };
  /** Power of the boards at most, without servers, network and cooling. @default - not published */
  readonly boardPowerKW?: number;
}

/** Capacity by kind of accelerator, largest first. */
export function acceleratorCapacity(model: FactoryModel): readonly AcceleratorCapacity[] {
  const kinds = new Map<string, PoolNode[]>();
  for (const pool of model.pools) {
    const kind = pool.accelerator?.id ?? pool.accelerator?.name;
    if (kind !== undefined) kinds.set(kind, [...(kinds.get(kind) ?? []), pool]);
  }
  return [...kinds.values()].map(ofOneKind).sort((a, b) => b.maxCount - a.maxCount);
}

function ofOneKind(pools: readonly PoolNode[]): AcceleratorCapacity {
  const facts = pools[0]?.accelerator;
  const row = facts?.id === undefined ? undefined : findAccelerator(facts.id);
  const count = sum(pools, acceleratorsAtMost);
  const times = (each: number | undefined, unit: number) => (each === undefined ? undefined : (each * count) / unit);
  const memoryKnown = pools.every((pool) => pool.accelerator?.memoryGiBEach !== undefined);
  return {
    name: facts?.name ?? "",
    row,
    pools,
    minCount: sum(pools, (pool) => pool.minNodes * perNode(pool)),
    maxCount: count,
    memoryGiB: memoryKnown
      ? sum(pools, (pool) => acceleratorsAtMost(pool) * (pool.accelerator?.memoryGiBEach ?? 0))
      : undefined,
    memoryBandwidthTBps: times(row?.memoryBandwidthGBps, 1000),
    densePflops: {
      bf16: times(row?.denseTflops.bf16, 1000),
      fp8: times(row?.denseTflops.fp8, 1000),
      fp4: times(row?.denseTflops.fp4, 1000),
    },
    boardPowerKW: times(row?.powerW, 1000),
  };
}

/** Accelerators of a pool at its largest size. */
export function acceleratorsAtMost(pool: PoolNode): number {
  return pool.maxNodes * perNode(pool);
}

/** Fabric rate of one accelerator, or the network's where the pool has no fabric. @default - not known */
export function networkGbpsPerAccelerator(pool: PoolNode): number | undefined {
  const gbps = pool.fabricGbpsPerNode ?? pool.networkGbpsPerNode;
  return gbps === undefined || perNode(pool) === 0 ? undefined : gbps / perNode(pool);
}

/** What a filesystem can read for each accelerator that mounts it, when all read at once. @default - not known, or none */
export function readMBpsPerAccelerator(filesystem: FilesystemNode, model: FactoryModel): number | undefined {
  const readers = model.pools.filter((pool) => filesystem.mountedByPoolIds.includes(pool.id));
  const count = sum(readers, acceleratorsAtMost);
  return filesystem.readMBps === undefined || count === 0 ? undefined : filesystem.readMBps / count;
}

export function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}

function perNode(pool: PoolNode): number {
  return pool.accelerator?.perNode ?? 0;
}
