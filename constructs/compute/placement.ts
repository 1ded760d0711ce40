import { ultraServersOf, type InstanceType } from "../../catalog";
import type { PoolNode } from "../../model";
import type { PoolFacts } from "./pool-props";

/** Zones that the pool's nodes stand in. */
export function poolZones({ capacity, fabric, zones, cluster }: PoolFacts): readonly string[] {
  if (capacity.zone !== undefined) return [capacity.zone];
  if (zones !== undefined) return zones;
  return fabric === undefined ? cluster.vpc.nodeSubnets.map((subnet) => subnet.zone) : [fabric.zone];
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
