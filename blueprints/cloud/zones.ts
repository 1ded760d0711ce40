import type { CloudFactoryProps, CloudFilesystem, CloudPool } from "./props";

/** Zones that a pool's nodes stand in: those that were named, else where its capacity or its fabric is. */
export function poolZones(pool: CloudPool, props: CloudFactoryProps): readonly string[] {
  if (pool.zones !== undefined) return pool.zones;
  if (pool.capacity.zone !== undefined) return [pool.capacity.zone];
  return pool.fabric === true ? props.zones.slice(0, 1) : props.zones;
}

/** Zone of a filesystem: the one that was named, else that of the first pool with a fabric, else the first. */
export function filesystemZone(filesystem: CloudFilesystem, props: CloudFactoryProps): string {
  const fabricPool = props.pools.find((pool) => pool.fabric === true);
  const byFabric = fabricPool && poolZones(fabricPool, props)[0];
  return filesystem.zone ?? byFabric ?? props.zones[0] ?? "";
}

/** The pool that the platform's own components run on. */
export function systemPool(props: CloudFactoryProps): { readonly instanceType: string; readonly nodes: number } {
  return { instanceType: props.systemInstanceType ?? "m7i.2xlarge", nodes: props.systemNodes ?? 3 };
}
