import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { launchesBy, reservationOf, reservationTypes, reservedBy, sizesOf, type Launch } from "../launches";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const reservationIdle: Rule = {
  id: "CAP-009-reservation-idle",
  family: "CAP",
  title: "reserved capacity is used by a pool, and by as many nodes as it holds",
  severity: "warning",
  reads: "documents",
  cause:
    "A reservation is billed at the on-demand price for every second, used or not. One that no launch targets, or whose " +
    "pool may run with fewer nodes, pays for idle accelerators: eight idle p5.48xlarge cost more than 10,000 USD a day.",
  mend: "target the reservation from a launch template, keep the pool's smallest size at what it holds, or reserve less",
  sources: ["Amazon EC2 User Guide, capacity-reservations-pricing-billing.md: billed whether used or not"],
  unknownMeans: "A number is not known yet, or something outside of the documents may use the reservation.",
  example: {
    fails: "aws_ec2_capacity_reservation with instance_match_criteria = targeted that no launch template names",
    passes: "a reservation of 8 and one node group of exactly 8 that targets it",
  },
  *check({ documents }) {
    if (!documents) return;
    const users = launchesBy(documents, (launch) => reservationOf(launch).resource);
    for (const reservation of documents.resources(...reservationTypes)) {
      yield judge(reservation, users.get(reservation) ?? []);
    }
  },
};

function judge(reservation: Resource, users: readonly Launch[]): Outcome {
  const about = resourceAbout(reservation);
  const criteria = reservation.get("instance_match_criteria") ?? "open";
  if (users.length === 0) {
    // An open one serves any launch that equals it, here or elsewhere; a resource group may hold a targeted one.
    const reached = reservation.referrers("aws_resourcegroups_resource").length > 0;
    const targeted = criteria === "targeted" || reservation.type === "aws_ec2_capacity_block_reservation";
    if (!targeted || reached || isUnknown(criteria)) {
      return unknown(about, { message: "whether something uses the reservation is not seen in the documents" });
    }
    return fail(about, {
      message: "no launch targets the reservation, which is billed all the same",
      given: "instance_match_criteria targeted, and no capacity_reservation_id that names it",
      allowed: "a launch that targets it",
    });
  }
  const held = reservedBy(reservation);
  const least = users.flatMap(({ group }) =>
    group ? [group.type === "aws_instance" ? 1 : (sizesOf(group).min ?? "unknown")] : ["unknown" as const],
  );
  if (held === "unknown" || least.includes("unknown")) {
    return unknown(about, { message: "how much of the reservation is always used is not known yet" });
  }
  const used = least.reduce<number>((sum, size) => sum + Number(size), 0);
  if (used >= held) return pass(about);
  return fail(about, {
    message: `${held - used} of ${held} reserved instances may be idle`,
    given: `smallest sizes of ${used} together`,
    allowed: held,
    severity: used === 0 ? "warning" : "info",
  });
}
