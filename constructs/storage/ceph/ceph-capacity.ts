import type { CephPool } from "./ceph-pool";

/**
 * Part of the disks that Ceph lets fill before it warns (`mon_osd_nearfull_ratio`); above it, a failed node's data no
 * longer finds room.
 *
 * Source: Ceph documentation, Monitor Config Reference, storage capacity: nearfull 0.85, backfillfull 0.90, full 0.95.
 */
export const cephNearFullRatio = 0.85;

/** The disks that Ceph has: all nodes have the same. */
export interface CephDisks {
  /** Storage nodes; only their number counts. */
  readonly nodes: readonly unknown[];
  /** Disks of one node that are Ceph's; at least 1. */
  readonly disksPerNode: number;
  /** Size of one disk in GiB. */
  readonly diskGiB: number;
}

/** Sum of all disks in GiB. */
export function cephRawGiB({ nodes, disksPerNode, diskGiB }: CephDisks): number {
  return nodes.length * disksPerNode * diskGiB;
}

/**
 * What users of a pool can fill in GiB: its share of the disks, after copies or coding, up to the mark at which Ceph
 * warns. Rounded down.
 */
export function cephUsableGiB(disks: CephDisks, pool: CephPool, share: number): number {
  return Math.floor(cephRawGiB(disks) * share * pool.efficiency * cephNearFullRatio + 1e-6);
}
