import { fail, pass, type Rule } from "ai-factory-blueprints/validation";

const most = 32;

/** Acme's contract with its provider ends at 32 nodes a pool. */
export const poolSize: Rule = {
  id: "CAP-900-acme-pool-size",
  family: "CAP",
  title: `a pool has at most ${most} nodes`,
  severity: "error",
  reads: "model",
  cause: "The contract does not cover more: the nodes would be billed at list price.",
  mend: `make several pools, or ask procurement for more than ${most} nodes`,
  sources: ["contract 2026-17, annex 2"],
  unknownMeans: "Nothing: the size of a pool is always known.",
  example: { fails: "a pool of 64 nodes", passes: "a pool of 16 nodes" },
  *check({ model }) {
    for (const pool of model?.pools ?? []) {
      const { maxNodes } = pool;
      if (maxNodes <= most) yield pass(pool);
      else yield fail(pool, { message: `the pool ${pool.id} has ${maxNodes} nodes`, given: maxNodes, allowed: most });
    }
  },
};

/** Acme's rules, as `aifactory check --rules` takes them. */
export const rules: readonly Rule[] = [poolSize];
