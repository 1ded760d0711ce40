import { isLocalZone } from "../../catalog/aws/regions";
import { Token } from "../../core/cdktf";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { ICustomerKey, IFactoryVpc } from "../contracts";

export interface RdsPostgresProps {
  /** Network whose node subnets the servers stand in. */
  readonly vpc: IFactoryVpc;
  /** Encrypts disks, snapshots and the password. */
  readonly key: ICustomerKey;
  /** Encrypts the server's log group; its policy must let CloudWatch Logs in (`purpose: "logs"`). @default - AWS's own key */
  readonly logsKey?: ICustomerKey;
  /** Letters, digits and underscores, beginning with a letter. */
  readonly databaseName: string;
  /** Name of the server in AWS, unique in its account and region. @default - the construct's path, with dashes */
  readonly identifier?: string;
  /**
   * Class of the servers: CPU, memory and price.
   * @default "db.t4g.medium", which MLflow and lakeFS of a few teams need
   */
  readonly instanceClass?: string;
  /** Major version of PostgreSQL; AWS applies minor ones in the maintenance window. @default "17" */
  readonly majorVersion?: string;
  /** Disk, 20 or more. @default 50 */
  readonly storageGiB?: number;
  /** Size up to which AWS enlarges the disk by itself. @default - four times `storageGiB` */
  readonly maxStorageGiB?: number;
  /** A second server in another zone, which takes over within a minute or two. @default true */
  readonly multiZone?: boolean;
  /** Days for which any second can be restored: 1 to 35. @default 14 */
  readonly backupDays?: number;
  /**
   * Days after which Secrets Manager changes the password: 1 to 1000; 7 is RDS' own way and makes no resource. Components
   * read the password once: restart them after a change.
   * @default 90
   */
  readonly passwordRotationDays?: number;
  /** Days for which the server's logs are kept, as CloudWatch takes them. @default 365 */
  readonly logRetentionDays?: number;
  /** Whether AWS refuses to delete the server. @default true */
  readonly deletionProtection?: boolean;
}

/** Everything that is wrong with the props of an `RdsPostgres`. */
export function checkRdsPostgresProps(props: RdsPostgresProps, path: string): Finding[] {
  const { databaseName, identifier, storageGiB = 50, backupDays = 14, passwordRotationDays = 90 } = props;
  const findings: Finding[] = [];
  const check = (ok: boolean, field: string, message: string, given: unknown, allowed: string, fix: string) => {
    if (!ok) findings.push(problem("STO-240-rds-postgres", `${path}.${field}`, message, { given, allowed, fix }));
  };
  const within = (value: number, least: number, most: number) =>
    Number.isInteger(value) && value >= least && value <= most;
  check(
    /^[A-Za-z]\w{0,62}$/.test(databaseName),
    "databaseName",
    "PostgreSQL does not take the database's name",
    databaseName,
    "1 to 63 letters, digits and underscores, beginning with a letter",
    "rename the database",
  );
  check(
    identifier === undefined || Token.isUnresolved(identifier) || isIdentifier(identifier),
    "identifier",
    "RDS does not take the server's name",
    identifier,
    "1 to 57 lower-case letters, digits and single inner dashes, beginning with a letter",
    "rename the server",
  );
  check(
    within(storageGiB, 20, 65_536),
    "storageGiB",
    "RDS has no disk of that size",
    storageGiB,
    "20 to 65536",
    "set 'storageGiB'",
  );
  const { maxStorageGiB } = props;
  check(
    maxStorageGiB === undefined || within(maxStorageGiB, Math.ceil(storageGiB * 1.1), 65_536),
    "maxStorageGiB",
    "the disk cannot grow to that size",
    maxStorageGiB,
    `${Math.ceil(storageGiB * 1.1)} to 65536: a tenth more than 'storageGiB' at least`,
    "raise it, or leave it out",
  );
  check(
    within(backupDays, 1, 35),
    "backupDays",
    "RDS does not keep backups for that long, or keeps none",
    backupDays,
    "1 to 35",
    "set 'backupDays'",
  );
  check(
    within(passwordRotationDays, 1, 1000),
    "passwordRotationDays",
    "Secrets Manager does not take this number of days",
    passwordRotationDays,
    "1 to 1000",
    "set 'passwordRotationDays'",
  );
  const zones = new Set(props.vpc.nodeSubnets.map(({ zone }) => zone).filter((zone) => !isLocalZone(zone)));
  check(
    zones.size >= 2,
    "vpc",
    "RDS asks for subnets in two zones, also where the server stands in one",
    [...zones],
    "a VPC with two zones or more",
    "add a zone to the VPC",
  );
  return findings;
}

/** Six characters are left for `-final`. */
function isIdentifier(name: string): boolean {
  return /^[a-z](-?[a-z0-9])*$/.test(name) && name.length <= 57;
}
