import fc from "fast-check";
import { fabricCables } from "../../../planning/fabric/cables";
import { checkCabling } from "../../../planning/fabric/check-cabling";
import { findSwitchModel, plannableSwitches } from "../../../planning/fabric/catalog-switch";
import { fabricLinks } from "../../../planning/fabric/links";
import { planFabric } from "../../../planning/fabric/plan-fabric";
import { parseSwitch, portsAt } from "../../../planning/fabric/switch-ports";
import type { FabricInput, FabricPlan, SwitchModel } from "../../../planning/fabric/types";

function model(id: string): SwitchModel {
  const found = findSwitchModel(id) ?? parseSwitch(id);
  if (found === undefined) throw new Error(`no switch ${id}`);
  return found;
}

const h100 = (nodes: number, more: Partial<FabricInput> = {}): FabricInput => ({
  groups: [{ name: "dgx", nodes, portsPerNode: 8 }],
  endpointGbps: 400,
  leafSwitch: model("QM9700"),
  ...more,
});

const counts = (plan: FabricPlan) => plan.tiers.map((tier) => `${tier.switches} ${tier.name}`);

describe("planFabric", () => {
  it("keeps four leaf ports for UFM and counts their cables, as the 127-node design does", () => {
    const plan = planFabric(h100(127));
    expect(counts(plan)).toEqual(["32 leaf", "16 spine"]);
    expect(plan).toMatchObject({ endpoints: 1016, managementLinks: 4, cables: 2044, hops: 3, problems: [] });
  });

  it("warns that a full set of units leaves no port for the subnet manager", () => {
    const plan = planFabric(h100(128));
    expect(counts(plan)).toEqual(["32 leaf", "16 spine"]);
    expect(plan.managementLinks).toBe(0);
    expect(plan.problems).toEqual([
      expect.objectContaining({ rule: "FAB-071-subnet-manager-ports", severity: "warning", given: expect.any(String) }),
    ]);
  });

  it("refuses a full set of units where ports for the subnet manager were asked for", () => {
    const plan = planFabric(h100(128, { managementPorts: 4 }));
    expect(plan.tiers).toEqual([]);
    expect(plan.problems).toMatchObject([{ rule: "FAB-071-subnet-manager-ports", severity: "error" }]);
  });

  it("builds a partly filled unit's leaves and uplinks whole", () => {
    const plan = planFabric(h100(33));
    expect(counts(plan)).toEqual(["16 leaf", "8 spine"]);
    expect(plan.cableTiers.map((tier) => tier.links)).toEqual([33 * 8 + 4, 512]);
    expect(plan.tiers[0]).toMatchObject({ ports: 1024, portsUsed: 268 + 512, portsFree: 1024 - 780 });
  });

  it("gives every leaf as many links to each spine where a plain quotient would not (3 units: 16, not 12)", () => {
    const links = new Map<string, number>();
    for (const link of fabricLinks(planFabric(h100(96)))) {
      if (link.tier !== "leaf-spine") continue;
      const pair = `${link.lower}-${link.upper}`;
      links.set(pair, (links.get(pair) ?? 0) + 1);
    }
    expect(links.size).toBe(24 * 16);
    expect(new Set(links.values())).toEqual(new Set([2]));
  });

  it("puts port i of each node of a unit on one leaf", () => {
    const leaves = new Map<string, Set<number>>();
    for (const link of fabricLinks(planFabric(h100(100)))) {
      if (link.tier !== "node-leaf" || link.lower >= 100) continue;
      const rail = `${Math.floor(link.lower / 32)}/${link.lowerLink}`;
      leaves.set(rail, (leaves.get(rail) ?? new Set()).add(link.upper));
    }
    expect(leaves.size).toBe(4 * 8);
    expect([...leaves.values()].every((set) => set.size === 1)).toBe(true);
    expect(new Set([...leaves.values()].map((set) => [...set][0])).size).toBe(32);
  });

  it("oversubscribes a leaf 3:1 where that is allowed", () => {
    const plan = planFabric(h100(96, { oversubscription: 3 }));
    expect(plan.oversubscription).toBe(3);
    expect(plan.layout).toMatchObject({ leafDown: 48, leafUp: 16 });
    expect(counts(plan)).toEqual(["16 leaf", "4 spine"]);
  });

  it("splits the ports of a faster switch and buys one cable for the links of a port", () => {
    const plan = planFabric(h100(64, { leafSwitch: model("SN5600"), technology: "ethernet" }));
    expect(counts(plan)).toEqual(["8 leaf", "4 spine"]);
    expect(plan.links).toBe(1024);
    expect(plan.cables).toBe(512);
    const cables = [...fabricCables(plan)];
    expect(new Set(cables.map((cable) => cable.cable)).size).toBe(512);
    expect(cables[0]).toMatchObject({
      from: { device: "dgx-01", port: "nic1" },
      to: { device: "compute-leaf-01", port: "1/1" },
    });
  });

  it("wires a 48-port switch by its four uplink ports", () => {
    const plan = planFabric({
      name: "oob",
      technology: "ethernet",
      groups: [{ name: "bmc", nodes: 300, portsPerNode: 1 }],
      endpointGbps: 1,
      leafSwitch: model("SN2201"),
      spineSwitch: model("SN4600C"),
      minSpines: 2,
    });
    expect(counts(plan)).toEqual(["7 leaf", "2 spine"]);
    expect(plan.uplinkGbps).toBe(100);
    expect(plan.tiers[0]).toMatchObject({ ports: 7 * 52, portsUsed: 300 + 28 });
    expect(checkCabling(plan)).toEqual([]);
  });

  it("is one switch where one rail fits into it", () => {
    const plan = planFabric({ ...h100(20), groups: [{ name: "bmc", nodes: 20, portsPerNode: 1 }], managementPorts: 0 });
    expect(counts(plan)).toEqual(["1 leaf"]);
    expect(plan).toMatchObject({ hops: 1, oversubscription: 1, cables: 20 });
  });

  it("packs ports without rails", () => {
    const plan = planFabric(h100(33, { railOptimised: false, managementPorts: 0 }));
    expect(plan.tiers[0]?.switches).toBe(Math.ceil((33 * 8) / 32));
    expect(checkCabling(plan)).toEqual([]);
  });

  it("gives nodes with different numbers of ports leaves of their own", () => {
    const groups = [
      { name: "gpu", nodes: 40, portsPerNode: 2 },
      { name: "store", nodes: 6, portsPerNode: 4 },
      { name: "cpu", nodes: 10, portsPerNode: 2 },
    ];
    const plan = planFabric({ ...h100(1), groups, name: "storage", managementPorts: 0 });
    expect(plan.layout?.segments.map((segment) => [segment.rails, segment.nodes, segment.units])).toEqual([
      [2, 50, 2],
      [4, 6, 1],
    ]);
    expect(plan.tiers[0]?.switches).toBe(8);
    expect(checkCabling(plan)).toEqual([]);
  });

  it("says how many endpoints three tiers would carry when it has too many", () => {
    const plan = planFabric(h100(8193));
    expect(plan.tiers).toEqual([]);
    expect(plan.problems).toMatchObject([
      { rule: "FAB-070-fabric-ports", given: 65544, allowed: "at most 65536 endpoints per plane" },
    ]);
    expect(planFabric(h100(8192)).tiers.map((tier) => tier.switches)).toEqual([2048, 2048, 1024]);
  });

  it("refuses absurd sizes without building them", () => {
    expect(planFabric(h100(4_000_000_000)).problems).toMatchObject([{ rule: "FAB-070-fabric-ports" }]);
  });

  it("refuses switches, splits and numbers of links beyond what is planned to the port", () => {
    const leafSwitch = { id: "own", ports: 1_000_000, portGbps: 400 };
    const split = { id: "own", ports: 64, portGbps: 800, splits: [{ ways: 1e6, gbps: 400 }] };
    for (const [more, given] of [
      [{ leafSwitch }, 1_000_000],
      [{ leafSwitch: split }, 1e6],
      [{ leafSwitch: { ...model("SN2201"), uplinkPorts: NaN } }, NaN],
      [{ leafSwitch: model("512x400"), planes: 64, groups: [{ name: "n", nodes: 4000, portsPerNode: 8 }] }, 4_145_408],
    ] as const) {
      const plan = planFabric(h100(16, more));
      expect(plan.layout).toBeUndefined();
      expect(plan.problems).toMatchObject([{ rule: "FAB-072-fabric-input", given, allowed: expect.any(String) }]);
    }
  });

  it("says the most of two tiers when only two are allowed", () => {
    expect(planFabric(h100(257, { tiers: 2 })).problems).toMatchObject([
      { rule: "FAB-070-fabric-ports", allowed: "at most 2048 endpoints per plane" },
    ]);
    expect(planFabric(h100(16, { tiers: 1 })).problems).toMatchObject([{ allowed: "at most 60 endpoints per plane" }]);
  });

  it("builds three tiers where they are asked for, though two would do", () => {
    const plan = planFabric(h100(63, { tiers: 3 }));
    expect(counts(plan)).toEqual(["16 leaf", "16 spine", "8 core"]);
    expect(checkCabling(plan)).toEqual([]);
  });

  it("reports all bad figures at once, and speeds only when the figures are sound", () => {
    const bad = planFabric({
      groups: [
        { name: "a", nodes: -1, portsPerNode: 1.5 },
        { name: "a", nodes: Number.NaN, portsPerNode: 1 },
      ],
      endpointGbps: 0,
      leafSwitch: { id: "x", ports: 0, portGbps: 400 },
      oversubscription: 0.5,
      planes: 0,
    });
    expect(bad.problems.map((problem) => problem.path)).toEqual([
      "compute.groups[0].nodes",
      "compute.groups[0].portsPerNode",
      "compute.groups[1].nodes",
      "compute.groups[1].name",
      "compute.planes",
      "compute.oversubscription",
      "compute.endpointGbps",
      "compute.leafSwitch.ports",
    ]);
    expect(planFabric(h100(8, { planes: 2 ** 31 })).problems).toMatchObject([{ path: "compute.planes" }]);
    expect(planFabric(h100(8, { endpointGbps: 800 })).problems[0]).toMatchObject({ rule: "FAB-073-port-speed" });
    expect(planFabric(h100(8, { groups: [] })).problems).toMatchObject([{ path: "compute.groups" }]);
  });

  it("knows every switch of the catalogue, and any other by ports and speed", () => {
    expect(plannableSwitches()).toEqual(expect.arrayContaining(["QM9700", "Q3400-RA", "SN5600", "SN5400", "SN2201"]));
    expect(portsAt(model("SN5600"), 400)).toBe(128);
    expect(portsAt(model("SN5600"), 100)).toBe(256);
    expect(portsAt(model("QM9700"), 800)).toBe(0);
    expect(parseSwitch("64x800")).toEqual({ id: "64x800", ports: 64, portGbps: 800 });
    expect(parseSwitch("64 ports")).toBeUndefined();
  });
});

