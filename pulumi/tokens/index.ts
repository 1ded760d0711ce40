import { awsFunctions, awsRows } from "./aws";
import { camelCase } from "../names";
import { bridgedArguments, bridgedName } from "./bridged";
import { kubernetesRows } from "./kubernetes";
import type { Block, Lowering } from "../lowering";

/** The Pulumi provider that a type belongs to. */
export type Package = "aws" | "kubernetes";

/** What a Terraform type is in Pulumi. */
export interface TokenRow {
  readonly token: string;
  readonly package: Package;
  /** What Pulumi calls an attribute at the top of the resource. */
  readonly nameOf: (attribute: string) => string;
  /** @param folder where the stack was written, for charts that lie beside it */
  readonly lower: (block: Block, lowering: Lowering, folder: string) => Record<string, unknown>;
}

/** Undefined where the type is not in the table. */
export function tokenRow(type: string): TokenRow | undefined {
  const bridged = Object.hasOwn(awsRows, type) ? awsRows[type] : undefined;
  if (bridged !== undefined) {
    return {
      token: bridged.token,
      package: "aws",
      nameOf: (attribute) => bridgedName(attribute, bridged),
      lower: (block, lowering) => bridgedArguments(block, bridged, lowering),
    };
  }
  const kubernetes = Object.hasOwn(kubernetesRows, type) ? kubernetesRows[type] : undefined;
  return kubernetes && { ...kubernetes, package: "kubernetes", nameOf: camelCase };
}

/** The function that answers for a data source; undefined where it is not in the table. */
export function functionToken(type: string): string | undefined {
  return Object.hasOwn(awsFunctions, type) ? awsFunctions[type] : undefined;
}

/** All Terraform types of the table. */
export function mappedTypes(): readonly string[] {
  return [...Object.keys(awsRows), ...Object.keys(kubernetesRows)];
}
