import { ultraServersOf } from "../../catalog/aws/capacity-blocks";
import type { Documents } from "../../documents/types";
import {
  efaInterfacesOf,
  knownTypesOf,
  launchesOf,
  marketOf,
  placementGroupOf,
  reservationOf,
  sizesOf,
  type Launch,
} from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const fabricWithoutPlacement: Rule = {
  id: "PLC-005-fabric-without-placement",
  family: "PLC",
  title: "several nodes on an EFA fabric stand together in a cluster placement group",
  severity: "warning",
  reads: "documents",
  cause:
    "Without a cluster placement group EC2 may place the nodes anywhere in the zone. Every collective then crosses more " +
    "switches, and single flows are held to 5 instead of 10 Gbps outside of EFA: the fabric that was paid for is " +
    "slower, by an amount that changes with each launch.",
  mend: "put the launch template into a placement group with strategy = cluster, or use a capacity block or a reservation",
  sources: [
    "Amazon EC2 User Guide, placement-strategies.md: cluster placement groups for tightly coupled traffic",
    "AWS ParallelCluster, EfaPlacementGroupValidator",
  ],
  unknownMeans: "The group's largest size or how its capacity is bought is not known yet; the plan decides.",
  example: {
    fails: "an on-demand node group of 8 p4d.24xlarge with EFA and no placement group",
    passes: "the same with placement.group_name of a cluster placement group, or on a capacity block",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      if (efaInterfacesOf(launch).length > 0 && documents && launch.group) yield judge(launch, documents);
    }
  },
};

function judge(launch: Launch, documents: Documents): Outcome {
  const { about, group } = launch;
  const market = marketOf(launch);
  const { id, group: reservationGroup } = reservationOf(launch);
  // Reserved capacity has a place of its own, and so has an UltraServer.
  const hasPlace = market === "capacity-block" || id !== undefined || reservationGroup !== undefined;
  const types = knownTypesOf(launch) ?? [];
  if (hasPlace || types.some(({ name }) => ultraServersOf(name).length > 0)) return pass(about);
  if (placementGroupOf(launch, documents) !== undefined) return pass(about);
  if (types.some(({ placementStrategies }) => placementStrategies?.includes("cluster") === false)) return pass(about);
  const most = group && group.type !== "aws_instance" ? (sizesOf(group).max ?? "unknown") : 1;
  if (most === "unknown" || market === "unknown") {
    return unknown(about, { message: "the size of the group or how its capacity is bought is not known yet" });
  }
  if (most <= 1) return pass(about);
  return fail(about, {
    message: `up to ${most} nodes with EFA are placed anywhere in the zone`,
    given: "no placement group",
    allowed: "a placement group with strategy cluster",
  });
}
