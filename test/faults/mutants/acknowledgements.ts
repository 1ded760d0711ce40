import { acknowledgement } from "../../validation/support/acknowledgement";
import { mutants, type Mutant } from "../mutant";

/** Faults of what somebody has written about the findings. */
export const acknowledgementMutants: readonly Mutant[] = [
  ...mutants("ACK-001", {
    "an acknowledgement whose day is past": (w) =>
      w.acknowledgements.push(acknowledgement({ rule: "OPS-006-state-backend", expires: "2026-11-20" })),
    "the check is a year later than the acknowledgement": (w) => {
      w.acknowledgements.push(acknowledgement({ rule: "OPS-006-state-backend" }));
      w.today = "2027-11-21";
    },
  }),
  ...mutants("ACK-002", {
    "an acknowledgement of a path that nothing has": (w) =>
      w.acknowledgements.push(acknowledgement({ rule: "OPS-006-state-backend", path: "factory/netwrok" })),
    "an acknowledgement of a rule that is misspelt": (w) =>
      w.acknowledgements.push(acknowledgement({ rule: "OPS-006-state-bakend", path: "factory" })),
  }),
];
