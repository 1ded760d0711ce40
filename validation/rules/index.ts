import type { Rule } from "../rule";
import { expiredAcknowledgement } from "./ACK-001-expired-acknowledgement";
import { unmatchedAcknowledgement } from "./ACK-002-unmatched-acknowledgement";
import { capacityBlockFixedSize } from "./CAP-001-capacity-block-fixed-size";
import { efaInterfaceCount } from "./FAB-001-efa-interface-count";
import { efaSecurityGroup } from "./FAB-002-efa-security-group";
import { publicAddressOnFabricNode } from "./FAB-004-public-address-on-fabric-node";
import { efaOnlyWithoutAddress } from "./FAB-005-efa-only-without-address";
import { interfaceSecurityGroups } from "./FAB-010-interface-security-groups";
import { fabricZone } from "./FAB-051-fabric-zone";
import { fabricVpc } from "./FAB-052-fabric-vpc";
import { cidrOverlap } from "./NET-001-cidr-overlap";
import { placementStrategy } from "./PLC-001-placement-strategy";
import { placementAndCapacity } from "./PLC-002-placement-and-capacity";
import { placementGroupLimits } from "./PLC-003-placement-group-limits";
import { wholeNvlinkDomains } from "./PLC-004-whole-nvlink-domains";
import { fabricWithoutPlacement } from "./PLC-005-fabric-without-placement";
import { clusterGroupOneZone } from "./PLC-006-cluster-group-one-zone";

/** Every design rule, in the order of their ids. A rule that is not listed here does not run; a test sees to that. */
export const rules: readonly Rule[] = [
  expiredAcknowledgement,
  unmatchedAcknowledgement,
  capacityBlockFixedSize,
  efaInterfaceCount,
  efaSecurityGroup,
  publicAddressOnFabricNode,
  efaOnlyWithoutAddress,
  interfaceSecurityGroups,
  fabricZone,
  fabricVpc,
  cidrOverlap,
  placementStrategy,
  placementAndCapacity,
  placementGroupLimits,
  wholeNvlinkDomains,
  fabricWithoutPlacement,
  clusterGroupOneZone,
];
