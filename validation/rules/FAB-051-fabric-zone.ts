import type { Documents } from "../../documents/types";
import type { FactoryModel, PoolNode } from "../../model/types";
import { efaInterfacesOf, launchesOf, subnetsOf, zonesOf, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const fabricZone: Rule = {
  id: "FAB-051-fabric-zone",
  family: "FAB",
  title: "the nodes of one EFA fabric stand in one availability zone",
  severity: "error",
  reads: "either",
  cause:
    "EFA traffic is not routed and does not cross availability zones. Nodes in two zones start, and the first " +
    "collective between them hangs or runs over TCP.",
  mend: "give each pool of the fabric subnets of the fabric's zone only, and make a fabric and pools for each zone",
  sources: [
    "Amazon EC2 User Guide, efa.md: EFA traffic cannot cross availability zones",
    "AWS ParallelCluster, EfaMultiAzValidator",
  ],
  unknownMeans: "The zone of a subnet is not among the documents or not known yet; the plan decides.",
  example: {
    fails: "a node group with EFA interfaces in subnets of eu-north-1a and eu-north-1b",
    passes: "the same node group in the subnet of eu-north-1a",
  },
  *check({ model, documents }) {
    if (model) yield* judgeFabrics(model);
    if (documents) yield* judgeLaunches(documents);
  },
};

function* judgeFabrics({ fabrics, pools }: FactoryModel): Iterable<Outcome> {
  for (const fabric of fabrics.filter(({ kind }) => kind === "efa")) {
    const members = pools.filter(({ fabricId, siteId }) => fabricId === fabric.id && siteId === fabric.siteId);
    const zone = fabric.zone ?? members.flatMap(({ zones }) => zones)[0];
    for (const pool of members) yield judgePool(pool, zone, fabric.id);
  }
}

function judgePool({ path, zones }: PoolNode, zone: string | undefined, fabric: string): Outcome {
  if (zone === undefined || zones.length === 0 || [zone, ...zones].some((name) => name.includes("${"))) {
    return unknown({ path }, { message: "the zone of the fabric or of the pool is not known yet" });
  }
  const outside = zones.filter((name) => name !== zone);
  if (outside.length === 0) return pass({ path });
  return fail(
    { path },
    { message: `the pool reaches beyond the zone of its fabric '${fabric}'`, given: zones, allowed: zone },
  );
}

function* judgeLaunches(documents: Documents): Iterable<Outcome> {
  for (const launch of launchesOf(documents)) {
    if (efaInterfacesOf(launch).length > 0 && launch.group) yield judgeGroup(launch, launch.group);
  }
}

function judgeGroup({ about }: Launch, group: NonNullable<Launch["group"]>): Outcome {
  const { zones, complete } = zonesOf(group);
  if (zones.length > 1) {
    return fail(about, {
      message: `nodes with EFA interfaces are spread over ${zones.length} zones`,
      given: zones,
      allowed: "subnets of one zone",
    });
  }
  const { subnets, complete: allSeen } = subnetsOf(group);
  // A single subnet has a single zone, whichever it is.
  if (complete || (allSeen && subnets.length === 1)) return pass(about);
  return unknown(about, { message: "the zones of the subnets are not known yet" });
}
