import type { Rule } from "../rule";
import { expiredAcknowledgement } from "./ACK-001-expired-acknowledgement";
import { unmatchedAcknowledgement } from "./ACK-002-unmatched-acknowledgement";
import { capacityBlockFixedSize } from "./CAP-001-capacity-block-fixed-size";
import { efaInterfaceCount } from "./FAB-001-efa-interface-count";
import { cidrOverlap } from "./NET-001-cidr-overlap";

/** Every design rule, in the order of their ids. A rule that is not listed here does not run; a test sees to that. */
export const rules: readonly Rule[] = [
  expiredAcknowledgement,
  unmatchedAcknowledgement,
  capacityBlockFixedSize,
  efaInterfaceCount,
  cidrOverlap,
];
