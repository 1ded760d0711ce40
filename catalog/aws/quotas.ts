import stored from "../data/aws-quotas.json";
import type { Dated } from "../dated";
import { Table } from "../lookup";
import type { InstanceType } from "./instance-types";

/** A service quota of an AWS account in one region. */
export interface Quota extends Dated {
  /** `ec2`, `eks`, `fsx`, `vpc`. */
  readonly service: string;
  /** `L-417A185B`. */
  readonly code: string;
  /** Name as the console prints it. */
  readonly name: string;
  /** What the quota counts. */
  readonly unit: "vCPU" | "GiB" | "count";
  /** Value of a new account, as one account's dump shows it. @default - unknown */
  readonly defaultValue?: number;
  /** Whether AWS can raise it. */
  readonly adjustable: boolean;
}

/** How instances are bought. */
export type Market = "on-demand" | "spot" | "capacity-block";

interface StoredQuotas {
  readonly quotas: readonly Quota[];
  /** Beginning of the instance family -> codes, longest beginning wins. */
  readonly byFamily: readonly { readonly prefix: string; readonly onDemand: string; readonly spot?: string }[];
}
const data = stored as unknown as StoredQuotas;
const quotaTable = new Table("quota code", data.quotas, (row) => row.code);

/** All quotas the catalogue knows. */
export function quotas(): readonly Quota[] {
  return quotaTable.rows;
}

/** The quota of that code. @throws UnknownNameError */
export function quota(code: string): Quota {
  return quotaTable.get(code);
}

/**
 * The quota that running instances of the type count against, in vCPUs (not instances); undefined for capacity blocks,
 * which count against none, and where the catalogue knows none (spot HPC).
 */
export function quotaFor(type: InstanceType, market: Market): Quota | undefined {
  if (market === "capacity-block") return undefined;
  const row = data.byFamily
    .filter((candidate) => type.family.startsWith(candidate.prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length)[0];
  const code = market === "spot" ? row?.spot : row?.onDemand;
  return code === undefined ? undefined : quotaTable.find(code);
}
