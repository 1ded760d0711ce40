import stored from "../data/aws-regions.json";
import type { Dated } from "../dated";
import { Table } from "../lookup";

/** An AWS partition: a separate cloud with its own accounts, identities and DNS names. */
export interface Partition extends Dated {
  /** `aws`, `aws-us-gov`, `aws-cn`, `aws-eusc`, `aws-iso` … : the second field of every ARN in it. */
  readonly id: string;
  /** Name as AWS prints it. */
  readonly name: string;
  /** `amazonaws.com`, `amazonaws.com.cn`, `amazonaws.eu` … */
  readonly dnsSuffix: string;
  /** Suffix of dual-stack endpoints. @default - none */
  readonly dualStackDnsSuffix?: string;
  /** Region that holds the partition's global services (IAM, Route 53): inside the boundary only if this one is. */
  readonly globalRegion: string;
  /** Whether accounts reach the public internet endpoints of AWS; false for the isolated partitions. */
  readonly publicEndpoints: boolean;
}

/** One AWS region. */
export interface Region extends Dated {
  /** Name of the region: `eu-north-1`. */
  readonly name: string;
  /** Id of the partition that it is in. */
  readonly partition: string;
  /** `Europe (London)`, as AWS prints it. */
  readonly location: string;
  /** ISO 3166-1 alpha-2 code of the country where the datacentres stand. @default - not published (three isolated regions) */
  readonly country?: string;
  /** Whether that country is a member of the European Union: London and Zurich are not. @default - unknown country */
  readonly eu?: boolean;
  /** Whether it is part of the European Economic Area (EU, Iceland, Liechtenstein, Norway). @default - unknown country */
  readonly eea?: boolean;
  /** Whether an account must opt in before it can use the region. @default - unknown */
  readonly optIn?: boolean;
  /** Ids of the availability zones: the same datacentres in every account. Empty where no source lists them. */
  readonly zoneIds: readonly string[];
  /** Names of availability zones that exist, in one account at least: `eu-north-1a`. Empty where unknown. */
  readonly zoneNames: readonly string[];
}

interface StoredTable {
  readonly partitions: readonly Partition[];
  readonly regions: readonly Region[];
}
const tables = stored as unknown as StoredTable;
const partitionTable = new Table("partition", tables.partitions, (row) => row.id);
const regionTable = new Table("region", tables.regions, (row) => row.name);

/** All partitions. */
export function partitions(): readonly Partition[] {
  return partitionTable.rows;
}

/** The partition of that id. @throws UnknownNameError */
export function partition(id: string): Partition {
  return partitionTable.get(id);
}

/** All regions, by name. */
export function regions(): readonly Region[] {
  return regionTable.rows;
}

/** The region of that name, or undefined. */
export function findRegion(name: string): Region | undefined {
  return regionTable.find(name);
}

/** The region of that name. @throws UnknownNameError */
export function region(name: string): Region {
  return regionTable.get(name);
}

/** The partition a region belongs to. @throws UnknownNameError where the region is unknown */
export function partitionOf(regionName: string): Partition {
  return partition(region(regionName).partition);
}

/**
 * Names of availability zones of the region that a stack can use when the user names none: the first `count` known
 * ones. Empty where the catalogue knows none, then the user must name them.
 *
 * The letter stands for different datacentres in different accounts: where a capacity block or a file system must be
 * met, ask the user for the zone.
 *
 * @throws UnknownNameError where the region is unknown
 */
export function defaultZones(regionName: string, count = 3): readonly string[] {
  return region(regionName).zoneNames.slice(0, count);
}

/** Whether a zone is a Local Zone (`us-east-1-dfw-2a`): nodes can stand there, control planes and NAT gateways cannot. */
export function isLocalZone(zone: string): boolean {
  return /-[a-z]{3}-\d[a-z]$/.test(zone);
}
