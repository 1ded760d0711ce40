import { FactoryError } from "../../validation/factory-error";
import type { INodePool } from "../contracts";

/** What a component asks of the pools that it runs on. */
export interface PoolNeed {
  /** In words: `NVIDIA GPUs`. */
  readonly need: string;
  has(pool: INodePool): boolean;
}

/** The pools that have what the component needs. @throws FactoryError where none has */
export function requirePools<Pool extends INodePool>(
  component: string,
  pools: readonly Pool[],
  need: PoolNeed,
): readonly Pool[] {
  const found = pools.filter((pool) => need.has(pool));
  if (found.length > 0) return found;
  throw new FactoryError([
    {
      rule: "PLT-050-no-pool",
      severity: "error",
      verdict: "fail",
      message: `component '${component}' has no pool to run on: none has ${need.need}`,
      path: `${component}.pools`,
      given: pools.map(({ poolName }) => poolName),
      allowed: `at least one pool with ${need.need}`,
      fix: "leave the component out, or give it the pool",
    },
  ]);
}
