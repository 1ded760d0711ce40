import { oversubscribedFabric } from "../../../validation/rules/FAB-012-oversubscribed-fabric";
import { check, describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";

function planned() {
  const plan = { tiers: [{ name: "leaf", switches: 8 }], oversubscription: 1, cables: 512 };
  const fabric = node("fabrics", { kind: "infiniband", plan });
  const accelerator = { name: "H100", kind: "gpu", perNode: 8 };
  const pool = node("pools", { fabricId: "fabric", fabricGbpsPerNode: 3200, accelerator });
  return { fabric, plan, pool, model: emptyModel({ fabrics: [fabric], pools: [pool] }) };
}

describeRule(oversubscribedFabric, {
  passing: planned,
  stillPasses: {
    "more up than down": ({ plan }) => (plan.oversubscription = 0.5),
    "a storage fabric beside it": ({ model, plan }) =>
      model.fabrics.push(node("fabrics", { id: "storage", use: "storage", plan: { ...plan, oversubscription: 3 } })),
  },
  mutations: {
    "two to one": {
      change: ({ plan }) => (plan.oversubscription = 2),
      finds: /oversubscribed 2:1; 200 Gbps for each accelerator/,
    },
    slightly: ({ plan }) => (plan.oversubscription = 1.1),
  },
});

describe("FAB-012 and what the fabric is for", () => {
  it("only remarks where no training is meant", () => {
    const input = planned();
    input.plan.oversubscription = 2;
    expect(check(oversubscribedFabric, input).findings[0]?.severity).toBe("warning");
    input.model.intent = "inference";
    expect(check(oversubscribedFabric, input).findings[0]?.severity).toBe("info");
  });
});
