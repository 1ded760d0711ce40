import { facilityFacts } from "../../catalog/power";
import type { PlanProblem } from "../problem";
import type { Rack, RackPlan } from "../racks/types";
import { airflowCfm, airflowM3PerHour, waterLitresPerMinute } from "./cooling";
import { euReportingDuty, euReportingSources, euReportingThresholdKW } from "./reporting-duty";
import { sizeTransformers, sizeUps, type Redundancy, type SupplyUnits } from "./supply";

/** Supply and cooling of a site. */
export interface PowerInput {
  /** Power of the whole facility to power of its IT. @default - the catalogue's figure for new facilities, 1.3 */
  readonly pue?: number;
  /** Power that the grid connection gives the facility, kW. @default - not limited */
  readonly gridLimitKW?: number;
  /** How much warmer air leaves a rack than it enters, K. @default 11 (20 °F) */
  readonly airRiseK?: number;
  /** How much warmer water leaves than it enters, K. @default 10 */
  readonly waterRiseK?: number;
  /** Active power to apparent power of the load, above 0 to 1: sizes transformers. @default 0.95 */
  readonly powerFactor?: number;
  /** Part of its rating that a transformer or UPS may carry. @default 0.8 */
  readonly loading?: number;
  /** Rating of one transformer at most, kVA. @default 2500 */
  readonly largestTransformerKVA?: number;
  /** Rating of one UPS module, kW. @default 1000 */
  readonly upsModuleKW?: number;
  /** Standby units of transformers and UPS. @default "N+1" */
  readonly redundancy?: Redundancy;
  /** Carbon of the energy mix, g CO2 per kWh. @default - emissions are not told */
  readonly carbonGPerKWh?: number;
  /** ISO 3166-1 alpha-2 code, for the duty to report. @default - the duty is unknown above the threshold */
  readonly country?: string;
}

/** Heat and what carries it off. */
export interface CoolingFigures {
  /** Heat that goes into air, kW. */
  readonly airKW: number;
  /** Heat that goes into liquid, kW. */
  readonly liquidKW: number;
  /** Air that carries its part off, m³ an hour. */
  readonly airflowM3PerHour: number;
  /** The same in cubic feet a minute. */
  readonly airflowCfm: number;
  /** Water that carries its part off, litres a minute. */
  readonly waterLitresPerMinute: number;
}

/** Power and heat of one rack. */
export interface RackPower extends CoolingFigures {
  /** Name of the rack. */
  readonly rack: string;
  /** Power of its devices at most, kW. */
  readonly peakKW: number;
  /** Power on average, kW. */
  readonly expectedKW: number;
  /** Power that the rack may draw, kW. */
  readonly budgetKW: number;
}

/** Power, heat and supply of a site. */
export interface PowerPlan {
  /** Power and heat of each rack. */
  readonly racks: readonly RackPower[];
  /** IT power at most and expected, and the same of the facility with its cooling and losses, kW. */
  readonly itPeakKW: number;
  /** IT power on average, kW. */
  readonly itExpectedKW: number;
  /** Power of the whole facility at most, kW. */
  readonly facilityPeakKW: number;
  /** Power of the whole facility on average, kW. */
  readonly facilityExpectedKW: number;
  /** Power of the whole facility to power of its IT. */
  readonly pue: number;
  /** Heat at the devices: what goes into air and what into liquid; a rear door takes the air's share into water. */
  readonly site: CoolingFigures & { readonly liquidShare: number; readonly rearDoorKW: number };
  /** Transformers for the whole facility. */
  readonly transformers: SupplyUnits;
  /** Double-conversion UPS (class VFI of IEC 62040-3) for all IT. */
  readonly ups: SupplyUnits;
  /** Standby units that were asked for. */
  readonly redundancy: Redundancy;
  /** Energy of the facility in a year at the expected power, MWh. */
  readonly energyMWhPerYear: number;
  /** CO2 of that energy, tonnes a year. @default - absent without the energy mix */
  readonly carbonTonnesPerYear?: number;
  /** Duty to report to the European database; `unknown` where the country is not given. */
  readonly euReportingDuty: boolean | "unknown";
  /** Devices whose power nobody knows: all totals are lower bounds while this is not 0. */
  readonly unknownPowerDevices: number;
  /** Figures that were assumed, in words. */
  readonly assumptions: readonly string[];
  /** Everything that is wrong, or not known. */
  readonly problems: readonly PlanProblem[];
}

