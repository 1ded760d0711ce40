export { cephNearFullRatio, cephRawGiB, cephUsableGiB, type CephDisks } from "./ceph-capacity";
export { checkRookCephProps } from "./ceph-checks";
export { CephClusterComponent, CephCsiDrivers, RookOperator } from "./ceph-components";
export type { CephCsiDriversProps, RookOperatorProps } from "./ceph-components";
export type { CephGrant } from "./ceph-objects";
export * from "./ceph-pool";
export * from "./ceph-props";
export { CephBucket, CephFilesystem, RookCeph } from "./rook-ceph";
