import { entry } from "../../catalog/lookup";
import { formatCidr, parseCidr, reservedPerSubnet, subCidr, type CidrRange } from "../../planning/addresses";

/** The subnets of one zone. */
export interface ZoneLayout {
  readonly zone: string;
  readonly nodeCidr: string;
  readonly serviceCidr: string;
  readonly publicCidr: string;
}

/** Zones that the layout has room for. */
export const maxZones = 6;

/**
 * Lays out the subnets of a VPC. The primary range is cut into sixteenths: the first zones' ones are the service
 * subnets, and the upper half holds the public subnets. The node range is cut into equal slots, one for each zone: a
 * pool that grows inside its slot moves no subnet. Four slots where they suffice, so that a zone can be added later.
 */
export function layoutSubnets(
  primary: CidrRange,
  nodeRange: CidrRange,
  zones: readonly string[],
  needs: Readonly<Record<string, number>>,
): ZoneLayout[] {
  const nodePrefix = nodeSlotPrefix(nodeRange, zones, needs);
  return zones.map((zone, index) => ({
    zone,
    nodeCidr: cut(nodeRange, nodePrefix, index),
    serviceCidr: cut(primary, primary.prefix + 4, index),
    publicCidr: cut(primary, primary.prefix + 8, 128 + index),
  }));
}

/** Prefix length of a zone's slot in the node range: quarters, or larger where fewer zones need more each. */
export function nodeSlotPrefix(
  nodeRange: CidrRange,
  zones: readonly string[],
  needs: Readonly<Record<string, number>>,
): number {
  const largest = Math.max(0, ...zones.map((zone) => entry(needs, zone) ?? 0)) + reservedPerSubnet;
  const fewestSlotBits = Math.ceil(Math.log2(Math.max(1, zones.length)));
  for (let bits = Math.max(2, fewestSlotBits); bits > fewestSlotBits; bits--) {
    if (2 ** (32 - nodeRange.prefix - bits) >= largest) return nodeRange.prefix + bits;
  }
  return nodeRange.prefix + fewestSlotBits;
}

function cut(range: CidrRange, prefix: number, index: number): string {
  const block = subCidr(range, prefix, index);
  if (block === undefined) throw new RangeError(`no block ${index} of /${prefix} in ${formatCidr(range)}`);
  return formatCidr(block);
}

/** Parses a block that the props check has accepted. */
export function acceptedCidr(block: string): CidrRange {
  const range = parseCidr(block);
  if (range === undefined) throw new RangeError(`'${block}' is not an IPv4 CIDR block`);
  return range;
}