describe("any fabric", () => {
  const input: fc.Arbitrary<FabricInput> = fc.record({
    groups: fc
      .array(fc.record({ nodes: fc.integer({ min: 1, max: 150 }), portsPerNode: fc.integer({ min: 1, max: 8 }) }), {
        minLength: 1,
        maxLength: 3,
      })
      .map((groups) => groups.map((group, index) => ({ name: `g${index}`, ...group }))),
    endpointGbps: fc.constantFrom(100, 200, 400),
    leafSwitch: fc.constantFrom(...["QM9700", "SN5600", "16x400", "24x400", "33x800"].map(model)),
    planes: fc.integer({ min: 1, max: 2 }),
    oversubscription: fc.constantFrom(1, 1.5, 2, 3),
    railOptimised: fc.boolean(),
    technology: fc.constantFrom("infiniband" as const, "ethernet" as const),
    tiers: fc.constantFrom(undefined, 2 as const, 3 as const),
    nodesPerUnit: fc.constantFrom(undefined, 4, 8, 32),
  });

  it("is wired port to port without a fault, keeps its ratio and adds up; or it says why not", () => {
    fc.assert(
      fc.property(input, (given) => {
        const plan = planFabric(given);
        if (plan.tiers.length === 0) {
          expect(plan.problems.some((problem) => problem.severity === "error")).toBe(true);
          return;
        }
        expect(checkCabling(plan)).toEqual([]);
        expect(plan.oversubscription).toBeLessThanOrEqual((given.oversubscription ?? 1) + 1e-3);
        expect(plan.cables).toBe(plan.cableTiers.reduce((sum, tier) => sum + tier.cables, 0));
        for (const tier of plan.tiers) {
          expect(tier.portsFree).toBeGreaterThanOrEqual(0);
          expect(tier.ports).toBe(tier.portsUsed + tier.portsFree);
        }
      }),
      { numRuns: 150, seed: 7 },
    );
  });

  it("has as many cables as its plan says, and spreads uplinks evenly to within one link", () => {
    fc.assert(
      fc.property(input, (given) => {
        const plan = planFabric(given);
        const cables = new Set<string>();
        let links = 0;
        for (const cable of fabricCables(plan)) {
          links += 1;
          cables.add(cable.cable);
        }
        expect([cables.size, links]).toEqual([plan.cables, plan.links]);
        const loads = new Map<string, Map<number, number>>();
        for (const link of fabricLinks(plan)) {
          if (link.tier === "node-leaf") continue;
          const of = `${link.plane} ${link.tier} ${link.lower}`;
          const load = loads.get(of) ?? new Map<number, number>();
          loads.set(of, load.set(link.upper, (load.get(link.upper) ?? 0) + 1));
        }
        for (const load of loads.values()) {
          expect(Math.max(...load.values()) - Math.min(...load.values())).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 60, seed: 11 },
    );
  });
});
