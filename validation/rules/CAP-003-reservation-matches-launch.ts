import type { Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import { instanceTypesOf, launchesOf, reservationOf, shown, zonesOf, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const reservationMatchesLaunch: Rule = {
  id: "CAP-003-reservation-matches-launch",
  family: "CAP",
  title: "a launch has the instance type, zone, platform and tenancy of the reservation that it targets",
  severity: "error",
  reads: "documents",
  cause:
    "EC2 gives reserved capacity only to a launch that equals the reservation in all four. Where one differs the " +
    "launch is refused, while the reservation is billed by the second.",
  mend: "give reservation and launch the same type, zone, platform and tenancy",
  sources: [
    "Amazon EC2 User Guide, capacity-reservations.md: instance type, platform, tenancy and Availability Zone must match",
    "AWS ParallelCluster, CapacityReservationValidator; Google Cluster Toolkit, gke-node-pool preconditions",
  ],
  unknownMeans: "A type or zone of either side is not known yet, or the reservation is known by its id only.",
  example: {
    fails:
      "a reservation of p5.48xlarge in eu-north-1a and a node group of p5en.48xlarge, or in a subnet of eu-north-1b",
    passes: "both p5.48xlarge, and all subnets in eu-north-1a",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      const { resource } = reservationOf(launch);
      if (resource) yield* judge(launch, resource);
    }
  },
};

function* judge(launch: Launch, reservation: Resource): Iterable<Outcome> {
  const { about, group, template } = launch;
  const offering = reservation.targets("capacity_block_offering_id").find(({ mode }) => mode === "data");
  const held = (name: string) => reservation.get(name) ?? offering?.get(name);
  const said: Outcome[] = [];
  const types = instanceTypesOf(launch);
  said.push(compare(launch, reservation, "instance type", types, held("instance_type")));
  if (group) {
    const { zones, complete } = zonesOf(group);
    const zone = reservation.get("availability_zone") ?? reservation.get("availability_zone_id");
    const given = complete ? zones : [...zones, undefined];
    if (zone !== undefined || reservation.type === "aws_ec2_capacity_reservation") {
      said.push(compare(launch, reservation, "zone", given, zone));
    }
  }
  const tenancy = template?.get("placement.tenancy") ?? group?.get("tenancy") ?? "default";
  const heldTenancy = reservation.get("tenancy") ?? "default";
  said.push(compare(launch, reservation, "tenancy", [tenancy], heldTenancy));
  const platform = reservation.get("instance_platform");
  if (group?.type === "aws_eks_node_group" && platform !== undefined) {
    const windows = shown(group.get("ami_type") ?? "").startsWith("WINDOWS");
    said.push(compare(launch, reservation, "platform", [windows ? "Windows" : "Linux/UNIX"], platform));
  }
  const wrong = said.filter(({ verdict }) => verdict !== "pass");
  yield* wrong.length > 0 ? wrong : [pass(about)];
}

/** Every given value against the one that the reservation has. */
function compare(
  { about }: Launch,
  reservation: Resource,
  what: string,
  given: readonly (Value | undefined)[],
  allowed: Value | undefined,
): Outcome {
  const known = given.filter((value) => value !== undefined && !isUnknown(value));
  const other = isUnknown(allowed) || allowed === undefined ? undefined : known.find((value) => value !== allowed);
  if (other !== undefined) {
    return fail(about, {
      message: `the launch and its reservation differ in ${what}`,
      given: known,
      allowed: `${shown(allowed)}, as ${reservation.address} has it`,
    });
  }
  if (known.length < given.length || given.length === 0 || allowed === undefined || isUnknown(allowed)) {
    return unknown(about, { message: `whether launch and reservation have the same ${what} is not known yet` });
  }
  return pass(about);
}
