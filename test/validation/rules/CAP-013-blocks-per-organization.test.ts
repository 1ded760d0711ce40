import { blocksPerOrganization } from "../../../validation/rules/CAP-013-blocks-per-organization";
import { describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";

function blocks(count: number) {
  const pools = Array.from({ length: count }, (_, index) =>
    node("pools", { id: `block-${index}`, maxNodes: 64, capacity: { kind: "capacity-block" } }),
  );
  return { pools, model: emptyModel({ pools }) };
}

describeRule(blocksPerOrganization, {
  passing: () => blocks(4),
  stillPasses: {
    "a fifth pool on demand": ({ model }) => model.pools.push(node("pools", { id: "rest", maxNodes: 64 })),
    "UltraServers beside them, whose limit is not published": ({ model }) =>
      model.pools.push(
        node("pools", { instanceType: "p6e-gb200.36xlarge", maxNodes: 18, capacity: { kind: "capacity-block" } }),
      ),
    "a fifth one after the others": ({ model, pools }) => {
      for (const pool of pools) pool.capacity.endsAt = "2026-12-19T11:30:00Z";
      const capacity = { kind: "capacity-block" as const, startsAt: "2026-12-19T11:30:00Z" };
      model.pools.push(node("pools", { id: "later", maxNodes: 64, capacity }));
    },
  },
  mutations: {
    "a fifth block": {
      change: ({ model }) => model.pools.push(...blocks(1).pools),
      finds: /hold 320 instances at one time/,
    },
    "a fifth one that overlaps": ({ model, pools }) => {
      for (const pool of pools) pool.capacity.endsAt = "2026-12-19T11:30:00Z";
      const capacity = { kind: "capacity-block" as const, startsAt: "2026-12-18T11:30:00Z" };
      model.pools.push(node("pools", { id: "later", maxNodes: 64, capacity }));
    },
  },
});
