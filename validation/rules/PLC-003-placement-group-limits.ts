import type { Resource } from "../../documents/types";
import { largestSizeOf, launchesBy, numberOf, placementGroupOf, shown, zonesOf, type Launch } from "../launches";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

/** Running instances of a spread group in one zone, and partitions of a partition group in one zone. */
const perZone = 7;

export const placementGroupLimits: Rule = {
  id: "PLC-003-placement-group-limits",
  family: "PLC",
  title: "a spread or partition placement group is no larger than EC2 allows",
  severity: "error",
  reads: "documents",
  cause:
    "A spread group holds seven running instances in each zone, each on its own rack. The eighth is refused, so a node " +
    "group that grows beyond it never gets its size. A partition group has at most seven partitions in a zone.",
  mend: "use more zones, more groups, or a partition or cluster strategy",
  sources: [
    "Amazon EC2 User Guide, placement-strategies.md: seven instances per zone and group, seven partitions per zone",
  ],
  unknownMeans: "A largest size, a zone or the number of partitions is not known yet; the plan decides.",
  example: {
    fails: "strategy = spread and node groups of 16 nodes in two zones, where 14 fit",
    passes: "strategy = spread and a node group of 14 nodes in two zones",
  },
  *check({ documents }) {
    if (!documents) return;
    const members = launchesBy(documents, (launch) => placementGroupOf(launch, documents));
    for (const group of documents.resources("aws_placement_group")) {
      const strategy = group.get("strategy");
      if (strategy === "partition") yield judgePartitions(group);
      if (strategy === "spread") yield judgeSpread(group, members.get(group) ?? []);
    }
  },
};

function judgePartitions(group: Resource): Outcome {
  const about = resourceAbout(group);
  const count = numberOf(group.get("partition_count")) ?? 2;
  if (count === "unknown") return unknown(about, { message: "the number of partitions is not known yet" });
  if (count >= 1 && count <= perZone) return pass(about);
  return fail(about, {
    message: "a partition placement group cannot have that many partitions",
    given: count,
    allowed: `1 to ${perZone}`,
    fix: "lower partition_count",
  });
}

function judgeSpread(group: Resource, members: readonly Launch[]): Outcome {
  const about = resourceAbout(group);
  // Host-level spread is for Outposts and has no such limit.
  if (group.get("spread_level") === "host") return pass(about);
  const most = members.map(largestSizeOf);
  const zones = members.map(({ group: launched }) => (launched ? zonesOf(launched) : { zones: [], complete: false }));
  if (most.some((size) => size === "unknown") || zones.some(({ complete }) => !complete)) {
    return unknown(about, {
      message: "how many instances in how many zones the spread group is to hold is not known yet",
    });
  }
  const wanted = most.reduce<number>((sum, size) => sum + Number(size), 0);
  const places = new Set(zones.flatMap((each) => each.zones)).size * perZone;
  if (wanted <= places) return pass(about);
  return fail(about, {
    message: `the spread placement group is to hold ${wanted} instances where ${places} fit`,
    given: members.map(({ about: member }, index) => `${member.address ?? member.path}: ${shown(most[index])}`),
    allowed: `${perZone} in each zone: ${places}`,
  });
}
