import type { Resource } from "../../documents/types";
import { instanceTypesOf, launchesBy, placementGroupOf, shown, zonesOf, type Launch } from "../launches";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const clusterGroupOneZone: Rule = {
  id: "PLC-006-cluster-group-one-zone",
  family: "PLC",
  title: "a cluster placement group is used in one zone, and by one instance type",
  severity: "error",
  reads: "documents",
  cause:
    "A cluster placement group lives in the zone of its first instance. Launches in another zone are refused, so a node " +
    "group over several zones stays smaller than asked for. Several types in one group make it likely that capacity " +
    "runs out for one of them.",
  mend: "give all launches of the group subnets of one zone, and one placement group to each instance type",
  sources: [
    "Amazon EC2 User Guide, placement-strategies.md: a cluster placement group cannot span zones",
    "AWS ParallelCluster, MultiAzPlacementGroupValidator and InstancesNetworkingValidator",
  ],
  unknownMeans: "The zone of a subnet is not known yet; the plan decides.",
  example: {
    fails: "a node group in subnets of two zones whose template names a placement group with strategy = cluster",
    passes: "the same in subnets of one zone",
  },
  *check({ documents }) {
    if (!documents) return;
    const members = launchesBy(documents, (launch) => placementGroupOf(launch, documents));
    for (const group of documents.resources("aws_placement_group")) {
      if (group.get("strategy") === "cluster") yield judge(group, members.get(group) ?? []);
    }
  },
};

function judge(group: Resource, members: readonly Launch[]): Outcome {
  const about = resourceAbout(group);
  const places = members.flatMap(({ group: launched }) => (launched ? [zonesOf(launched)] : []));
  const zones = [...new Set(places.flatMap((place) => place.zones))].sort();
  if (zones.length > 1) {
    return fail(about, {
      message: `the cluster placement group is used in ${zones.length} zones`,
      given: members.map((member) => `${nameOf(member)} in ${zonesText(member)}`),
      allowed: "one zone",
    });
  }
  const types = [...new Set(members.flatMap(instanceTypesOf).map(shown))];
  if (types.length > 1) {
    return fail(about, {
      message: `the cluster placement group is shared by ${types.length} instance types`,
      given: types,
      allowed: "one instance type",
      fix: "make a placement group for each instance type",
      severity: "warning",
    });
  }
  const subnetsSeen = places.every(({ complete }) => complete);
  if (!subnetsSeen)
    return unknown(about, { message: "a zone that the cluster placement group is used in is not known yet" });
  return pass(about);
}

function nameOf({ about }: Launch): string {
  return about.address ?? about.path;
}

function zonesText({ group }: Launch): string {
  const zones = group ? zonesOf(group).zones : [];
  return zones.length === 0 ? "a zone not known yet" : zones.join(" and ");
}
