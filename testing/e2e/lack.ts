import type { AddressedBlock } from "./document";

/** Resources that a simulator cannot carry, and why. */
export interface Lack {
  /** Resource types, by their beginning. */
  readonly types: readonly string[];
  readonly reason: string;
}

/** Why a simulator cannot carry a block; undefined where it can. */
export function lacking(
  section: AddressedBlock["section"],
  lacks: readonly Lack[],
  block: AddressedBlock,
  simulator: string,
): string | undefined {
  if (block.section !== section) return undefined;
  const lack = lacks.find(({ types }) => types.some((beginning) => block.type.startsWith(beginning)));
  return lack && `${simulator}: ${lack.reason}`;
}
