import fc from "fast-check";
import { system } from "../../../catalog/systems";
import { failureDomains } from "../../../planning/racks/failure-domains";
import { planRacks } from "../../../planning/racks/plan-racks";
import { positionsOf } from "../../../planning/racks/positions";
import { switchFigures, systemFigures } from "../../../planning/racks/system-figures";
import type { DeviceFigures, PlacementGroup, Rack, RackType } from "../../../planning/racks/types";

const names = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);

const group = (figures: DeviceFigures, count: number, more: Partial<PlacementGroup> = {}): PlacementGroup => ({
  name: figures.id,
  figures,
  devices: names(figures.id, count),
  role: "compute",
  ...more,
});

const dgx = systemFigures(system("dgx-h100"));
const gpuRack: RackType = { name: "gpu", units: 48, powerBudgetKW: 44, cooling: "rear-door" };

describe("planRacks", () => {
  it("places four DGX H100 in a rack of 44 kW and three in one of 40 kW", () => {
    const four = planRacks({ rackTypes: [gpuRack], groups: [group(dgx, 32)] });
    expect(four.racks.map((rack) => rack.items.length)).toEqual(Array.from({ length: 8 }, () => 4));
    expect(four.racks[0]).toMatchObject({ peakKW: 40.8, usedUnits: 32, row: 1, place: 1 });
    expect(four.racks[0]?.items.map((item) => item.fromU)).toEqual([1, 9, 17, 25]);
    expect(four.problems).toEqual([]);
    expect(four.assumptions).toEqual([expect.stringMatching(/^expectedLoad 0.8/)]);
    const three = planRacks({ rackTypes: [{ ...gpuRack, powerBudgetKW: 40 }], groups: [group(dgx, 32)] });
    expect(three.racks).toHaveLength(11);
  });

  it("keeps NVL72 as whole racks and asks for a multiple of 18 trays", () => {
    const nvl = systemFigures(system("gb300-nvl72"));
    const rackTypes = [{ name: "nvl", units: 48, powerBudgetKW: 140, cooling: "direct-liquid" as const }];
    const plan = planRacks({ rackTypes, groups: [group(nvl, 36)] });
    expect(plan.racks.map((rack) => [rack.items.length, rack.peakKW])).toEqual([
      [18, 135],
      [18, 135],
    ]);
    expect(planRacks({ rackTypes, groups: [group(nvl, 20)] }).problems).toMatchObject([
      { rule: "RCK-004-whole-rack", given: 20, fix: "plan 36 instead" },
    ]);
    const weak = [{ ...rackTypes[0], name: "weak", powerBudgetKW: 100, units: 10 } as RackType];
    expect(planRacks({ rackTypes: weak, groups: [group(nvl, 18)] }).problems.map((problem) => problem.rule)).toEqual([
      "PWR-001-rack-power",
      "RCK-002-rack-units",
    ]);
  });

  it("refuses a liquid-cooled system in an air-cooled hall", () => {
    const nvl = systemFigures(system("gb200-nvl72"));
    expect(planRacks({ rackTypes: [gpuRack], groups: [group(nvl, 18)] }).problems).toMatchObject([
      { rule: "CLG-001-cooling-method", given: ["rear-door"], allowed: ["direct-liquid"] },
    ]);
  });

  it("never counts unknown power as a pass", () => {
    const plan = planRacks({ rackTypes: [gpuRack], groups: [group(systemFigures(system("mi300x-node")), 2)] });
    expect(plan.problems.map((problem) => [problem.rule, problem.verdict, problem.severity])).toEqual([
      ["RCK-002-rack-units", "unknown", "error"],
      ["PWR-003-unknown-power", "unknown", "error"],
    ]);
    const own = systemFigures(system("mi300x-node"), { heightU: 8, maxPowerKW: 9 });
    expect(planRacks({ rackTypes: [gpuRack], groups: [group(own, 2)] }).problems).toEqual([]);
  });

  it("reports power, height and weight that no rack has, all at once, and places the rest", () => {
    const heavy: DeviceFigures = { id: "heavy", heightU: 50, maxPowerKW: 60, weightKg: 2000 };
    const plan = planRacks({
      rackTypes: [{ ...gpuRack, maxWeightKg: 1200 }],
      groups: [group(heavy, 1), group(dgx, 4)],
    });
    expect(plan.problems.map((problem) => problem.rule)).toEqual([
      "RCK-002-rack-units",
      "PWR-001-rack-power",
      "RCK-003-rack-weight",
    ]);
    expect(plan.racks).toHaveLength(1);
  });

  it("says how many racks are missing", () => {
    expect(planRacks({ rackTypes: [{ ...gpuRack, count: 7 }], groups: [group(dgx, 32)] }).problems).toMatchObject([
      { rule: "RCK-001-rack-count", given: 7, allowed: "at least 8" },
    ]);
  });

  it("warns of racks above what their cooling usually takes", () => {
    const air: RackType = { name: "air", units: 48, powerBudgetKW: 44, cooling: "air" };
    expect(planRacks({ rackTypes: [air], groups: [group(dgx, 4)] }).problems).toMatchObject([
      { rule: "CLG-002-cooling-band", severity: "warning", given: "40.8 kW a rack" },
    ]);
  });

  it("names the kinds of rack when an unknown one is asked for, and refuses bad figures", () => {
    expect(planRacks({ rackTypes: [gpuRack], groups: [group(dgx, 1, { rackType: "x" })] }).problems).toMatchObject([
      { rule: "RCK-005-rack-type", allowed: ["gpu"] },
    ]);
    const bad = planRacks({ rackTypes: [{ ...gpuRack, powerBudgetKW: 0 }], groups: [], expectedLoad: 2 });
    expect(bad.problems.map((problem) => problem.path)).toEqual(["expectedLoad", "racks.gpu.powerBudgetKW"]);
  });

  it("names every figure that nothing can be placed by, and opens no racks for it", () => {
    const given: Partial<PlacementGroup>[] = [{ minRacks: 2 ** 31 }, { minRacks: NaN }, { maxPerRack: 0 }];
    const groups = [...given.map((more) => group(dgx, 4, more)), group({ id: "own", heightU: NaN, maxPowerKW: -1 }, 1)];
    const plan = planRacks({ rackTypes: [{ ...gpuRack, units: NaN }], groups });
    expect(plan.racks).toEqual([]);
    expect(plan.problems.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      "SIT-001-site-input racks.gpu.units",
      "SIT-001-site-input groups.dgx-h100.minRacks",
      "SIT-001-site-input groups.dgx-h100.minRacks",
      "SIT-001-site-input groups.dgx-h100.maxPerRack",
      "SIT-001-site-input groups.own.heightU",
      "SIT-001-site-input groups.own.maxPowerKW",
    ]);
  });

  it("names a floor and figures of a rack that nothing can be reckoned with", () => {
    const figures = { devicesPerRack: 0, liquidShare: 2, accelerators: Infinity, rackPowerKW: NaN };
    const plan = planRacks({
      rackTypes: [{ ...gpuRack, units: Infinity, powerBudgetKW: Infinity }],
      groups: [group({ id: "own", heightU: 1, maxPowerKW: 1, ...figures }, 1)],
      floor: { racksPerRow: 0, rackPitchM: NaN, rowPitchM: -1 },
    });
    expect(plan.problems.map(({ path }) => path)).toEqual([
      "racks.gpu.units",
      "racks.gpu.powerBudgetKW",
      "floor.racksPerRow",
      "floor.rackPitchM",
      "floor.rowPitchM",
      "groups.own.rackPowerKW",
      "groups.own.accelerators",
      "groups.own.devicesPerRack",
      "groups.own.liquidShare",
    ]);
  });

  it("counts the failure domains of more racks than a call takes arguments", () => {
    const store = group({ id: "store" }, 150_000);
    const [rack] = planRacks({ rackTypes: [gpuRack], groups: [group(dgx, 1)] }).racks as [Rack];
    const [item] = rack.items as [Rack["items"][number]];
    const racks = store.devices.map((name) => ({ ...rack, name, items: [{ ...item, group: "store" }] }));
    expect(failureDomains(store, racks)).toMatchObject([
      { kind: "rack", domains: 150_000, mostDevices: 1 },
      { kind: "row", domains: 1, mostDevices: 150_000 },
    ]);
  });

  it("deals storage nodes out over racks, so that one rack takes a third with it", () => {
    const store: DeviceFigures = { id: "store", heightU: 2, maxPowerKW: 1 };
    const plan = planRacks({ rackTypes: [gpuRack], groups: [group(store, 6, { role: "storage", minRacks: 3 })] });
    expect(plan.failureDomains).toEqual([
      { group: "store", kind: "rack", domains: 3, mostDevices: 2, largestShare: 0.333 },
      { group: "store", kind: "row", domains: 1, mostDevices: 6, largestShare: 1 },
    ]);
  });

  it("stands network racks in the middle and gives every device a place", () => {
    const leaf = switchFigures("QM9700", { maxPowerKW: 1.7 });
    const rackTypes = [gpuRack];
    const plan = planRacks({ rackTypes, groups: [group(dgx, 32), group(leaf, 12, { role: "network" })] });
    expect(plan.racks.map((rack) => rack.items[0]?.model)).toEqual([
      ...Array.from({ length: 4 }, () => "dgx-h100"),
      "QM9700",
      ...Array.from({ length: 4 }, () => "dgx-h100"),
    ]);
    const positionOf = positionsOf(plan);
    expect(positionOf("QM9700-1")).toMatchObject({ rack: "rack-05", yM: 0 });
    expect(positionOf("QM9700-1")?.xM).toBeCloseTo(2.4);
    expect(positionOf("dgx-h100-2")?.zM).toBeCloseTo(12 * 0.04445);
    expect(positionOf("nobody")).toBeUndefined();
  });

  it("never overfills a rack and never loses a device, whatever the figures", () => {
    const figures = fc.record({
      heightU: fc.integer({ min: 1, max: 12 }),
      maxPowerKW: fc.double({ min: 0.1, max: 20, noNaN: true }),
      weightKg: fc.integer({ min: 1, max: 300 }),
    });
    const groups = fc.array(
      fc.record({
        figures,
        count: fc.integer({ min: 1, max: 40 }),
        role: fc.constantFrom("compute" as const, "storage" as const, "network" as const),
        minRacks: fc.constantFrom(undefined, 1, 3),
      }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(groups, fc.integer({ min: 20, max: 60 }), (given, powerBudgetKW) => {
        const rackTypes = [{ name: "rack", units: 42, powerBudgetKW, maxWeightKg: 1000 }];
        const placed = given.map(({ figures, count, role, minRacks }, index) =>
          group({ id: `g${index}`, ...figures }, count, { role, minRacks }),
        );
        const plan = planRacks({ rackTypes, groups: placed });
        for (const rack of plan.racks) {
          expect(rack.usedUnits).toBeLessThanOrEqual(rack.units);
          expect(rack.peakKW).toBeLessThanOrEqual(powerBudgetKW + 1e-3);
          expect(rack.weightKg).toBeLessThanOrEqual(1000);
        }
        const devices = plan.racks.flatMap((rack) => rack.items.map((item) => item.device));
        expect(devices.sort()).toEqual(placed.flatMap((one) => one.devices).sort());
      }),
      { numRuns: 100, seed: 3 },
    );
  });
});
