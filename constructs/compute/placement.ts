import { ultraServersOf, type InstanceType } from "../../catalog";
import { isLocalZone } from "../../catalog/aws/regions";
import type { PoolNode } from "../../model";
import type { PoolFacts } from "./pool-props";

/** Zones that the pool's nodes stand in. */
export function poolZones({ capacity, fabric, zones, cluster }: PoolFacts): readonly string[] {
  if (capacity.zone !== undefined) return [capacity.zone];
  if (zones !== undefined) return zones;
  return fabric === undefined ? regionalZones(cluster.vpc) : [fabric.zone];
}

/** Zones of the network without Local Zones, where nodes stand only if somebody says so. */
export function regionalZones(vpc: PoolFacts["cluster"]["vpc"]): readonly string[] {
  return vpc.nodeSubnets.map(({ zone }) => zone).filter((zone) => !isLocalZone(zone));
}

/**
 * How close the nodes stand. A reservation or a capacity block brings its own place: a launch that also asks for a
 * placement group finds no capacity.
 */
export function poolPlacement(type: InstanceType, { capacity, fabric }: PoolFacts): PoolNode["placement"] {
  if (ultraServersOf(type.name).length > 0) return "nvlink-domain";
  if (capacity.placementGroupName !== undefined) return "cluster";
  const bringsOwnPlace = capacity.kind === "reservation" || capacity.kind === "capacity-block";
  const canCluster = type.placementStrategies?.includes("cluster") ?? false;
  return fabric !== undefined && !bringsOwnPlace && canCluster ? "cluster" : "none";
}
