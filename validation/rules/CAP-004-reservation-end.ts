import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { numberOf, shown } from "../launches";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const reservationEnd: Rule = {
  id: "CAP-004-reservation-end",
  family: "CAP",
  title: "a capacity reservation says consistently whether and when it ends, and holds at least one instance",
  severity: "error",
  reads: "documents",
  cause:
    "A reservation that is limited without an end is refused. One that has an end and is not limited is refused too, or " +
    "runs, and is billed, for ever although its owner believes that it ends.",
  mend: "write end_date_type = limited together with end_date (RFC 3339), or leave both out for one without end",
  sources: ["Amazon EC2 API Reference, CreateCapacityReservation: EndDateType, EndDate, InstanceCount"],
  unknownMeans: "The end or the number of instances is not known yet; the plan decides.",
  example: {
    fails: "end_date_type = limited and no end_date",
    passes: "end_date_type = limited and end_date = 2027-03-31T23:59:59Z",
  },
  *check({ documents }) {
    for (const reservation of documents?.resources("aws_ec2_capacity_reservation") ?? []) yield judge(reservation);
  },
};

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function judge(reservation: Resource): Outcome {
  const about = resourceAbout(reservation);
  const kind = reservation.get("end_date_type") ?? "unlimited";
  const end = reservation.get("end_date") ?? "";
  const count = numberOf(reservation.get("instance_count")) ?? 0;
  if (typeof count === "number" && (count < 1 || !Number.isInteger(count))) {
    return fail(about, {
      message: "the reservation holds no instance",
      given: count,
      allowed: "a whole number, 1 or more",
      fix: "set instance_count",
    });
  }
  if (isUnknown(kind) || isUnknown(end) || count === "unknown") {
    return unknown(about, { message: "the end of the reservation or its number of instances is not known yet" });
  }
  if (kind === "limited" && end === "") {
    return fail(about, {
      message: "the reservation is limited and has no end",
      given: "no end_date",
      allowed: "end_date",
    });
  }
  if (kind !== "limited" && end !== "") {
    return fail(about, {
      message: "the reservation has an end and is not limited by it",
      given: `end_date_type ${shown(kind)} with end_date ${shown(end)}`,
      allowed: "end_date_type limited",
    });
  }
  if (end !== "" && (!instant.test(shown(end)) || Number.isNaN(Date.parse(shown(end))))) {
    return fail(about, {
      message: "the reservation's end is not an instant",
      given: end,
      allowed: "2027-03-31T23:59:59Z",
    });
  }
  return pass(about);
}
