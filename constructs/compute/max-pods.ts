import { efaDeviceCount, maxPods, type EfaInterface, type InstanceType } from "../../catalog";

/**
 * Pods that a node of the type may run: what the VPC CNI has addresses for, at most the number up to which EKS tests
 * nodes (110, or 250 above 30 vCPUs; EKS caps its own managed nodes the same way).
 *
 * @returns undefined where nobody published the type's interfaces
 */
export function poolMaxPods(
  type: InstanceType,
  layout: readonly EfaInterface[],
  prefixDelegation: boolean,
): number | undefined {
  const cap = type.vCpus > 30 ? 250 : 110;
  if (prefixDelegation) return cap;
  const efaOnCard0 = efaDeviceCount(layout.filter((item) => item.networkCardIndex === 0)) > 0;
  const byAddresses = maxPods(type, { efaOnCard0 });
  return byAddresses === undefined ? undefined : Math.min(byAddresses, cap);
}
