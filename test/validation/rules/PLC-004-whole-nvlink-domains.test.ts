import { wholeNvlinkDomains } from "../../../validation/rules/PLC-004-whole-nvlink-domains";
import { check, describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";

function racks() {
  const pool = node("pools", { system: "gb200-nvl72", minNodes: 36, maxNodes: 36, placement: "nvlink-domain" });
  delete pool.instanceType;
  return { pool, model: emptyModel({ pools: [pool] }) };
}

describeRule(wholeNvlinkDomains, {
  passing: racks,
  stillPasses: {
    "off, or one whole rack": ({ pool }) => Object.assign(pool, { minNodes: 0, maxNodes: 18 }),
    "a system of one's own, with its domain stated": ({ pool }) =>
      Object.assign(pool, { system: "own", nvlinkDomainNodes: 12 }),
    "a machine whose domain is the node": ({ pool }) =>
      Object.assign(pool, { system: "dgx-h100", maxNodes: 31, minNodes: 31, placement: "none" }),
  },
  mutations: {
    "two nodes too many": { change: ({ pool }) => (pool.maxNodes = 38), finds: /inside an NVLink domain of 18 nodes/ },
    "a least size inside a rack": ({ pool }) => (pool.minNodes = 4),
    "no placement": { change: ({ pool }) => (pool.placement = "none"), finds: /not kept inside/ },
  },
  unknown: {
    "a system that the catalogue lacks": ({ pool }) => (pool.system = "nvl576"),
  },
});

describe("PLC-004 on cloud pools", () => {
  it("leaves them to the rules of UltraServers", () => {
    const { rules } = check(wholeNvlinkDomains, { model: emptyModel({ pools: [node("pools")] }) });
    expect(rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });

  it("names the sizes that would be whole", () => {
    const input = racks();
    input.pool.maxNodes = 20;
    input.pool.minNodes = 18;
    expect(check(wholeNvlinkDomains, input).findings[0]).toMatchObject({ allowed: "multiples of 18: 18 or 36" });
  });
});
