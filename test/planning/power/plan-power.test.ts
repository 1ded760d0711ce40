import { airflowCfm, airflowM3PerHour, waterLitresPerMinute } from "../../../planning/power/cooling";
import { planPower } from "../../../planning/power/plan-power";
import { euReportingDuty } from "../../../planning/power/reporting-duty";
import { sizeTransformers, sizeUps } from "../../../planning/power/supply";
import type { Rack } from "../../../planning/racks/types";

const rack = (peakKW: number, more: Partial<Rack> = {}): Rack => ({
  name: "rack-01",
  type: "gpu",
  cooling: "air",
  row: 1,
  place: 1,
  units: 48,
  usedUnits: 32,
  powerBudgetKW: peakKW,
  peakKW,
  expectedKW: peakKW * 0.8,
  liquidKW: 0,
  unknownPowerDevices: 0,
  items: [],
  ...more,
});

describe("cooling arithmetic", () => {
  it("needs about 19,000 CFM for 120 kW at 20 °F, the published check", () => {
    expect(airflowCfm(120, 20 / 1.8)).toBeCloseTo(18_956, -1);
    expect(airflowM3PerHour(120, 20 / 1.8)).toBeCloseTo(18_956 * 1.699, -2);
  });

  it("agrees with heat = mass flow x heat capacity x rise for air at 20 °C within 5 %", () => {
    const m3PerHour = (100 / (1.2 * 1.006 * 11)) * 3600;
    expect(airflowM3PerHour(100, 11) / m3PerHour).toBeGreaterThan(0.95);
    expect(airflowM3PerHour(100, 11) / m3PerHour).toBeLessThan(1.05);
  });

  it("needs 1.44 litres of water a minute for each kW at 10 K", () => {
    expect(waterLitresPerMinute(1, 10)).toBeCloseTo(1.44, 2);
  });
});

describe("supply", () => {
  it("takes the smallest preferred rating that carries the load with the fewest units, and one more", () => {
    expect(sizeTransformers(1500, 0.8, 2500, "N+1")).toEqual({ rating: 2000, needed: 1, installed: 2 });
    expect(sizeTransformers(9000, 0.8, 2500, "N+1")).toEqual({ rating: 2500, needed: 5, installed: 6 });
    expect(sizeTransformers(0, 0.8, 2500, "N")).toEqual({ rating: 100, needed: 1, installed: 1 });
  });

  it("doubles everything for 2N", () => {
    expect(sizeUps(2500, 0.8, 1000, "2N")).toEqual({ rating: 1000, needed: 4, installed: 8 });
  });
});

describe("the duty to report", () => {
  it("starts at 500 kW of installed IT in a member state, and is unknown without a country", () => {
    expect(euReportingDuty(499.9, "DE")).toBe(false);
    expect(euReportingDuty(500, "de")).toBe(true);
    expect(euReportingDuty(500, "NO")).toBe(false);
    expect(euReportingDuty(500, undefined)).toBe("unknown");
  });
});

describe("planPower", () => {
  it("adds racks up, shares heat between air and liquid, and multiplies by PUE and hours", () => {
    const racks = [rack(40), rack(135, { cooling: "direct-liquid", liquidKW: 115, name: "rack-02" })];
    const plan = planPower({ racks }, { pue: 1.2, carbonGPerKWh: 50, country: "FI" });
    expect(plan).toMatchObject({
      itPeakKW: 175,
      itExpectedKW: 140,
      facilityPeakKW: 210,
      energyMWhPerYear: 1471.68,
      carbonTonnesPerYear: 73.584,
      euReportingDuty: false,
      problems: [],
    });
    expect(plan.site).toMatchObject({ airKW: 60, liquidKW: 115, liquidShare: 0.657, rearDoorKW: 0 });
    expect(plan.racks.map((row) => [row.rack, row.airKW, row.liquidKW])).toEqual([
      ["rack-01", 40, 0],
      ["rack-02", 20, 115],
    ]);
    expect(plan.transformers).toEqual({ rating: 315, needed: 1, installed: 2 });
  });

  it("gives a rear door's water the heat of the air", () => {
    const plan = planPower({ racks: [rack(50, { cooling: "rear-door" })] });
    expect(plan.site).toMatchObject({ airKW: 50, liquidKW: 0, rearDoorKW: 50, waterLitresPerMinute: 72.1 });
    expect(plan.pue).toBe(1.3);
    expect(plan.assumptions).toContainEqual(expect.stringMatching(/^pue 1.3/));
  });

  it("reports a grid connection that is too small, and the duty to report", () => {
    const plan = planPower({ racks: [rack(600)] }, { gridLimitKW: 700, pue: 1.25, country: "DE" });
    expect(plan.problems.map((problem) => [problem.rule, problem.severity])).toEqual([
      ["PWR-004-site-power", "error"],
      ["PWR-010-energy-reporting", "info"],
    ]);
    expect(plan.euReportingDuty).toBe(true);
  });

  it("reports every figure out of range and goes on with the usual one", () => {
    const plan = planPower(
      { racks: [rack(10)] },
      {
        pue: 0.9,
        powerFactor: 2,
        loading: Number.NaN,
        upsModuleKW: Infinity,
        gridLimitKW: -1,
        carbonGPerKWh: 1e300,
      },
    );
    expect(plan.problems.map((problem) => problem.path)).toEqual(
      ["pue", "powerFactor", "loading", "upsModuleKW", "gridLimitKW", "carbonGPerKWh", "gridLimitKW"].map(
        (field) => `power.${field}`,
      ),
    );
    expect(plan.facilityPeakKW).toBe(13);
  });
});
