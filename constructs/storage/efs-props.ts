import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { ICustomerKey, IFactoryVpc } from "../contracts";
import { isKnown } from "./findings";

/** How EFS sells throughput. */
export class EfsThroughput {
  /** Pays for what is read and written; fits work that comes in bursts. */
  static elastic(): EfsThroughput {
    return new EfsThroughput("elastic", undefined);
  }

  /** Grows with the data: 50 KiB/s for each GiB. */
  static bursting(): EfsThroughput {
    return new EfsThroughput("bursting", undefined);
  }

  /** A fixed amount, paid whether it is used or not. */
  static provisioned(throughputMiBps: number): EfsThroughput {
    return new EfsThroughput("provisioned", throughputMiBps);
  }

  private constructor(
    /** EFS's own name of the mode. */
    readonly mode: "elastic" | "bursting" | "provisioned",
    /** Throughput that is bought, MiB/s; undefined in the other modes. */
    readonly provisionedMiBps: number | undefined,
  ) {}
}

/** Ages at which EFS can move a file that is not read to cheaper storage. */
export const efsIdleDays = [1, 7, 14, 30, 60, 90, 180, 270, 365] as const;
/** Days without a read after which EFS can move a file to infrequent access. */
export type EfsIdleDays = (typeof efsIdleDays)[number];

export interface EfsSharedHomeProps {
  /** Network that it stands in: subnets and address ranges come from it. */
  readonly vpc: IFactoryVpc;
  /** Key that encrypts the data. @default - the account's own EFS key; it is encrypted in any case */
  readonly key?: ICustomerKey;
  /** How throughput is bought. @default EfsThroughput.elastic() */
  readonly throughput?: EfsThroughput;
  /** Moves files that were not read for that long to infrequent access, and back when they are. @default 30 */
  readonly infrequentAccessAfterDays?: EfsIdleDays;
  /** Backs up every day with AWS Backup, kept for 35 days. @default true */
  readonly backups?: boolean;
  /** What the files are, for reports and the rules about traffic across zones. @default "home" */
  readonly use?: "home" | "shared" | "weights" | "datasets" | "scratch";
  /** Id in the factory model and base of names. @default - the construct's id */
  readonly filesystemName?: string;
}

/** Everything that is wrong with the props of an EfsSharedHome. */
export function checkEfsSharedHomeProps(props: EfsSharedHomeProps, path: string): Finding[] {
  return [...checkSubnets(props, path), ...checkThroughput(props, path), ...checkIdleDays(props, path)];
}

function checkSubnets({ vpc }: EfsSharedHomeProps, path: string): Finding[] {
  if (vpc.nodeSubnets.length > 0) return [];
  return [
    problem("STO-170-efs-subnets", `${path}.vpc`, "the VPC has no node subnet for a mount target", {
      given: [],
      allowed: "one node subnet for each zone with nodes",
      fix: "name the private subnets of the VPC",
    }),
  ];
}

function checkThroughput({ throughput }: EfsSharedHomeProps, path: string): Finding[] {
  const mibps = throughput?.provisionedMiBps;
  if (!isKnown(mibps) || (mibps >= 1 && mibps <= 3414)) return [];
  return [
    problem("STO-171-efs-throughput", `${path}.throughput`, "no throughput that EFS provisions", {
      given: mibps,
      allowed: "1 to 3414 MiB/s",
      fix: "take EfsThroughput.elastic()",
    }),
  ];
}

function checkIdleDays({ infrequentAccessAfterDays: days }: EfsSharedHomeProps, path: string): Finding[] {
  if (!isKnown(days) || efsIdleDays.includes(days)) return [];
  return [
    problem("STO-172-efs-idle-days", `${path}.infrequentAccessAfterDays`, "no age at which EFS moves files", {
      given: days,
      allowed: efsIdleDays,
      fix: "take one of the allowed ages",
    }),
  ];
}
