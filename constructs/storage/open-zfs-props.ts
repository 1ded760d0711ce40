import { openZfsDeployment, storageLimits } from "../../catalog/aws/storage-limits";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { ICustomerKey, IFactoryVpc } from "../contracts";
import { isKnown } from "./findings";

type FirstGenerationMBps = 64 | 128 | 256 | 512 | 1024 | 2048 | 3072 | 4096;
type SecondGenerationMBps = 160 | 320 | 640 | 1280 | 2560 | 3840 | 5120 | 7680 | 10240;

/** What an FSx for OpenZFS filesystem stands on; each takes only the throughputs it has. */
export class OpenZfsDeployment {
  /** One server of the first generation in one zone. */
  static singleAz1(throughputMBps: FirstGenerationMBps): OpenZfsDeployment {
    return new OpenZfsDeployment("SINGLE_AZ_1", throughputMBps);
  }

  /** One server of the second generation in one zone, with an NVMe read cache. */
  static singleAz2(throughputMBps: SecondGenerationMBps): OpenZfsDeployment {
    return new OpenZfsDeployment("SINGLE_AZ_2", throughputMBps);
  }

  /** Two servers of the first generation in one zone. */
  static singleAzHa1(throughputMBps: FirstGenerationMBps): OpenZfsDeployment {
    return new OpenZfsDeployment("SINGLE_AZ_HA_1", throughputMBps);
  }

  /** Two servers of the second generation in one zone. */
  static singleAzHa2(throughputMBps: SecondGenerationMBps): OpenZfsDeployment {
    return new OpenZfsDeployment("SINGLE_AZ_HA_2", throughputMBps);
  }

  /** Two servers in two zones: outlives the loss of one. */
  static multiAz1(throughputMBps: SecondGenerationMBps): OpenZfsDeployment {
    return new OpenZfsDeployment("MULTI_AZ_1", throughputMBps);
  }

  private constructor(
    /** FSx's own name of the deployment type, e.g. `SINGLE_AZ_HA_2`. */
    readonly deploymentType: string,
    /** Throughput that is bought, MB/s. */
    readonly throughputMBps: number,
  ) {}

  /** Zones that it stands in. */
  get zones(): 1 | 2 {
    return this.deploymentType === "MULTI_AZ_1" ? 2 : 1;
  }
}

export interface OpenZfsSharedHomeProps {
  /** Network that it stands in: subnets and address ranges come from it. */
  readonly vpc: IFactoryVpc;
  /** SSD capacity in GiB: 64 to 524,288. */
  readonly capacityGiB: number;
  /** Servers, zones and throughput. @default OpenZfsDeployment.singleAzHa2(320) */
  readonly deployment?: OpenZfsDeployment;
  /** Zones by name, as many as the deployment has; the first is preferred. @default - the first zones of the VPC */
  readonly zones?: readonly string[];
  /** Route tables of the clients, for deployments in two zones. @default - the VPC's main route table */
  readonly routeTableIds?: readonly string[];
  /** Key that encrypts the data. @default - the account's own FSx key; it is encrypted in any case */
  readonly key?: ICustomerKey;
  /** Days that automatic backups are kept, 0 to 90. @default 7 */
  readonly backupRetentionDays?: number;
  /** Takes a last backup when the filesystem is destroyed. @default false */
  readonly finalBackup?: boolean;
  /** Start of the weekly maintenance window in UTC, `d:HH:MM` with Monday = 1. @default "7:03:00" */
  readonly weeklyMaintenanceStart?: string;
  /** What the files are, for reports and the rules about traffic across zones. @default "home" */
  readonly use?: "home" | "shared" | "weights" | "datasets" | "scratch";
  /** Id in the factory model and base of names. @default - the construct's id */
  readonly filesystemName?: string;
}

/** Deployment that is built where none is given. */
export const defaultOpenZfsDeployment = OpenZfsDeployment.singleAzHa2(320);

