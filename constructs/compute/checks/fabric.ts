import { instanceTypes, type InstanceType } from "../../../catalog";
import type { Finding } from "../../../validation/finding";
import { problem } from "../../aws/problem";
import type { PoolFacts } from "../pool-props";

/** EC2 refuses an EFA interface on a type that has none. */
export function checkEfaSupported(type: InstanceType, { fabric }: PoolFacts, path: string): Finding[] {
  if (fabric === undefined || type.efa !== undefined) return [];
  const siblings = instanceTypes().filter((other) => other.family === type.family && other.efa !== undefined);
  return [
    problem("FAB-050-efa-supported", `${path}.fabric`, `${type.name} has no EFA`, {
      given: type.name,
      allowed: siblings.length === 0 ? "a type with EFA" : siblings.map((other) => other.name),
      fix:
        siblings.length === 0
          ? "leave the fabric out, or choose a type with EFA"
          : "choose a larger size of the family",
      sources: [`${type.source} (${type.asOf})`],
    }),
  ];
}
