import { coolingBands } from "../../catalog/power";
import type { PlanProblem } from "../problem";
import type { DeviceFigures, PlacementGroup, RackCooling, RackType } from "./types";

/** Racks that can take a device's heat away. */
const fitting: Readonly<Record<NonNullable<DeviceFigures["cooling"]>, readonly RackCooling[]>> = {
  air: ["air", "rear-door"],
  "direct-liquid": ["direct-liquid"],
  immersion: ["immersion"],
};

/** How many devices of a group one rack takes, and in what racks. */
export interface RackFit {
  readonly type: RackType;
  readonly perRack: number;
  readonly heightU: number;
}

export const defaultUnits = 42;

/** Chooses the kind of rack for a group and counts how many devices one takes; undefined with the reasons reported. */
export function fitRack(
  group: PlacementGroup,
  rackTypes: readonly RackType[],
  problems: PlanProblem[],
): RackFit | undefined {
  const report = (problem: Omit<PlanProblem, "path" | "verdict"> & { verdict?: PlanProblem["verdict"] }) =>
    problems.push({ verdict: "fail", path: `groups.${group.name}`, ...problem });
  const { figures } = group;
  const cooling = figures.cooling ?? "air";
  const named = rackTypes.find((type) => type.name === group.rackType);
  if (group.rackType !== undefined && named === undefined) {
    report({
      rule: "RCK-005-rack-type",
      severity: "error",
      message: `${group.name} names a kind of rack that the site does not have`,
      given: group.rackType,
      allowed: rackTypes.map((type) => type.name),
      fix: "name one of the site's kinds of rack",
    });
    return undefined;
  }
  const type = named ?? rackTypes.find((candidate) => fitting[cooling].includes(candidate.cooling ?? "air"));
  if (type === undefined || !fitting[cooling].includes(type.cooling ?? "air")) {
    report({
      rule: "CLG-001-cooling-method",
      severity: "error",
      message: `no rack takes the heat of ${figures.id}, which is cooled by ${cooling}`,
      given: type === undefined ? rackTypes.map((candidate) => candidate.cooling ?? "air") : (type.cooling ?? "air"),
      allowed: fitting[cooling],
      fix: `add racks cooled by ${fitting[cooling].join(" or ")}, or choose another system`,
    });
    return undefined;
  }
  return countPerRack(group, type, report);
}

type Report = (problem: Omit<PlanProblem, "path" | "verdict"> & { verdict?: PlanProblem["verdict"] }) => void;

function countPerRack(group: PlacementGroup, type: RackType, report: Report): RackFit | undefined {
  const { figures } = group;
  const units = type.units ?? defaultUnits;
  if (figures.devicesPerRack !== undefined) return wholeRack(group, figures.devicesPerRack, type, units, report);

  // A switch of unknown height is taken for two units, which is the most that fixed switches here have but one.
  const heightU = figures.heightU ?? (group.role === "network" ? 2 : undefined);
  if (heightU === undefined) {
    report({
      rule: "RCK-002-rack-units",
      severity: "error",
      verdict: "unknown",
      message: `the height of ${figures.id} is not known`,
      allowed: "height units of one device",
      fix: "give heightU from the maker's data sheet",
    });
  }
  if (figures.maxPowerKW === undefined) reportUnknownPower(group, report);
  if (heightU === undefined || (figures.maxPowerKW === undefined && group.role !== "network")) return undefined;

  const byUnits = Math.floor(units / heightU);
  const byPower = floorOf(type.powerBudgetKW, figures.maxPowerKW);
  const byWeight = floorOf(type.maxWeightKg, figures.weightKg);
  if (byUnits < 1) {
    report({
      rule: "RCK-002-rack-units",
      severity: "error",
      message: `${figures.id} is higher than a ${type.name} rack`,
      given: `${heightU} units`,
      allowed: `at most ${units} units`,
      fix: "use a higher rack",
    });
  }
  if (byPower < 1) {
    report({
      rule: "PWR-001-rack-power",
      severity: "error",
      message: `one ${figures.id} needs more power than a ${type.name} rack has`,
      given: `${figures.maxPowerKW} kW`,
      allowed: `at most ${type.powerBudgetKW} kW a rack`,
      fix: "raise the rack's power budget, or place the system in a stronger kind of rack",
    });
  }
  if (byWeight < 1) {
    report({
      rule: "RCK-003-rack-weight",
      severity: "error",
      message: `one ${figures.id} is heavier than a ${type.name} rack bears`,
      given: `${figures.weightKg} kg`,
      allowed: `at most ${type.maxWeightKg} kg`,
      fix: "use a stronger rack and floor",
    });
  }
  const perRack = Math.min(byUnits, byPower, byWeight, group.maxPerRack ?? Infinity);
  return perRack >= 1 ? { type, perRack, heightU } : undefined;
}

function wholeRack(
  group: PlacementGroup,
  devicesPerRack: number,
  type: RackType,
  units: number,
  report: Report,
): RackFit | undefined {
  const { figures } = group;
  const heightU = figures.heightU ?? 1;
  const power = figures.rackPowerKW ?? (figures.maxPowerKW ?? NaN) * devicesPerRack;
  let sound = true;
  if (group.devices.length % devicesPerRack !== 0) {
    sound = false;
    const whole = Math.ceil(group.devices.length / devicesPerRack) * devicesPerRack;
    report({
      rule: "RCK-004-whole-rack",
      severity: "error",
      message: `${figures.id} is sold by the rack of ${devicesPerRack}`,
      given: group.devices.length,
      allowed: `a multiple of ${devicesPerRack}`,
      fix: `plan ${whole} instead`,
    });
  }
  if (Number.isNaN(power)) {
    sound = false;
    reportUnknownPower(group, report);
  } else if (power > type.powerBudgetKW) {
    sound = false;
    report({
      rule: "PWR-001-rack-power",
      severity: "error",
      message: `a rack of ${figures.id} needs more power than a ${type.name} rack has`,
      given: `${power} kW`,
      allowed: `at most ${type.powerBudgetKW} kW a rack`,
      fix: "raise the rack's power budget",
    });
  }
  if (heightU * devicesPerRack > units) {
    sound = false;
    report({
      rule: "RCK-002-rack-units",
      severity: "error",
      message: `a rack of ${figures.id} is higher than a ${type.name} rack`,
      given: `${heightU * devicesPerRack} units`,
      allowed: `at most ${units} units`,
      fix: "use a higher rack",
    });
  }
  return sound ? { type, perRack: devicesPerRack, heightU } : undefined;
}

function reportUnknownPower(group: PlacementGroup, report: Report): void {
  report({
    rule: "PWR-003-unknown-power",
    severity: group.role === "network" ? "warning" : "error",
    verdict: "unknown",
    message: `the power of ${group.figures.id} is not known, so rack and site power cannot be told`,
    allowed: "kW at most of one device",
    fix: "give maxPowerKW from the maker's data sheet",
  });
}

function floorOf(budget: number | undefined, each: number | undefined): number {
  if (budget === undefined || each === undefined || each <= 0) return Infinity;
  return Math.floor(budget / each + 1e-9);
}

/** Rack power up to which a way of cooling is usual, kW; undefined where no limit is published. */
export function usualLimitKW(cooling: RackCooling): number | undefined {
  return coolingBands().find((band) => band.method === cooling)?.maxRackKW;
}
