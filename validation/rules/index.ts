import type { Rule } from "../rule";
import { acceleratorTaint } from "./ACC-001-accelerator-taint";
import { roomForSystemPods } from "./ACC-002-room-for-system-pods";
import { trainingOnSharedAccelerators } from "./ACC-003-training-on-shared-accelerators";
import { sharingConfiguration } from "./ACC-005-sharing-configuration";
import { knownInstanceType } from "./ACC-050-known-instance-type";
import { imageFitsType } from "./ACC-053-image-fits-type";
import { imageId } from "./ACC-054-image-id";
import { migProfile } from "./ACC-055-mig-profile";
import { sharingVendor } from "./ACC-056-sharing-vendor";
import { oneAccelerator } from "./ACC-059-one-accelerator";
import { userData } from "./ACC-060-user-data";
import { managedGroupTemplate } from "./ACC-061-managed-group-template";
import { expiredAcknowledgement } from "./ACK-001-expired-acknowledgement";
import { unmatchedAcknowledgement } from "./ACK-002-unmatched-acknowledgement";
import { natPerZone } from "./AVL-001-nat-per-zone";
import { systemPoolRule } from "./AVL-002-system-pool";
import { inferenceZones } from "./AVL-003-inference-zones";
import { nodeRepair } from "./AVL-004-node-repair";
import { trainingSpares } from "./AVL-005-training-spares";
import { disruptionBudget } from "./AVL-006-disruption-budget";
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
import { coolingMethod } from "./CLG-001-cooling-method";
import { coolingBand } from "./CLG-002-cooling-band";
import { idleMinimum } from "./CST-001-idle-minimum";
import { natTraffic } from "./CST-002-nat-traffic";
import { crossZoneStorage } from "./CST-003-cross-zone-storage";
import { datedPrices } from "./CST-004-dated-prices";
import { budget } from "./CST-005-stated-budget";
import { objectVersions } from "./CST-006-object-versions";
import { efaInterfaceCount } from "./FAB-001-efa-interface-count";
import { efaSecurityGroup } from "./FAB-002-efa-security-group";
import { publicAddressOnFabricNode } from "./FAB-004-public-address-on-fabric-node";
import { efaOnlyWithoutAddress } from "./FAB-005-efa-only-without-address";
import { fabricPeers } from "./FAB-008-fabric-peers";
import { fabricLeftOut } from "./FAB-009-fabric-left-out";
import { interfaceSecurityGroups } from "./FAB-010-interface-security-groups";
import { rdmaMtu } from "./FAB-011-rdma-mtu";
import { oversubscribedFabric } from "./FAB-012-oversubscribed-fabric";
import { fabricZone } from "./FAB-051-fabric-zone";
import { fabricVpc } from "./FAB-052-fabric-vpc";
import { subnetManager } from "./FAB-060-subnet-manager";
import { railAlignment } from "./FAB-061-rail-alignment";
import { partialUnit } from "./FAB-062-partial-unit";
import { losslessEthernet } from "./FAB-063-lossless-ethernet";
import { linkRedundancy } from "./HYB-001-link-redundancy";
import { burstBandwidth } from "./HYB-002-burst-bandwidth";
import { dataClass } from "./HYB-003-data-class";
import { linkMtu } from "./HYB-004-link-mtu";
import { siteRoutes } from "./HYB-005-site-routes";
import { transferBandwidth } from "./HYB-006-transfer-bandwidth";
import { failoverHealth } from "./HYB-007-failover-health";
import { inferenceFailover } from "./HYB-008-inference-failover";
import { oneIdentity } from "./HYB-009-one-identity";
import { cidrOverlap } from "./NET-001-cidr-overlap";
import { subnetSize } from "./NET-002-subnet-size";
import { serviceRange } from "./NET-003-service-range";
import { publicApi } from "./NET-004-public-api";
import { subnetInVpc } from "./NET-005-subnet-in-vpc";
import { worldOpen } from "./NET-006-world-open";
import { securityRuleShape } from "./NET-007-security-rule-shape";
import { wayOut } from "./NET-008-way-out";
import { publicNodeSubnet } from "./NET-009-public-node-subnet";
import { zoneCount } from "./NET-011-zone-count";
import { zoneOfRegion } from "./NET-012-zone-of-region";
import { closedNetwork } from "./NET-016-closed-network";
import { privateEndpoint } from "./NET-017-private-endpoint";
import { loadBalancerTags } from "./NET-018-load-balancer-tags";
import { mtu } from "./NET-019-frame-size";
import { lineToSite } from "./NET-020-line-to-site";
import { networkIds } from "./NET-021-network-ids";
import { destroyProtection } from "./OPS-001-destroy-protection";
import { logRetention } from "./OPS-003-log-retention";
import { kubernetesSupport } from "./OPS-004-kubernetes-support";
import { upgradeOrder } from "./OPS-005-upgrade-order";
import { stateBackend } from "./OPS-006-state-backend";
import { resourceTags } from "./OPS-007-resource-tags";
import { policyDocument } from "./OPS-008-policy-document";
import { arnPartition } from "./OPS-009-arn-partition";
import { accessEntry } from "./OPS-010-access-entry";
import { maxUnavailable } from "./OPS-055-max-unavailable";
import { keyDeletionWindow } from "./OPS-056-key-deletion-window";
import { placementStrategy } from "./PLC-001-placement-strategy";
import { placementAndCapacity } from "./PLC-002-placement-and-capacity";
import { placementGroupLimits } from "./PLC-003-placement-group-limits";
import { wholeNvlinkDomains } from "./PLC-004-whole-nvlink-domains";
import { fabricWithoutPlacement } from "./PLC-005-fabric-without-placement";
import { clusterGroupOneZone } from "./PLC-006-cluster-group-one-zone";
import { customResourceDefinition } from "./PLT-001-custom-resource-definition";
import { customResourceOrder } from "./PLT-002-custom-resource-order";
import { podFabricDevices } from "./PLT-003-pod-fabric-devices";
import { podDevices } from "./PLT-004-pod-devices";
import { nodeSelector } from "./PLT-005-node-selector";
import { tolerations } from "./PLT-006-pool-tolerations";
import { queueReferences } from "./PLT-007-queue-references";
import { queueQuota } from "./PLT-008-queue-quota";
import { namespaceSecurity } from "./PLT-009-namespace-security";
import { imagePinned } from "./PLT-010-image-pinned";
import { chartPinned } from "./PLT-011-chart-pinned";
import { helmValueKey } from "./PLT-012-helm-value-key";
import { podIdentity } from "./PLT-013-pod-identity";
import { storageClass } from "./PLT-014-storage-class";
import { hostPorts } from "./PLT-015-host-ports";
import { devicePlugin } from "./PLT-016-device-plugin";
import { nodeImagePinned } from "./PLT-017-node-image-pinned";
import { addonConfiguration } from "./PLT-018-addon-configuration";
import { missingDependency } from "./PLT-053-missing-dependency";
import { twoOwners } from "./PLT-054-two-owners";
import { duplicateComponent } from "./PLT-055-duplicate-component";
import { dependencyCycle } from "./PLT-056-dependency-cycle";
import { nodeDivision } from "./PLT-200-node-division";
import { slurmGres } from "./PLT-204-slurm-gres";
import { slurmAccounting } from "./PLT-210-slurm-accounting";
import { rackPower } from "./PWR-001-rack-power";
import { unknownPower } from "./PWR-003-unknown-power";
import { sitePower } from "./PWR-004-site-power";
import { energyReporting } from "./PWR-010-energy-reporting";
import { instanceVcpus } from "./QUO-001-instance-vcpus";
import { nodeGroupQuotas } from "./QUO-002-node-groups";
import { lustreStorage } from "./QUO-003-lustre-storage";
import { accountLimitCode } from "./QUO-004-account-limit-code";
import { parallelRanks } from "./SRV-002-parallel-ranks";
import { servedModelMemory } from "./SRV-003-served-model-memory";
import { servingCapacity } from "./SRV-004-serving-capacity";
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
import { bucketName } from "./STO-151-bucket-name";
import { bucketTiering } from "./STO-154-bucket-tiering";
import { efsThroughput } from "./STO-171-efs-throughput";
import { efsMountTargets } from "./STO-173-efs-mount-targets";
import { openZfsThroughput } from "./STO-180-openzfs-throughput";
import { volumePerformance } from "./STO-195-volume-performance";
import { usableCapacity } from "./STO-201-usable-capacity";
import { cephFailureDomains } from "./STO-221-ceph-failure-domains";
import { cephMonitors } from "./STO-223-ceph-monitors";
import { cephPool } from "./STO-225-ceph-pool";
import { databaseServer } from "./STO-241-database-server";
import { priorityOrder } from "./TEN-001-priority-order";
import { kubernetesVersionOffered } from "./VER-001-kubernetes-version";
import { kubeProxySkew } from "./VER-002-kube-proxy-skew";
import { addonVersion } from "./VER-003-addon-version";
import { chartKubernetesRange } from "./VER-004-chart-kubernetes-range";
import { definitionsVersion } from "./VER-005-definitions-version";
import { imageForVersion } from "./VER-050-image-for-version";
import { componentKubernetesVersion } from "./VER-101-component-kubernetes-version";
import { gpuDriverSettings } from "./VER-102-gpu-driver-settings";
import { oneOwnerOfHardware } from "./VER-103-one-owner-of-hardware";
import { componentNeeds } from "./VER-104-component-needs";
import { componentPlacement } from "./VER-105-component-placement";
import { publicRegistryInClosedRealm } from "./VER-106-public-registry";