const hoursPerYear = 8760;

/** Power, heat and supply of the placed racks. */
export function planPower(plan: Pick<RackPlan, "racks">, input: PowerInput = {}): PowerPlan {
  const problems: PlanProblem[] = [];
  const settings = settle(input, problems);
  const racks = plan.racks.map((rack) => powerOfRack(rack, settings));
  const sum = (pick: (rack: Rack) => number) => plan.racks.reduce((total, rack) => total + pick(rack), 0);
  const itPeakKW = sum((rack) => rack.peakKW);
  const itExpectedKW = sum((rack) => rack.expectedKW);
  const liquidKW = sum((rack) => rack.liquidKW);
  const airKW = itPeakKW - liquidKW;
  const rearDoorKW = sum((rack) => (rack.cooling === "rear-door" ? rack.peakKW - rack.liquidKW : 0));
  const facilityPeakKW = itPeakKW * settings.pue;
  const facilityExpectedKW = itExpectedKW * settings.pue;
  const energyMWhPerYear = (facilityExpectedKW * hoursPerYear) / 1000;
  const unknownPowerDevices = sum((rack) => rack.unknownPowerDevices);
  const duty = euReportingDuty(itPeakKW, input.country);
  checkGrid(facilityPeakKW, input, problems);
  remarkDuty(itPeakKW, duty, problems);
  return {
    racks,
    itPeakKW: round(itPeakKW),
    itExpectedKW: round(itExpectedKW),
    facilityPeakKW: round(facilityPeakKW),
    facilityExpectedKW: round(facilityExpectedKW),
    pue: settings.pue,
    site: {
      ...heat(airKW, liquidKW, rearDoorKW, settings),
      liquidShare: itPeakKW === 0 ? 0 : Math.round((liquidKW / itPeakKW) * 1000) / 1000,
      rearDoorKW: round(rearDoorKW),
    },
    transformers: sizeTransformers(
      facilityPeakKW / settings.powerFactor,
      settings.loading,
      settings.largestTransformerKVA,
      settings.redundancy,
    ),
    ups: sizeUps(itPeakKW, settings.loading, settings.upsModuleKW, settings.redundancy),
    redundancy: settings.redundancy,
    energyMWhPerYear: round(energyMWhPerYear),
    ...(input.carbonGPerKWh === undefined
      ? {}
      : { carbonTonnesPerYear: round((energyMWhPerYear * input.carbonGPerKWh) / 1000) }),
    euReportingDuty: duty,
    unknownPowerDevices,
    assumptions: settings.assumptions,
    problems,
  };
}

interface Settings {
  readonly pue: number;
  readonly airRiseK: number;
  readonly waterRiseK: number;
  readonly powerFactor: number;
  readonly loading: number;
  readonly largestTransformerKVA: number;
  readonly upsModuleKW: number;
  readonly redundancy: Redundancy;
  readonly assumptions: readonly string[];
}

