/**
 * Fits the estimator's constants to the measured points and writes planning/estimate/constants.json:
 *   npx tsx tools/estimate/fit.ts 2026-11-21
 * The date is an argument, so that the same points give the same file.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { servingPoints } from "../../catalog/throughput-points";
import type {
  Fit,
  FittedConstants,
  HeldOutError,
  LeaveOut,
  ServingConstants,
  Split,
  TrainingConstants,
} from "../../planning/estimate/constants";
import {
  expectedServing,
  expectedTraining,
  newestTrainingPoints,
  servingCase,
  trainingCase,
  type ServingCase,
  type TrainingCase,
} from "../../planning/estimate/measured";
import type { ModelClass } from "../../planning/estimate/model-shape";
import { errorOf, splitByPair, splitEvenOdd, type Halves } from "../../planning/estimate/split";
import { minimise } from "./minimise";

/** A constant's name with the range in which it makes physical sense. */
type Ranges<Constants> = { readonly [Name in keyof Constants]: readonly [low: number, high: number] };

const servingRanges: Ranges<ServingConstants> = {
  weightBandwidthEfficiency: [0.3, 0.95],
  cacheBandwidthEfficiency: [0.2, 0.95],
  decodeComputeEfficiency: [0.1, 0.9],
  prefillComputeEfficiency: [0.1, 0.9],
  fp4ComputeFactor: [0.4, 1],
  // Throughput points say little about latency: these two stay near what engines show at a batch of one.
  layerOverheadUs: [2, 40],
  sequenceLayerOverheadNs: [1, 2000],
  collectiveLatencyUs: [3, 20],
  linkEfficiency: [0.2, 0.9],
  maxSequencesPerAccelerator: [256, 4096],
  expertImbalance: [0.01, 0.5],
};

/** A dense model has no experts: the constant is there, and does nothing. */
const denseServingRanges: Ranges<ServingConstants> = { ...servingRanges, expertImbalance: [0, 0] };

const rangesOf = (name: ModelClass) => (name === "dense" ? denseServingRanges : servingRanges);

const trainingRanges: Ranges<TrainingConstants> = {
  bf16ComputeEfficiency: [0.2, 0.75],
  fp8ComputeEfficiency: [0.2, 0.75],
  fp4ComputeEfficiency: [0.1, 0.75],
  activationPasses: [5, 200],
  exposedCommunication: [0.02, 1],
};

type Expect<Case, Constants> = (one: Case, constants: Constants) => number;
interface Case {
  readonly class: ModelClass;
  readonly pair: string;
  readonly sameSoftware: boolean;
  readonly point: { readonly tokensPerSec: number; readonly id: string };
}

/** Constants with the least mean |log(estimate / measured)|; every pair weighs the same, however many points it has. */
function fitConstants<One extends Case, Constants extends object>(
  cases: readonly One[],
  ranges: Ranges<Constants>,
  expect: Expect<One, Constants>,
): Constants {
  const names = Object.keys(ranges) as (keyof Constants)[];
  const toConstants = (unit: readonly number[]): Constants =>
    Object.fromEntries(
      names.map((name, index) => {
        const [low, high] = ranges[name];
        return [name, low === high ? low : low * Math.pow(high / low, Math.min(1, Math.max(0, unit[index] ?? 0.5)))];
      }),
    ) as Constants;
  const size = new Map<string, number>();
  for (const one of cases) size.set(one.pair, (size.get(one.pair) ?? 0) + 1);
  const weights = cases.map((one) => 1 / Math.sqrt(size.get(one.pair) ?? 1));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const loss = (unit: readonly number[]): number => {
    const constants = toConstants(unit);
    let sum = 0;
    cases.forEach((one, index) => {
      const ratio = expect(one, constants) / one.point.tokensPerSec;
      // A point that does not fit into memory costs as much as an estimate that is ten times off.
      sum += (weights[index] ?? 0) * (ratio > 0 ? Math.abs(Math.log(ratio)) : Math.log(10));
    });
    // A light pull to the middle of the range: constants that the points do not determine stay plausible.
    const pull = unit.reduce((s, value) => s + (value - 0.5) ** 2, 0) / unit.length;
    const outside = unit.reduce((s, value) => s + Math.max(0, -value, value - 1), 0);
    return sum / total + 0.02 * pull + outside;
  };
  const best = minimise(loss, names.length);
  const constants = toConstants(best);
  return Object.fromEntries(
    names.map((name) => [name, Number((constants[name] as number).toPrecision(4))]),
  ) as Constants;
}

const keep = <One>(list: readonly (One | { readonly excluded: string })[]): readonly One[] =>
  list.filter((one): one is One => !(typeof one === "object" && one !== null && "excluded" in one));

const serving = keep<ServingCase>(servingPoints.map(servingCase));
const training = keep<TrainingCase>(newestTrainingPoints().map(trainingCase));

const expectServing: Expect<ServingCase, ServingConstants> = (one, c) =>
  expectedServing(one, { serving: { dense: c, moe: c } } as unknown as FittedConstants);
const expectTraining: Expect<TrainingCase, TrainingConstants> = (one, c) =>
  expectedTraining(one, { training: { dense: c, moe: c } } as unknown as FittedConstants);