/** Every design rule, in the order of their ids. A rule that is not listed here does not run; a test sees to that. */
export const rules: readonly Rule[] = [
  acceleratorTaint,
  roomForSystemPods,
  trainingOnSharedAccelerators,
  sharingConfiguration,
  knownInstanceType,
  imageFitsType,
  imageId,
  migProfile,
  sharingVendor,
  oneAccelerator,
  userData,
  managedGroupTemplate,
  expiredAcknowledgement,
  unmatchedAcknowledgement,
  natPerZone,
  systemPoolRule,
  inferenceZones,
  nodeRepair,
  trainingSpares,
  disruptionBudget,
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
  coolingMethod,
  coolingBand,
  idleMinimum,
  natTraffic,
  crossZoneStorage,
  datedPrices,
  budget,
  objectVersions,
  efaInterfaceCount,
  efaSecurityGroup,
  publicAddressOnFabricNode,
  efaOnlyWithoutAddress,
  fabricPeers,
  fabricLeftOut,
  interfaceSecurityGroups,
  rdmaMtu,
  oversubscribedFabric,
  fabricZone,
  fabricVpc,
  subnetManager,
  railAlignment,
  partialUnit,
  losslessEthernet,
  linkRedundancy,
  burstBandwidth,
  dataClass,
  linkMtu,
  siteRoutes,
  transferBandwidth,
  failoverHealth,
  inferenceFailover,
  oneIdentity,
  cidrOverlap,
  subnetSize,
  serviceRange,
  publicApi,
  subnetInVpc,
  worldOpen,
  securityRuleShape,
  wayOut,
  publicNodeSubnet,
  zoneCount,
  zoneOfRegion,
  closedNetwork,
  privateEndpoint,
  loadBalancerTags,
  mtu,
  lineToSite,
  networkIds,
  destroyProtection,
  logRetention,
  kubernetesSupport,
  upgradeOrder,
  stateBackend,
  resourceTags,
  policyDocument,
  arnPartition,
  accessEntry,
  maxUnavailable,
  keyDeletionWindow,
  placementStrategy,
  placementAndCapacity,
  placementGroupLimits,
  wholeNvlinkDomains,
  fabricWithoutPlacement,
  clusterGroupOneZone,
  customResourceDefinition,
  customResourceOrder,
  podFabricDevices,
  podDevices,
  nodeSelector,
  tolerations,
  queueReferences,
  queueQuota,
  namespaceSecurity,
  imagePinned,
  chartPinned,
  helmValueKey,
  podIdentity,
  storageClass,
  hostPorts,
  devicePlugin,
  nodeImagePinned,
  addonConfiguration,
  missingDependency,
  twoOwners,
  duplicateComponent,
  dependencyCycle,
  nodeDivision,
  slurmGres,
  slurmAccounting,
  rackPower,
  unknownPower,
  sitePower,
  energyReporting,
  instanceVcpus,
  nodeGroupQuotas,
  lustreStorage,
  accountLimitCode,
  parallelRanks,
  servedModelMemory,
  servingCapacity,
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
  bucketName,
  bucketTiering,
  efsThroughput,
  efsMountTargets,
  openZfsThroughput,
  volumePerformance,
  usableCapacity,
  cephFailureDomains,
  cephMonitors,
  cephPool,
  databaseServer,
  priorityOrder,
  kubernetesVersionOffered,
  kubeProxySkew,
  addonVersion,
  chartKubernetesRange,
  definitionsVersion,
  imageForVersion,
  componentKubernetesVersion,
  gpuDriverSettings,
  oneOwnerOfHardware,
  componentNeeds,
  componentPlacement,
  publicRegistryInClosedRealm,
];
