import type { Documents, Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import { isResource, launchesOf, marketOf, placementGroupOf, reservationOf, shown, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const placementAndCapacity: Rule = {
  id: "PLC-002-placement-and-capacity",
  family: "PLC",
  title: "a placement group agrees with how the capacity is bought",
  severity: "error",
  reads: "documents",
  cause:
    "A reservation holds capacity in one place: inside the placement group it was made in, or outside of any. A launch " +
    "that names the reservation and another place finds no capacity, although it is paid for. Dedicated hosts and " +
    "spot instances that stop or hibernate cannot be in a placement group at all.",
  mend:
    "launch into the placement group that the reservation was made in, or into none where it was made in none; a " +
    "capacity block needs none, its instances stand together already",
  sources: [
    "Amazon EC2 User Guide, placement-groups.md and cr-cpg.md: a reservation belongs to the group it was made in",
    "Amazon EC2 User Guide, capacity-blocks.md: no cluster placement group is needed with a capacity block",
    "AWS ParallelCluster, PlacementGroupCapacityReservationValidator and PlacementGroupCapacityTypeValidator",
  ],
  unknownMeans:
    "The reservation is known by its id only; `aws ec2 describe-capacity-reservations` shows its placement group.",
  example: {
    fails: "placement.group_name = training and the id of a reservation that has no placement_group_arn",
    passes: "the id of a reservation whose placement_group_arn is that of the launch's group",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      if (documents) yield* judge(launch, documents);
    }
  },
};

function* judge(launch: Launch, documents: Documents): Iterable<Outcome> {
  const { about, template } = launch;
  const group = placementGroupOf(launch, documents);
  const { id, resource } = reservationOf(launch);
  if (group === undefined) {
    if (resource) yield outside(launch, resource);
    return;
  }
  const tenancy = template?.get("placement.tenancy") ?? launch.group?.get("tenancy");
  if (tenancy === "host") {
    yield fail(about, {
      message: "a dedicated host cannot be in a placement group",
      given: "tenancy host with a placement group",
      allowed: "tenancy default or dedicated",
      fix: "take the placement group or the host tenancy away",
    });
  }
  const behaviour = template?.get("instance_market_options.spot_options.instance_interruption_behavior");
  if (behaviour === "stop" || behaviour === "hibernate") {
    yield fail(about, {
      message: `a spot instance that is to ${behaviour} when it is interrupted cannot be in a placement group`,
      given: behaviour,
      allowed: "terminate",
      fix: "set instance_interruption_behavior to terminate, or take the placement group away",
    });
  }
  if (marketOf(launch) === "capacity-block") {
    yield fail(about, {
      message: "the launch asks for a placement group beside its capacity block",
      given: named(group),
      allowed: "no placement group: the block's instances stand together in one UltraCluster",
      fix: "take the placement group away",
      severity: "warning",
    });
  } else if (resource) yield together(launch, group, resource);
  else if (id !== undefined) {
    yield unknown(about, { message: "whether the reservation was made in the launch's placement group is not known" });
  } else yield pass(about);
}

/** A reservation of the documents, and a launch without a placement group. */
function outside({ about }: Launch, reservation: Resource): Outcome {
  const held = reservation.get("placement_group_arn");
  if (held === undefined || held === null) return pass(about);
  return fail(about, {
    message: "the reservation stands in a placement group that the launch does not ask for",
    given: "no placement group",
    allowed: `the placement group of ${reservation.address}`,
  });
}

function together({ about }: Launch, group: Resource | Value, reservation: Resource): Outcome {
  const held = reservation.get("placement_group_arn");
  if (held === undefined || held === null) {
    return fail(about, {
      message: "the reservation was made outside of the placement group that the launch asks for",
      given: `${named(group)} with ${reservation.address}`,
      allowed: `placement_group_arn of ${reservation.address} = the launch's group, or no placement group`,
    });
  }
  const target = reservation.targets("placement_group_arn").find(({ type }) => type === "aws_placement_group");
  if (target && isResource(group)) {
    if (target === group) return pass(about);
    return fail(about, {
      message: "the reservation stands in another placement group than the launch",
      given: named(group),
      allowed: target.address,
    });
  }
  if (typeof held === "string" && typeof group === "string" && held.endsWith(`/${group}`)) return pass(about);
  return unknown(about, { message: "whether the reservation is in the launch's placement group is not known yet" });
}

function named(group: Resource | Value): string {
  if (isResource(group)) return group.address;
  return isUnknown(group) ? shown(group) : JSON.stringify(group);
}
