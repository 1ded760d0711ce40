import { Token } from "../../../core/cdktf";
import type { Finding } from "../../../validation/finding";
import { problem } from "../../aws/problem";
import { poolZones } from "../placement";
import type { PoolFacts } from "../pool-props";

/** A node group takes its zones from subnets: a zone without one cannot be used. */
export function checkZonesHaveSubnets(facts: PoolFacts, path: string): Finding[] {
  const available = facts.cluster.vpc.nodeSubnets.map((subnet) => subnet.zone);
  if (available.some((zone) => Token.isUnresolved(zone))) return [];
  const zones = poolZones(facts);
  const missing = zones.filter((zone) => !Token.isUnresolved(zone) && !available.includes(zone));
  if (missing.length === 0 && zones.length > 0) return [];
  return [
    problem(
      "AVL-052-zone-has-subnet",
      `${path}.zones`,
      zones.length === 0 ? "the pool has no zone" : `the VPC has no node subnet in ${missing.join(", ")}`,
      { given: zones, allowed: available, fix: "choose among these zones, or add the zone to the VPC" },
    ),
  ];
}

/** EFA traffic cannot leave its zone. */
export function checkFabricZone(facts: PoolFacts, path: string): Finding[] {
  const { fabric } = facts;
  if (fabric === undefined || Token.isUnresolved(fabric.zone)) return [];
  const outside = poolZones(facts).filter((zone) => !Token.isUnresolved(zone) && zone !== fabric.zone);
  if (outside.length === 0) return [];
  return [
    problem(
      "FAB-051-fabric-zone",
      `${path}.fabric`,
      `the fabric is in ${fabric.zone}, the pool in ${outside.join(", ")}`,
      {
        given: fabric.zone,
        allowed: "the zone of the pool: EFA traffic cannot cross zones",
        fix: "make the fabric in the pool's zone, or move the pool to the fabric's",
        sources: ["EC2 User Guide, efa.md (2026-04-13)"],
      },
    ),
  ];
}

/** EFA traffic cannot leave its VPC. */
export function checkFabricVpc({ fabric, cluster }: PoolFacts, path: string): Finding[] {
  if (fabric === undefined || fabric.vpc.vpcName === cluster.vpc.vpcName) return [];
  return [
    problem("FAB-052-fabric-vpc", `${path}.fabric`, "the fabric is in another VPC than the cluster", {
      given: fabric.vpc.vpcName,
      allowed: cluster.vpc.vpcName,
      fix: "make the fabric in the cluster's VPC: EFA traffic cannot cross VPCs",
      sources: ["EC2 User Guide, efa.md (2026-04-13)"],
    }),
  ];
}
