import ipaddr from "ipaddr.js";

/** An IPv4 range as numbers: the first address and how many there are. */
export interface CidrRange {
  /** First address as a number. */
  readonly start: number;
  /** How many addresses there are. */
  readonly size: number;
  /** Length of the prefix: 16 for a /16. */
  readonly prefix: number;
}

/** Parses an IPv4 CIDR block; undefined where it is malformed or its address is not the first of the block. */
export function parseCidr(block: string): CidrRange | undefined {
  if (!ipaddr.IPv4.isValidCIDRFourPartDecimal(block)) return undefined;
  const [address, prefix] = ipaddr.IPv4.parseCIDR(block);
  const start = address.toByteArray().reduce((sum, byte) => sum * 256 + byte, 0);
  const size = 2 ** (32 - prefix);
  return start % size === 0 ? { start, size, prefix } : undefined;
}

/** Prints a range as a CIDR block. */
export function formatCidr(range: CidrRange): string {
  const bytes = [24, 16, 8, 0].map((shift) => Math.floor(range.start / 2 ** shift) % 256);
  return `${bytes.join(".")}/${range.prefix}`;
}

/** Whether two ranges have an address in common. */
export function cidrsOverlap(a: CidrRange, b: CidrRange): boolean {
  return a.start < b.start + b.size && b.start < a.start + a.size;
}

/** Whether every address of `inner` is in `outer`. */
export function cidrContains(outer: CidrRange, inner: CidrRange): boolean {
  return outer.start <= inner.start && inner.start + inner.size <= outer.start + outer.size;
}

/** The `index`-th block of length `prefix` inside `range`; undefined where the range has no such block. */
export function subCidr(range: CidrRange, prefix: number, index: number): CidrRange | undefined {
  const size = 2 ** (32 - prefix);
  const start = range.start + index * size;
  return prefix >= range.prefix && start + size <= range.start + range.size ? { start, size, prefix } : undefined;
}
