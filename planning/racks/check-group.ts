import type { PlanProblem } from "../problem";
import type { PlacementGroup } from "./types";

/** More racks than any hall has; a guard against a slip of the keyboard. */
const mostRacks = 10_000;

/** Figures of a group that nothing can be placed by. What is absent is judged where it is needed. */
export function checkGroup({ name, figures, maxPerRack, minRacks }: PlacementGroup): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  const report = (field: string, given: number, allowed: string) =>
    problems.push({
      rule: "SIT-001-site-input",
      severity: "error",
      verdict: "fail",
      message: `${field} of ${name} is no usable number`,
      path: `groups.${name}.${field}`,
      given,
      allowed,
      fix: `give ${field} as ${allowed}`,
    });
  for (const field of [
    "heightU",
    "maxPowerKW",
    "expectedPowerKW",
    "weightKg",
    "rackPowerKW",
    "accelerators",
  ] as const) {
    const value = figures[field];
    if (value === undefined || (Number.isFinite(value) && value >= 0)) continue;
    report(field, value, "a number from 0");
  }
  const { devicesPerRack, liquidShare } = figures;
  if (devicesPerRack !== undefined && !(Number.isInteger(devicesPerRack) && devicesPerRack >= 1)) {
    report("devicesPerRack", devicesPerRack, "a whole number from 1");
  }
  if (liquidShare !== undefined && !(liquidShare >= 0 && liquidShare <= 1)) {
    report("liquidShare", liquidShare, "a number from 0 to 1");
  }
  if (maxPerRack !== undefined && !(Number.isInteger(maxPerRack) && maxPerRack >= 1)) {
    report("maxPerRack", maxPerRack, "a whole number from 1");
  }
  if (minRacks !== undefined && !(Number.isInteger(minRacks) && minRacks >= 1 && minRacks <= mostRacks)) {
    report("minRacks", minRacks, `a whole number from 1 to ${mostRacks}`);
  }
  return problems;
}
