import type { PlanProblem } from "../problem";
import { defaultUnits, fitRack, usualLimitKW, type RackFit } from "./capacity";
import { checkGroup } from "./check-group";
import { failureDomains } from "./failure-domains";
import type { DeviceFigures, PlacementGroup, Rack, RackInput, RackItem, RackPlan, RackType } from "./types";

/**
 * Places every device in a rack, bottom up, within height, power, weight and cooling. Compute racks are filled in the
 * devices' order, so that neighbours in the fabric are neighbours on the floor; network racks stand in the middle of
 * the hall, where cables to all others are shortest. Reports everything that does not fit, and places the rest.
 */
export function planRacks(input: RackInput): RackPlan {
  const problems: PlanProblem[] = [];
  checkShares(input, problems);
  checkFloor(input, problems);
  const drafts: DraftRack[] = [];
  for (const group of input.groups) {
    const wrong = checkGroup(group);
    problems.push(...wrong);
    if (wrong.length > 0) continue;
    const fit = fitRack(group, input.rackTypes, problems);
    if (fit !== undefined) place(group, fit, drafts);
  }
  checkCounts(input.rackTypes, drafts, problems);
  const racks = stand(drafts, input);
  checkCoolingBands(racks, problems);
  return {
    racks,
    failureDomains: input.groups.flatMap((group) => failureDomains(group, racks)),
    rackPitchM: input.floor?.rackPitchM ?? 0.6,
    rowPitchM: input.floor?.rowPitchM ?? 2.4,
    assumptions: assumptionsOf(input),
    problems,
  };
}

const defaultExpectedLoad = 0.8;
const defaultLiquidShare = 0.85;

/** The defaults that no source backs, as far as a device needed them. */
function assumptionsOf(input: RackInput): readonly string[] {
  const figures = input.groups.map((group) => group.figures);
  const load = input.expectedLoad === undefined && figures.some((device) => device.expectedPowerKW === undefined);
  const share =
    input.liquidShare === undefined &&
    figures.some((device) => device.cooling === "direct-liquid" && device.liquidShare === undefined);
  return [
    ...(load ? [`expectedLoad ${defaultExpectedLoad}: average power as a part of the most; measure your own`] : []),
    ...(share ? [`liquidShare ${defaultLiquidShare}: heat of direct-liquid systems that liquid takes`] : []),
  ];
}

interface DraftItem extends RackItem {
  readonly figures: DeviceFigures;
}

/** A rack that is being filled. */
class DraftRack {
  readonly items: DraftItem[] = [];
  usedUnits = 0;
  private powerKW = 0;
  private weightKg = 0;

  constructor(
    readonly type: RackType,
    readonly network: boolean,
    readonly exclusive: boolean,
  ) {}

  takes(figures: DeviceFigures, heightU: number): boolean {
    return (
      this.usedUnits + heightU <= (this.type.units ?? defaultUnits) &&
      this.powerKW + (figures.maxPowerKW ?? 0) <= this.type.powerBudgetKW + 1e-9 &&
      this.weightKg + (figures.weightKg ?? 0) <= (this.type.maxWeightKg ?? Infinity)
    );
  }

  add(device: string, group: PlacementGroup, heightU: number): void {
    const { figures } = group;
    this.items.push({ device, group: group.name, model: figures.id, fromU: this.usedUnits + 1, heightU, figures });
    this.usedUnits += heightU;
    this.powerKW += figures.maxPowerKW ?? 0;
    this.weightKg += figures.weightKg ?? 0;
  }
}

