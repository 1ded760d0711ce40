import { rdmaMtu } from "../../../validation/rules/FAB-011-rdma-mtu";
import { check, describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";

function roce() {
  const quality = { mode: "lossless" as const, priority: 3, dscp: 26, ecn: true, switchMtu: 9216 };
  const fabric = node("fabrics", { kind: "roce", mtu: 9000, quality });
  return { fabric, model: emptyModel({ fabrics: [fabric] }) };
}

describeRule(rdmaMtu, {
  passing: roce,
  stillPasses: {
    "switches that nobody described": ({ fabric }) => delete fabric.quality,
    "just enough": ({ fabric }) => (fabric.mtu = 4246),
  },
  mutations: {
    "the usual Ethernet": { change: ({ fabric }) => (fabric.mtu = 1500), finds: /does not hold an RDMA packet/ },
    "no room for headers": ({ fabric }) => (fabric.mtu = 4096),
    "smaller switches": {
      change: ({ fabric }) => Object.assign(fabric.quality ?? {}, { switchMtu: 4200 }),
      finds: /switches drop/,
    },
  },
});

describe("FAB-011 on other fabrics", () => {
  it("judges neither EFA nor fabrics without a stated MTU", () => {
    const input = roce();
    input.fabric.kind = "efa";
    input.model.fabrics.push(node("fabrics", { id: "second", kind: "roce" }));
    expect(check(rdmaMtu, input).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
