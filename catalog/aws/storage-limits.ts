import stored from "../data/aws-storage-limits.json";
import type { Dated } from "../dated";
import { entry, Table } from "../lookup";

/** What a deployment type of FSx for OpenZFS can be. */
export interface OpenZfsDeploymentFacts extends Dated {
  /** Deployment type, as AWS names it. */
  readonly deploymentType: string;
  /** MB/s that can be chosen. */
  readonly throughputMBps: readonly number[];
  /** Whether it stands in two zones. */
  readonly multiAz: boolean;
  /** Whether it can be made with elastic storage. */
  readonly intelligentTiering: boolean;
}

/** Limits of FSx for OpenZFS, EFS and S3 Express One Zone. */
export interface StorageLimits {
  /** FSx for OpenZFS: capacities and deployment types. */
  readonly openZfs: Dated & {
    readonly minCapacityGiB: number;
    readonly maxCapacityGiB: number;
    /** Growth must be at least this share of the present capacity. */
    readonly minGrowth: number;
    readonly deployments: readonly OpenZfsDeploymentFacts[];
  };
  /** EFS: mount targets and file systems. */
  readonly efs: Dated & {
    readonly mountTargetsPerZone: number;
    readonly fileSystemsPerAccount: number;
  };
  /** S3 Express One Zone: where it is, and requests per second. */
  readonly s3Express: Dated & {
    /** Region -> zone ids with S3 Express One Zone. Regions that are absent have none in the table. */
    readonly zoneIds: Readonly<Record<string, readonly string[]>>;
    /** Requests per second and directory bucket by default. */
    readonly readsPerSecond: number;
    readonly writesPerSecond: number;
    readonly maxReadsPerSecond: number;
    readonly maxWritesPerSecond: number;
  };
}
const limits = stored as unknown as StorageLimits;
const openZfs = new Table("FSx for OpenZFS deployment type", limits.openZfs.deployments, (row) => row.deploymentType);

/** Limits of OpenZFS, EFS and S3 Express. */
export function storageLimits(): StorageLimits {
  return limits;
}

/** The OpenZFS deployment type of that name. @throws UnknownNameError */
export function openZfsDeployment(deploymentType: string): OpenZfsDeploymentFacts {
  return openZfs.get(deploymentType);
}

/** Smallest throughput that can be chosen and reaches `wantedMBps`; undefined where none is high enough. */
export function legalOpenZfsThroughputMBps(wantedMBps: number, deploymentType: string): number | undefined {
  return openZfsDeployment(deploymentType).throughputMBps.find((value) => value >= wantedMBps);
}

/** Zone ids of the region with S3 Express One Zone; empty where the table has none. */
export function s3ExpressZoneIds(region: string): readonly string[] {
  return entry(limits.s3Express.zoneIds, region) ?? [];
}

/** Full name of a directory bucket: `<base>--<zone id>--x-s`. */
export function directoryBucketName(base: string, zoneId: string): string {
  return `${base}--${zoneId}--x-s`;
}