function place(group: PlacementGroup, fit: RackFit, drafts: DraftRack[]): void {
  const exclusive = group.exclusiveRacks ?? (group.role === "compute" || group.figures.devicesPerRack !== undefined);
  const racks = Math.max(Math.ceil(group.devices.length / fit.perRack), group.minRacks ?? 1);
  const dealt = (group.minRacks ?? 1) > 1;
  const open = () => {
    const rack = new DraftRack(fit.type, group.role === "network", exclusive);
    drafts.push(rack);
    return rack;
  };
  if (exclusive || dealt) {
    const own = Array.from({ length: racks }, open);
    group.devices.forEach((device, index) => {
      const rack = own[dealt ? index % racks : Math.floor(index / fit.perRack)];
      rack?.add(device, group, fit.heightU);
    });
    return;
  }
  // Devices of other groups may share a rack: each goes where the last one went as long as there is room.
  let rack = drafts.findLast(
    (draft) => draft.type === fit.type && !draft.exclusive && draft.network === (group.role === "network"),
  );
  let placedHere = 0;
  for (const device of group.devices) {
    const full = rack === undefined || placedHere >= fit.perRack || !rack.takes(group.figures, fit.heightU);
    if (rack === undefined || full) {
      rack = open();
      placedHere = 0;
    }
    rack.add(device, group, fit.heightU);
    placedHere += 1;
  }
}

/** Puts the racks on the floor: half of the others, the network racks, the other half. */
function stand(drafts: readonly DraftRack[], input: RackInput): readonly Rack[] {
  const others = drafts.filter((draft) => !draft.network);
  const half = Math.ceil(others.length / 2);
  const ordered = [...others.slice(0, half), ...drafts.filter((draft) => draft.network), ...others.slice(half)];
  const perRow = Math.max(1, input.floor?.racksPerRow ?? 20);
  const width = Math.max(2, String(ordered.length).length);
  return ordered.map((draft, index) => ({
    name: `rack-${String(index + 1).padStart(width, "0")}`,
    type: draft.type.name,
    cooling: draft.type.cooling ?? "air",
    row: Math.floor(index / perRow) + 1,
    place: (index % perRow) + 1,
    units: draft.type.units ?? defaultUnits,
    usedUnits: draft.usedUnits,
    powerBudgetKW: draft.type.powerBudgetKW,
    ...powerOf(draft, input),
    ...weightOf(draft),
    items: draft.items.map(({ device, group, model, fromU, heightU }) => ({ device, group, model, fromU, heightU })),
  }));
}

function powerOf(draft: DraftRack, input: RackInput) {
  const expectedLoad = input.expectedLoad ?? defaultExpectedLoad;
  let peakKW = 0;
  let expectedKW = 0;
  let liquidKW = 0;
  let unknownPowerDevices = 0;
  for (const { figures } of draft.items) {
    const peak = peakOf(figures);
    if (peak === undefined) unknownPowerDevices += 1;
    else {
      peakKW += peak;
      expectedKW += figures.expectedPowerKW ?? peak * expectedLoad;
      liquidKW += peak * liquidShareOf(figures, input.liquidShare ?? defaultLiquidShare);
    }
  }
  return { peakKW: round(peakKW), expectedKW: round(expectedKW), liquidKW: round(liquidKW), unknownPowerDevices };
}

/** A device's power at most; of a whole rack, its share, which includes switch trays and power shelves. */
function peakOf(figures: DeviceFigures): number | undefined {
  if (figures.devicesPerRack !== undefined && figures.rackPowerKW !== undefined) {
    return figures.rackPowerKW / figures.devicesPerRack;
  }
  return figures.maxPowerKW;
}

function liquidShareOf(figures: DeviceFigures, ofDirectLiquid: number): number {
  if (figures.liquidShare !== undefined) return figures.liquidShare;
  if (figures.cooling === "immersion") return 1;
  return figures.cooling === "direct-liquid" ? ofDirectLiquid : 0;
}

function weightOf(draft: DraftRack): { readonly weightKg?: number } {
  let weightKg = 0;
  for (const { figures } of draft.items) {
    if (figures.weightKg === undefined) return {};
    weightKg += figures.weightKg;
  }
  return { weightKg: round(weightKg) };
}

