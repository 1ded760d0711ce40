import { capacityBlockRules, ultraServersOf } from "../../catalog/aws/capacity-blocks";
import { fail, pass, type Rule } from "../rule";

export const blocksPerOrganization: Rule = {
  id: "CAP-013-blocks-per-organization",
  family: "CAP",
  title: "the capacity blocks of all pools stay within what an organisation can hold",
  severity: "error",
  reads: "model",
  cause:
    `AWS sells an organisation at most ${capacityBlockRules().maxInstancesPerOrganization} instances in capacity blocks at one time. What is beyond it cannot be bought, however ` +
    "many accounts it is spread over.",
  mend: "cut the pools, let blocks follow one another, or reserve the rest with an On-Demand Capacity Reservation",
  sources: [capacityBlockRules().source],
  unknownMeans: "Never unknown: blocks without dates count as held at the same time.",
  example: {
    fails: "five pools on blocks of 64 instances at the same time",
    passes: "four such pools, or five one after another",
  },
  *check({ model }) {
    const pools = (model?.pools ?? [])
      .filter(
        ({ capacity, instanceType = "" }) =>
          capacity.kind === "capacity-block" && ultraServersOf(instanceType).length === 0,
      )
      .map(({ id, path, maxNodes, capacity }) => {
        return {
          id,
          path,
          maxNodes,
          start: instant(capacity.startsAt, -Infinity),
          end: instant(capacity.endsAt, Infinity),
        };
      });
    const limit = capacityBlockRules().maxInstancesPerOrganization;
    for (const pool of pools) {
      // The most that is held at once is held when one of the blocks starts.
      const held = pools.filter(({ start, end }) => start <= pool.start && pool.start < end);
      const instances = held.reduce((sum, { maxNodes }) => sum + maxNodes, 0);
      if (instances <= limit) yield pass({ path: pool.path });
      else {
        yield fail(
          { path: pool.path },
          {
            message: `with this pool, capacity blocks hold ${instances} instances at one time`,
            given: held.map(({ id, maxNodes }) => `${id}: ${maxNodes}`),
            allowed: `${limit} in the whole organisation`,
          },
        );
      }
    }
  },
};

function instant(text: string | undefined, otherwise: number): number {
  const time = text === undefined ? NaN : Date.parse(text);
  return Number.isNaN(time) ? otherwise : time;
}
