import {
  findInstanceType,
  instanceType,
  offeredZoneIds,
  offering,
  regionsOffering,
  UnknownNameError,
  type InstanceType,
} from "../../../catalog";
import { Token } from "../../../core/cdktf";
import type { Finding } from "../../../validation/finding";
import { problem } from "../../aws/problem";
import { poolZones } from "../placement";
import type { PoolFacts } from "../pool-props";

/** The catalogue's row, or undefined for an unknown name or a token: then the other checks have nothing to judge. */
export function knownType(name: string): InstanceType | undefined {
  return Token.isUnresolved(name) ? undefined : findInstanceType(name);
}

export function checkKnownType(name: string, path: string): Finding[] {
  if (Token.isUnresolved(name)) {
    return [
      problem("ACC-050-known-instance-type", path, "the instance type must be known at synth", {
        given: "a value that only the plan knows",
        allowed: "a name, e.g. p5en.48xlarge: interfaces, image and devices follow from it",
        fix: "write the type's name",
      }),
    ];
  }
  try {
    instanceType(name);
    return [];
  } catch (error) {
    if (!(error instanceof UnknownNameError)) throw error;
    const [nearest] = error.suggestions;
    return [
      problem("ACC-050-known-instance-type", path, error.message, {
        given: name,
        allowed: error.suggestions.length === 0 ? "an instance type of the catalogue" : error.suggestions,
        fix: nearest === undefined ? "name an instance type of the catalogue" : `write '${nearest}'`,
      }),
    ];
  }
}

/** A GPU pool without accelerators would wait for a device plugin for ever. */
export function checkAccelerated(type: InstanceType, path: string): Finding[] {
  if (type.accelerator !== undefined) return [];
  return [
    problem("ACC-051-pool-kind", path, `${type.name} has no accelerator`, {
      given: type.name,
      allowed: "an accelerated type",
      fix: "make it an EksNodePool, or choose an accelerated type",
    }),
  ];
}

/** Accelerated nodes need devices, taints and drivers that a CPU pool does not bring. */
export function checkNotAccelerated(type: InstanceType, path: string): Finding[] {
  if (type.accelerator === undefined) return [];
  return [
    problem("ACC-051-pool-kind", path, `${type.name} has accelerators, which a CPU pool does not offer to pods`, {
      given: type.name,
      allowed: "a type without accelerators",
      fix: "make it an EksGpuNodePool",
    }),
  ];
}

export function checkOfferedInRegion(type: InstanceType, { cluster }: PoolFacts, path: string): Finding[] {
  const { region } = cluster;
  if (Token.isUnresolved(region) || offering(type, region) !== "not-offered") return [];
  return [
    problem("AVL-050-type-offered-in-region", path, `EC2 does not offer ${type.name} in ${region}`, {
      given: region,
      allowed: regionsOffering(type),
      fix: "choose one of these regions or another type",
      sources: [`${type.source} (${type.asOf})`],
    }),
  ];
}

/** Zone names differ between accounts, zone ids do not: only the number of zones can be judged. */
export function checkEnoughZonesOffer(type: InstanceType, facts: PoolFacts, path: string): Finding[] {
  const { region } = facts.cluster;
  if (Token.isUnresolved(region)) return [];
  const zones = poolZones(facts);
  const offered = offeredZoneIds(type, region);
  if (offered.length === 0 || zones.length <= offered.length) return [];
  return [
    problem("AVL-051-zones-offering-type", `${path}.zones`, `not every zone of the pool can have ${type.name}`, {
      given: zones,
      allowed: `${offered.length} of them: EC2 offers the type in the zones with id ${offered.join(", ")} only`,
      fix: "state the zones; `aws ec2 describe-availability-zones` tells the names that these ids have in your account",
      sources: [`${type.source} (${type.asOf})`],
    }),
  ];
}