/** Defaults in place of what was not given, or given wrongly; the latter is reported. */
function settle(input: PowerInput, problems: PlanProblem[]): Settings {
  const assumptions: string[] = [];
  const number = (name: keyof PowerInput, fallback: number, least: number, most: number, why: string): number => {
    const given = input[name];
    if (given === undefined) {
      assumptions.push(`${name} ${fallback}: ${why}`);
      return fallback;
    }
    if (typeof given === "number" && given >= least && given <= most && given < Infinity) return given;
    const allowed = `${least} to ${most === Infinity ? "any" : most}`;
    problems.push(wrongInput(name, given, `${name} is out of range`, allowed, `correct ${name}`));
    return fallback;
  };
  const pueNew = facilityFacts().pueNewFacility;
  return {
    pue: number("pue", pueNew, 1, 10, "what new facilities reach or better (Uptime Institute survey)"),
    airRiseK: number("airRiseK", 11, 1, 40, "20 °F, usual for rack servers"),
    waterRiseK: number("waterRiseK", 10, 1, 40, "usual for facility water"),
    powerFactor: number("powerFactor", 0.95, 0.5, 1, "of the facility's load"),
    loading: number("loading", 0.8, 0.1, 1, "reserve of transformers and UPS"),
    largestTransformerKVA: number(
      "largestTransformerKVA",
      2500,
      100,
      Infinity,
      "largest usual distribution transformer",
    ),
    upsModuleKW: number("upsModuleKW", 1000, 1, Infinity, "size of one UPS"),
    redundancy: input.redundancy ?? "N+1",
    assumptions,
  };
}

function wrongInput(name: string, given: unknown, message: string, allowed: string, fix: string): PlanProblem {
  return {
    rule: "PWR-005-power-input",
    severity: "error",
    verdict: "fail",
    message,
    path: `power.${name}`,
    given,
    allowed,
    fix,
  };
}

function powerOfRack(rack: Rack, settings: Settings): RackPower {
  const airKW = rack.peakKW - rack.liquidKW;
  const rearDoorKW = rack.cooling === "rear-door" ? airKW : 0;
  return {
    rack: rack.name,
    peakKW: rack.peakKW,
    expectedKW: rack.expectedKW,
    budgetKW: rack.powerBudgetKW,
    ...heat(airKW, rack.liquidKW, rearDoorKW, settings),
  };
}

/** Air flows through the racks whether a rear door cools it or the hall; the water serves liquid loops and rear doors. */
function heat(airKW: number, liquidKW: number, rearDoorKW: number, settings: Settings): CoolingFigures {
  return {
    airKW: round(airKW),
    liquidKW: round(liquidKW),
    airflowM3PerHour: Math.round(airflowM3PerHour(airKW, settings.airRiseK)),
    airflowCfm: Math.round(airflowCfm(airKW, settings.airRiseK)),
    waterLitresPerMinute: Math.round(waterLitresPerMinute(liquidKW + rearDoorKW, settings.waterRiseK) * 10) / 10,
  };
}

function checkGrid(facilityPeakKW: number, input: PowerInput, problems: PlanProblem[]): void {
  for (const name of ["gridLimitKW", "carbonGPerKWh"] as const) {
    const given = input[name];
    if (given === undefined || (given >= 0 && given <= 1e9)) continue;
    const fix = `correct ${name}, or leave it out`;
    problems.push(wrongInput(name, given, `${name} is no usable number`, "a number from 0 to 1000000000", fix));
  }
  if (input.gridLimitKW === undefined || facilityPeakKW <= input.gridLimitKW) return;
  problems.push({
    rule: "PWR-004-site-power",
    severity: "error",
    verdict: "fail",
    message: "the facility needs more power than the grid connection gives",
    path: "power.gridLimitKW",
    given: `${round(facilityPeakKW)} kW at most`,
    allowed: `${input.gridLimitKW} kW`,
    fix: "plan fewer systems, cap their power, lower the PUE, or ask for a larger connection",
  });
}

function remarkDuty(itPeakKW: number, duty: boolean | "unknown", problems: PlanProblem[]): void {
  if (duty === false) return;
  problems.push({
    rule: "PWR-010-energy-reporting",
    severity: "info",
    verdict: duty === "unknown" ? "unknown" : "fail",
    message:
      duty === "unknown"
        ? "the installed IT power obliges its operator to report yearly if the site is in the European Union"
        : "the installed IT power obliges its operator to report energy and sustainability figures yearly",
    path: "power",
    given: `${round(itPeakKW)} kW`,
    allowed: `below ${euReportingThresholdKW} kW without the duty`,
    fix: `plan the metering that the report needs (${euReportingSources.join("; ")})`,
  });
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
