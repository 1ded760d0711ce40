/** Addresses that AWS keeps for itself in each subnet. Source: Amazon VPC User Guide, subnet sizing (2026-04). */
export const reservedPerSubnet = 5;

/** Addresses of an IPv4 prefix that the VPC CNI assigns at once. Source: Amazon EKS Best Practices, prefix mode. */
const addressesPerPrefix = 16;

/**
 * Addresses that one node and its pods take from its subnet when the VPC CNI delegates prefixes: one for the node,
 * whole prefixes for the pods, and the one spare prefix that the CNI keeps warm.
 */
export function addressesPerNode(maxPods: number): number {
  return 1 + addressesPerPrefix * (Math.ceil(maxPods / addressesPerPrefix) + 1);
}