const ofClass = <One extends Case>(cases: readonly One[], name: ModelClass) =>
  cases.filter((one) => one.class === name);
const byClass = <Value>(make: (name: ModelClass) => Value) => ({ dense: make("dense"), moe: make("moe") });

function fitBoth(servingFitted: readonly ServingCase[], trainingFitted: readonly TrainingCase[]): FittedConstants {
  return {
    serving: byClass((name) => fitConstants(ofClass(servingFitted, name), rangesOf(name), expectServing)),
    training: byClass((name) => fitConstants(ofClass(trainingFitted, name), trainingRanges, expectTraining)),
  };
}

function heldOutErrors<One extends Case>(cases: readonly One[], estimate: (one: One) => number) {
  const of = (chosen: readonly One[]): HeldOutError =>
    rounded(errorOf(chosen.map((one) => estimate(one) / one.point.tokensPerSec)));
  return {
    all: of(cases),
    dense: of(cases.filter((one) => one.class === "dense")),
    moe: of(cases.filter((one) => one.class === "moe")),
  };
}

function rounded(error: HeldOutError): HeldOutError {
  return Object.fromEntries(
    Object.entries(error).map(([name, value]) => [name, Number(value.toFixed(4))]),
  ) as unknown as HeldOutError;
}

/** Error at the points of other vendors, none of which is fitted. */
function otherSoftware<One extends Case>(cases: readonly One[], estimate: (one: One) => number): HeldOutError {
  const others = cases.filter((one) => !one.sameSoftware);
  return rounded(errorOf(others.map((one) => estimate(one) / one.point.tokensPerSec)));
}

function makeSplit(rule: string, s: Halves<ServingCase>, t: Halves<TrainingCase>): Split {
  const fitted = fitBoth(s.fitted, t.fitted);
  return {
    rule,
    ...fitted,
    heldOut: {
      serving: heldOutErrors(s.heldOut, (one) => expectedServing(one, fitted)),
      training: heldOutErrors(t.heldOut, (one) => expectedTraining(one, fitted)),
    },
  };
}

const modelOf = (one: Case) => one.pair.split(" x ")[0] ?? one.pair;
/** Accelerators of one design: B200 and GB200 are the same silicon, so leaving one out alone would flatter. */
function generationOf(one: Case): string {
  const id = one.pair.split(" x ")[1] ?? one.pair;
  if (/^g?b[23]00/.test(id)) return "Blackwell";
  return /^h[12]00/.test(id) ? "Hopper" : "other";
}

/** Estimates every fitted point of a class with constants fitted on the points that do not share its group. */
function leaveOut<One extends Case, Constants extends object>(
  cases: readonly One[],
  ranges: Ranges<Constants>,
  expect: Expect<One, Constants>,
): LeaveOut {
  const fittable = cases.filter((one) => one.sameSoftware);
  const errors = (group: (one: One) => string): HeldOutError => {
    const ratios: number[] = [];
    for (const left of new Set(fittable.map(group))) {
      const rest = fittable.filter((one) => group(one) !== left);
      const fitted = fitConstants(rest, ranges, expect);
      for (const one of fittable) if (group(one) === left) ratios.push(expect(one, fitted) / one.point.tokensPerSec);
    }
    return rounded(errorOf(ratios));
  };
  return { pair: errors((one) => one.pair), model: errors(modelOf), generation: errors(generationOf) };
}

const date = process.argv[2];
if (date === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date))
  throw new Error("usage: tsx tools/estimate/fit.ts YYYY-MM-DD");

const shipped = fitBoth(
  serving.filter((one) => one.sameSoftware),
  training.filter((one) => one.sameSoftware),
);
const result: Fit = {
  date,
  shipped,
  otherSoftware: {
    serving: otherSoftware(serving, (one) => expectedServing(one, shipped)),
    training: otherSoftware(training, (one) => expectedTraining(one, shipped)),
  },
  splits: {
    byPair: makeSplit(
      "pairs of model and accelerator in alphabetical order, every second one of each class held out, " +
        "and all points of other vendors than NVIDIA",
      splitByPair(serving),
      splitByPair(training),
    ),
    evenOdd: makeSplit("every second point held out", splitEvenOdd(serving), splitEvenOdd(training)),
  },
  leaveOut: {
    serving: byClass((name) => leaveOut(ofClass(serving, name), rangesOf(name), expectServing)),
    training: byClass((name) => leaveOut(ofClass(training, name), trainingRanges, expectTraining)),
  },
};
writeFileSync(join(__dirname, "../../planning/estimate/constants.json"), JSON.stringify(result, undefined, 2) + "\n");
for (const [name, split] of Object.entries(result.splits)) console.log(name, split.heldOut);
console.log(JSON.stringify(result.leaveOut, undefined, 1));

if (process.argv.includes("--points")) {
  for (const one of serving) print(one, expectedServing(one, result.shipped));
  for (const one of training) print(one, expectedTraining(one, result.shipped));
}

/** How far the shipped constants are off at one point. */
function print(one: Case, expected: number): void {
  console.log((expected / one.point.tokensPerSec).toFixed(2), one.class, one.point.id);
}
