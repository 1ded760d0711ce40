import { findInstanceType } from "../../catalog";
import { poolMaxPods } from "../../constructs/compute";
import { addressesPerNode } from "../../planning/addresses";
import type { CloudFactoryProps } from "./props";
import { poolZones, systemPool } from "./zones";

interface AddressUse {
  readonly instanceType: string;
  readonly nodes: number;
  readonly zones: readonly string[];
  readonly maxPods?: number;
}

/** Addresses that nodes and pods can need at most, by zone: any zone of a pool may have to take all of its nodes. */
export function nodeAddressNeeds(props: CloudFactoryProps): Readonly<Record<string, number>> {
  const system = systemPool(props);
  const uses: AddressUse[] = [
    { instanceType: system.instanceType, nodes: system.nodes + 2, zones: props.zones },
    ...props.pools.map((pool) => ({
      instanceType: pool.instanceType,
      nodes: pool.capacity.maxNodes,
      zones: poolZones(pool, props),
      maxPods: pool.maxPodsPerNode,
    })),
    ...(props.elasticPools ?? []).map((pool) => ({
      instanceType: pool.instanceTypes[0] ?? "",
      nodes: pool.maxNodes,
      zones: pool.zones ?? props.zones,
    })),
  ];
  const needs = new Map<string, number>();
  for (const use of uses) {
    for (const zone of use.zones) needs.set(zone, (needs.get(zone) ?? 0) + use.nodes * perNode(use));
  }
  return Object.fromEntries(needs);
}

// An unknown type is reported by the pool's own check; here it counts like the largest.
function perNode({ instanceType, maxPods }: AddressUse): number {
  const type = findInstanceType(instanceType);
  return addressesPerNode(maxPods ?? (type && poolMaxPods(type, [], true)) ?? 250);
}
