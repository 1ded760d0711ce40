import type { InstanceType } from "../../../catalog";
import { amiTypeForInstance } from "../../../catalog";
import type { Finding } from "../../../validation/finding";
import { problem } from "../../aws/problem";
import type { CpuPoolFacts, GpuPoolFacts, PoolFacts } from "../pool-props";
import {
  checkBlockDates,
  checkBlockLocation,
  checkBlockSize,
  checkMarket,
  checkNodeCounts,
  checkOnDemandIsSold,
  checkReservationId,
  checkUltraServer,
} from "./capacity";
import { checkEfaSupported } from "./fabric";
import { checkAmiTypeFits, checkAmiTypeForVersion, checkImageExists, checkImageId, checkKnownAmiType } from "./image";
import {
  checkAccelerated,
  checkEnoughZonesOffer,
  checkKnownType,
  checkNotAccelerated,
  checkOfferedInRegion,
  knownType,
} from "./instance-type";
import { checkLabels, checkPoolName, checkTaints } from "./names";
import { checkMaxPods, checkMaxUnavailable, checkRootVolume } from "./node-settings";
import { checkMigProfile, checkReplicas, checkSharingVendor } from "./sharing";
import { checkFabricVpc, checkFabricZone, checkZonesHaveSubnets } from "./zones";

export { knownType } from "./instance-type";

/** Checks that need no instance type. */
export const settingChecks: readonly ((facts: PoolFacts, path: string) => Finding[])[] = [
  checkPoolName,
  checkLabels,
  checkTaints,
  checkNodeCounts,
  checkReservationId,
  checkBlockDates,
  checkZonesHaveSubnets,
  checkFabricZone,
  checkFabricVpc,
  checkKnownAmiType,
  checkAmiTypeForVersion,
  checkImageId,
  checkRootVolume,
  checkMaxPods,
  checkMaxUnavailable,
];

/** Checks of one instance type against the pool's settings. */
const typeChecks: readonly ((type: InstanceType, facts: PoolFacts, path: string) => Finding[])[] = [
  checkMarket,
  checkOnDemandIsSold,
  checkBlockLocation,
  checkBlockSize,
  checkUltraServer,
  checkEfaSupported,
  checkImageExists,
  checkAmiTypeFits,
];

/** Everything that is wrong with the props of an EksGpuNodePool. */
export function checkEksGpuNodePoolProps(props: GpuPoolFacts, path: string): Finding[] {
  const at = `${path}.instanceType`;
  const type = knownType(props.instanceType);
  const settings = [...settingChecks.flatMap((check) => check(props, path)), ...checkReplicas(props, path)];
  if (type === undefined) return [...checkKnownType(props.instanceType, at), ...settings];
  return [
    ...checkKnownType(props.instanceType, at),
    ...checkAccelerated(type, at),
    ...checkOfferedInRegion(type, props, at),
    ...settings,
    ...checkEnoughZonesOffer(type, props, path),
    ...typeChecks.flatMap((check) => check(type, props, path)),
    ...checkMigProfile(type, props, path),
    ...checkSharingVendor(type, props, path),
  ];
}

/** Everything that is wrong with one type of a pool that has several to choose among. */
export function checkTypeInPool(name: string, facts: PoolFacts, path: string, typePath: string): Finding[] {
  const type = knownType(name);
  if (type === undefined) return checkKnownType(name, typePath);
  return [
    ...checkKnownType(name, typePath),
    ...checkOfferedInRegion(type, facts, typePath),
    ...typeChecks.flatMap((check) => check(type, facts, path)),
  ];
}

/** Everything that is wrong with the props of an EksNodePool. */
export function checkEksNodePoolProps(props: CpuPoolFacts, path: string): Finding[] {
  const findings = [...checkTypeList(props, path), ...settingChecks.flatMap((check) => check(props, path))];
  props.instanceTypes.forEach((name, index) => {
    const at = `${path}.instanceTypes[${index}]`;
    const type = knownType(name);
    findings.push(...checkTypeInPool(name, props, path, at));
    if (type === undefined) return;
    findings.push(...checkNotAccelerated(type, at));
    // With several types, a zone without one of them gets another.
    if (props.instanceTypes.length === 1) findings.push(...checkEnoughZonesOffer(type, props, path));
  });
  return findings;
}

function checkTypeList({ instanceTypes, operatingSystem, amiType, imageId }: CpuPoolFacts, path: string): Finding[] {
  const at = `${path}.instanceTypes`;
  // EKS takes at most 20 types for a node group.
  if (instanceTypes.length < 1 || instanceTypes.length > 20) {
    return [
      problem("ACC-058-instance-type-list", at, "a pool has 1 to 20 instance types", {
        given: instanceTypes.length,
        allowed: "1 to 20",
        fix: "name at least one type, e.g. m7i.4xlarge",
      }),
    ];
  }
  const types = instanceTypes.map(knownType).filter((type) => type !== undefined);
  const images = new Set(types.map((type) => amiTypeForInstance(type, operatingSystem)));
  if (images.size <= 1 || amiType !== undefined || imageId !== undefined) return [];
  return [
    problem("ACC-058-instance-type-list", at, "the types do not share an image: their architectures differ", {
      given: types.map((type) => `${type.name} (${type.architecture})`),
      allowed: "types of one architecture",
      fix: "make one pool for each architecture",
    }),
  ];
}
