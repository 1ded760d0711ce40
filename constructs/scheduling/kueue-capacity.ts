import type { INodePool } from "../contracts";

/** What a pool has at most, by the name of the Kubernetes resource. */
export type Capacity = ReadonlyMap<string, number>;

/** Resources of a pool at its full size: CPU in cores, memory in GiB, devices in pieces. */
export function poolCapacity(pool: INodePool): Capacity {
  const perNode: [string, number | undefined][] = [
    ["cpu", pool.vCpus],
    ["memory", pool.memoryGiB],
    ...[pool.accelerators, ...(pool.railDevices ?? [pool.fabricDevices])]
      .filter((device) => device !== undefined)
      .map(({ resourceName, perNode }): [string, number] => [resourceName, perNode]),
  ];
  const known = perNode.filter((entry): entry is [string, number] => entry[1] !== undefined);
  return new Map(known.map(([name, amount]) => [name, amount * pool.maxNodes]));
}

/**
 * Resources that a quota can be set for: all devices, and CPU and memory where every pool states them. Kueue admits
 * nothing that asks for a resource without a quota, so the others must be left out of its accounting.
 */
export function accountedResources(pools: readonly INodePool[]): readonly string[] {
  const capacities = pools.map(poolCapacity);
  const basic = ["cpu", "memory"].filter((name) => capacities.every((capacity) => capacity.has(name)));
  const devices = capacities.flatMap((capacity) => [...capacity.keys()]).filter((name) => name.includes("/"));
  return [...basic, ...[...new Set(devices)].sort()];
}

/** A share of a capacity as a Kubernetes quantity, rounded down to whole pieces. */
export function quotaOf(resource: string, capacity: Capacity, share: number): string {
  // Shares such as 0.1 + 0.2 are no exact numbers; the tiny addition keeps 0.3 of 10 from becoming 2.
  const amount = Math.floor((capacity.get(resource) ?? 0) * share + 1e-9);
  return resource === "memory" ? `${amount}Gi` : `${amount}`;
}
