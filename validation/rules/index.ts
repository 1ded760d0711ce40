import type { Rule } from "../rule";
import { imageFitsType } from "./ACC-053-image-fits-type";
import { expiredAcknowledgement } from "./ACK-001-expired-acknowledgement";
import { unmatchedAcknowledgement } from "./ACK-002-unmatched-acknowledgement";
import { capacityBlockFixedSize } from "./CAP-001-capacity-block-fixed-size";
import { reservationOversubscribed } from "./CAP-002-reservation-oversubscribed";
import { reservationMatchesLaunch } from "./CAP-003-reservation-matches-launch";
import { reservationEnd } from "./CAP-004-reservation-end";
import { capacityBlockLaunch } from "./CAP-005-capacity-block-launch";
import { capacityCoversWorkload } from "./CAP-006-capacity-covers-workload";
import { blockDuration } from "./CAP-007-block-duration";
import { trainingFitsBlock } from "./CAP-008-training-fits-block";
import { reservationIdle } from "./CAP-009-reservation-idle";
import { interruptibleTraining } from "./CAP-010-interruptible-training";
import { blockSizeDrift } from "./CAP-012-block-size-drift";
import { blocksPerOrganization } from "./CAP-013-blocks-per-organization";
import { nodeCounts } from "./CAP-050-node-counts";
import { usageClass } from "./CAP-051-usage-class";
import { blockLocation } from "./CAP-052-block-location";
import { reservationId } from "./CAP-054-reservation-id";
import { blockDates } from "./CAP-055-block-dates";
import { wholeUltraServer } from "./CAP-056-whole-ultraserver";
import { onDemandSold } from "./CAP-057-on-demand-sold";
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
import { storageThroughput } from "./STO-001-storage-throughput";
import { checkpointWindow } from "./STO-002-checkpoint-window";
import { filesystemReachability } from "./STO-003-filesystem-reachability";
import { storageCapacity } from "./STO-004-storage-capacity";
import { datasetStaging } from "./STO-005-dataset-staging";
import { mountPaths } from "./STO-006-mount-paths";
import { lustreWithoutEfa } from "./STO-007-lustre-without-efa";
import { weightsLoadTime } from "./STO-008-weights-load-time";
import { lustreMetadataIops } from "./STO-104-lustre-metadata-iops";
import { lustreLinkDeployment } from "./STO-110-lustre-link-deployment";
import { lustreLinkCount } from "./STO-111-lustre-link-count";
import { lustreLinkOverlap } from "./STO-113-lustre-link-overlap";
import { lustreLinkBackups } from "./STO-114-lustre-link-backups";
import { lustreMountZone } from "./STO-115-lustre-mount-zone";
import { lustreTier } from "./STO-120-lustre-tier";
import { lustreRegion } from "./STO-121-lustre-region";
import { lustreEfa } from "./STO-122-lustre-efa";
import { lustreCapacity } from "./STO-123-lustre-capacity";
import { lustreVersion } from "./STO-125-lustre-version";
import { lustreLinkRegion } from "./STO-126-lustre-link-region";
import { checkpointExport } from "./STO-127-checkpoint-export";

/** Every design rule, in the order of their ids. A rule that is not listed here does not run; a test sees to that. */
export const rules: readonly Rule[] = [
  imageFitsType,
  expiredAcknowledgement,
  unmatchedAcknowledgement,
  capacityBlockFixedSize,
  reservationOversubscribed,
  reservationMatchesLaunch,
  reservationEnd,
  capacityBlockLaunch,
  capacityCoversWorkload,
  blockDuration,
  trainingFitsBlock,
  reservationIdle,
  interruptibleTraining,
  blockSizeDrift,
  blocksPerOrganization,
  nodeCounts,
  usageClass,
  blockLocation,
  reservationId,
  blockDates,
  wholeUltraServer,
  onDemandSold,
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
  storageThroughput,
  checkpointWindow,
  filesystemReachability,
  storageCapacity,
  datasetStaging,
  mountPaths,
  lustreWithoutEfa,
  weightsLoadTime,
  lustreMetadataIops,
  lustreLinkDeployment,
  lustreLinkCount,
  lustreLinkOverlap,
  lustreLinkBackups,
  lustreMountZone,
  lustreTier,
  lustreRegion,
  lustreEfa,
  lustreCapacity,
  lustreVersion,
  lustreLinkRegion,
  checkpointExport,
];
