import { isUnknown } from "../../documents/value";
import { launchesOf, reservationOf, shown } from "../launches";
import { fail, pass, unknown, type Rule } from "../rule";

export const reservationId: Rule = {
  id: "CAP-054-reservation-id",
  family: "CAP",
  title: "a launch targets a capacity reservation by its id",
  severity: "error",
  reads: "documents",
  cause: "An ARN, a name or a mistyped id is no id of a reservation: Terraform takes it, EC2 refuses every launch.",
  mend: "take the id from `aws ec2 describe-capacity-reservations`: cr- and 17 (older ones 8) hexadecimal digits",
  sources: ["Amazon EC2 API Reference, CapacityReservationTarget: CapacityReservationId"],
  unknownMeans: "The id comes from a variable or data source; the plan decides.",
  example: { fails: "capacity_reservation_id = cr-training", passes: "capacity_reservation_id = cr-0123456789abcdef0" },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      const { id, resource } = reservationOf(launch);
      if (id === undefined) continue;
      if (resource || /^cr-[0-9a-f]{8}([0-9a-f]{9})?$/.test(shown(id))) yield pass(launch.about);
      else if (isUnknown(id)) yield unknown(launch.about, { message: "the id of the reservation is not known yet" });
      else {
        yield fail(launch.about, {
          message: "this is not the id of a capacity reservation",
          given: id,
          allowed: "cr- and 17 or 8 hexadecimal digits",
        });
      }
    }
  },
};