function checkCounts(rackTypes: readonly RackType[], drafts: readonly DraftRack[], problems: PlanProblem[]): void {
  for (const type of rackTypes) {
    const needed = drafts.filter((draft) => draft.type === type).length;
    if (type.count === undefined || needed <= type.count) continue;
    problems.push({
      rule: "RCK-001-rack-count",
      severity: "error",
      verdict: "fail",
      message: `the site has too few ${type.name} racks`,
      path: `racks.${type.name}.count`,
      given: type.count,
      allowed: `at least ${needed}`,
      fix: "add racks, raise their power budget so that each takes more, or plan fewer nodes",
    });
  }
}

/** Guidance of vendors, not a law: a warning, one for each way of cooling. */
function checkCoolingBands(racks: readonly Rack[], problems: PlanProblem[]): void {
  for (const cooling of new Set(racks.map((rack) => rack.cooling))) {
    const limit = usualLimitKW(cooling);
    const above = limit === undefined ? [] : racks.filter((rack) => rack.cooling === cooling && rack.peakKW > limit);
    if (limit === undefined || above.length === 0) continue;
    problems.push({
      rule: "CLG-002-cooling-band",
      severity: "warning",
      verdict: "fail",
      message: `${above.length} racks cooled by ${cooling} exceed what that method usually takes`,
      path: `racks.${above[0]?.type}`,
      given: `${above.reduce((most, rack) => Math.max(most, rack.peakKW), 0)} kW a rack`,
      allowed: `up to about ${limit} kW (guidance of vendors)`,
      fix: "place fewer systems in a rack, or cool by rear door or liquid",
    });
  }
}

function checkFloor({ floor = {} }: RackInput, problems: PlanProblem[]): void {
  const { racksPerRow, rackPitchM, rowPitchM } = floor;
  const report = (field: string, given: number, allowed: string) =>
    problems.push({
      rule: "SIT-001-site-input",
      severity: "error",
      verdict: "fail",
      message: `${field} of the floor is no usable number`,
      path: `floor.${field}`,
      given,
      allowed,
      fix: `correct ${field}, or leave it out`,
    });
  if (racksPerRow !== undefined && !(Number.isInteger(racksPerRow) && racksPerRow >= 1)) {
    report("racksPerRow", racksPerRow, "a whole number from 1");
  }
  for (const [field, metres] of Object.entries({ rackPitchM, rowPitchM })) {
    if (metres !== undefined && !(Number.isFinite(metres) && metres > 0)) report(field, metres, "metres, above 0");
  }
}

function checkShares(input: RackInput, problems: PlanProblem[]): void {
  for (const name of ["expectedLoad", "liquidShare"] as const) {
    const share = input[name];
    if (share === undefined || (share >= 0 && share <= 1)) continue;
    problems.push({
      rule: "PWR-005-power-input",
      severity: "error",
      verdict: "fail",
      message: `${name} is no share`,
      path: name,
      given: share,
      allowed: "0 to 1",
      fix: `set ${name} to a number from 0 to 1`,
    });
  }
  input.rackTypes.forEach((type) => {
    for (const name of ["units", "count", "maxWeightKg"] as const) {
      const value = type[name];
      if (value === undefined || (Number.isFinite(value) && value >= 0)) continue;
      problems.push({
        rule: "SIT-001-site-input",
        severity: "error",
        verdict: "fail",
        message: `${name} of a ${type.name} rack is no usable number`,
        path: `racks.${type.name}.${name}`,
        given: value,
        allowed: "a number from 0",
        fix: `set ${name}, or leave it out`,
      });
    }
    if (Number.isFinite(type.powerBudgetKW) && type.powerBudgetKW > 0) return;
    problems.push({
      rule: "PWR-005-power-input",
      severity: "error",
      verdict: "fail",
      message: `a ${type.name} rack has no power budget`,
      path: `racks.${type.name}.powerBudgetKW`,
      given: type.powerBudgetKW,
      allowed: "above 0",
      fix: "give the power that the rack's feeds can carry, in kW",
    });
  });
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
