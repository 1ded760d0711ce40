import { efaDeviceCount, maxPods, type EfaInterface, type InstanceType } from "../../catalog";

/** Addresses in one prefix that the VPC CNI takes where prefix delegation is on. */
const addressesPerPrefix = 16;

/**
 * Pods that a node of the type may run: what the VPC CNI has addresses for, at most the number up to which EKS tests
 * nodes (110, or 250 above 30 vCPUs; EKS caps its own managed nodes the same way).
 *
 * @param layout interfaces of a node with a fabric: EFA takes one of card 0's
 * @param prefixDelegation whether each address of an interface beside its own stands for a prefix of 16
 * @returns undefined where nobody published the type's interfaces
 */
export function poolMaxPods(
  type: InstanceType,
  layout: readonly EfaInterface[],
  prefixDelegation: boolean,
): number | undefined {
  const cap = type.vCpus > 30 ? 250 : 110;
  const efaOnCard0 = efaDeviceCount(layout.filter((item) => item.networkCardIndex === 0)) > 0;
  const byAddresses = maxPods(type, { efaOnCard0 });
  if (byAddresses === undefined) return undefined;
  // Two pods of every node, CNI and kube-proxy, use the node's own address.
  const slots = byAddresses - 2;
  return Math.min(cap, prefixDelegation ? slots * addressesPerPrefix + 2 : byAddresses);
}