/** Everything that is wrong with the props of an OpenZfsSharedHome. */
export function checkOpenZfsSharedHomeProps(props: OpenZfsSharedHomeProps, path: string): Finding[] {
  return [
    ...checkThroughput(props, path),
    ...checkCapacity(props, path),
    ...checkZones(props, path),
    ...checkBackups(props, path),
    ...checkMaintenance(props, path),
  ];
}

function checkThroughput({ deployment }: OpenZfsSharedHomeProps, path: string): Finding[] {
  if (deployment === undefined) return [];
  const { throughputMBps: allowed } = openZfsDeployment(deployment.deploymentType);
  if (allowed.includes(deployment.throughputMBps)) return [];
  return [
    problem("STO-180-openzfs-throughput", `${path}.deployment`, `${deployment.deploymentType} has no such throughput`, {
      given: deployment.throughputMBps,
      allowed,
      fix: "take one of the allowed throughputs",
    }),
  ];
}

function checkCapacity({ capacityGiB }: OpenZfsSharedHomeProps, path: string): Finding[] {
  const { minCapacityGiB, maxCapacityGiB } = storageLimits().openZfs;
  if (!isKnown(capacityGiB)) return [];
  if (Number.isInteger(capacityGiB) && capacityGiB >= minCapacityGiB && capacityGiB <= maxCapacityGiB) return [];
  return [
    problem("STO-181-openzfs-capacity", `${path}.capacityGiB`, "no capacity that OpenZFS has", {
      given: capacityGiB,
      allowed: `whole GiB, ${minCapacityGiB} to ${maxCapacityGiB}`,
      fix: "take a capacity between them",
    }),
  ];
}

function checkZones(props: OpenZfsSharedHomeProps, path: string): Finding[] {
  const needed = (props.deployment ?? defaultOpenZfsDeployment).zones;
  const zones = openZfsZones(props);
  const inVpc = props.vpc.nodeSubnets.map((subnet) => subnet.zone);
  const unknown = zones.filter((zone) => isKnown(zone) && inVpc.every(isKnown) && !inVpc.includes(zone));
  if (zones.length === needed && unknown.length === 0 && new Set(zones).size === zones.length) return [];
  return [
    problem("STO-182-openzfs-zones", `${path}.zones`, `the deployment stands in ${needed} zone(s) of the VPC`, {
      given: zones,
      allowed: inVpc,
      fix: `name ${needed} zone(s) in which the VPC has node subnets`,
    }),
  ];
}

function checkBackups({ backupRetentionDays: days }: OpenZfsSharedHomeProps, path: string): Finding[] {
  if (!isKnown(days) || (Number.isInteger(days) && days >= 0 && days <= 90)) return [];
  return [
    problem("STO-183-openzfs-backups", `${path}.backupRetentionDays`, "not a retention of backups", {
      given: days,
      allowed: "whole days, 0 to 90",
      fix: "0 turns backups off",
    }),
  ];
}

function checkMaintenance({ weeklyMaintenanceStart }: OpenZfsSharedHomeProps, path: string): Finding[] {
  if (!isKnown(weeklyMaintenanceStart) || /^[1-7]:([01]\d|2[0-3]):[0-5]\d$/.test(weeklyMaintenanceStart)) return [];
  return [
    problem("STO-184-openzfs-maintenance", `${path}.weeklyMaintenanceStart`, "not the start of a weekly window", {
      given: weeklyMaintenanceStart,
      allowed: "d:HH:MM in UTC, Monday = 1 to Sunday = 7",
      fix: 'for example "7:03:00"',
    }),
  ];
}

/** Zones that the filesystem stands in, the preferred one first. */
export function openZfsZones({ zones, deployment, vpc }: OpenZfsSharedHomeProps): readonly string[] {
  const needed = (deployment ?? defaultOpenZfsDeployment).zones;
  return zones ?? [...new Set(vpc.nodeSubnets.map((subnet) => subnet.zone))].slice(0, needed);
}
