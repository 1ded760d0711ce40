import {
  findRegion,
  partition,
  regions as knownRegions,
  suggestNames,
  UnknownNameError,
  type Partition,
} from "../../catalog";

/** What guardrails protect: the part of a boundary that AWS can enforce. */
export interface GuardrailScope {
  /** Name of the boundary; part of the policies' names. */
  readonly name: string;
  /** AWS regions that may be used: one at least, all of one partition. */
  readonly regions: readonly string[];
  /** Id of the organisation (`o-…`): the identities and resources that trust each other. @default - `accounts` alone */
  readonly organization?: string;
  /** Accounts inside. @default - none named */
  readonly accounts?: readonly string[];
  /** The weakest custody of keys that is accepted. @default "customer-managed" */
  readonly keyCustody?: "provider-managed" | "customer-managed" | "imported" | "hsm" | "external";
  /** Whether the way to the internet stays closed. @default true */
  readonly closedNetwork?: boolean;
  /** Geographic prefixes of Bedrock inference profiles that stay inside: `eu`. @default - none */
  readonly inferenceGeographies?: readonly string[];
  /**
   * Roles that the guardrails spare, by ARN without wildcards in the role's name: break-glass, and the pipeline that
   * keeps the organisation. @default - nobody
   */
  readonly exemptRoleArns?: readonly string[];
}

/** The partition that all regions of the scope are in. @throws Error where they are in none or in several */
export function partitionOfScope({ name, regions }: GuardrailScope): Partition {
  const ids = regions.map((region) => {
    const row = findRegion(region);
    if (row === undefined)
      throw new UnknownNameError(
        "region",
        region,
        suggestNames(
          region,
          knownRegions().map((each) => each.name),
        ),
      );
    return row.partition;
  });
  const [id] = ids;
  if (id === undefined || new Set(ids).size > 1) {
    throw new Error(
      `guardrails of '${name}' need regions of one partition; given: ${regions.join(", ") || "none"}. ` +
        "An organisation stands in one partition: write one scope for each.",
    );
  }
  return partition(id);
}
