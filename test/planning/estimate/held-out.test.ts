import { servingPoints } from "../../../catalog/throughput-points";
import { fit, type FittedConstants, type HeldOutError } from "../../../planning/estimate/constants";
import {
  expectedServing,
  expectedTraining,
  newestTrainingPoints,
  servingCase,
  trainingCase,
  type ServingCase,
  type TrainingCase,
} from "../../../planning/estimate/measured";
import { estimateServing } from "../../../planning/estimate/serving";
import { errorOf, splitByPair, splitEvenOdd } from "../../../planning/estimate/split";
import { estimateTraining } from "../../../planning/estimate/training";

const serving = servingPoints.map(servingCase).filter((one): one is ServingCase => !("excluded" in one));
const training = newestTrainingPoints()
  .map(trainingCase)
  .filter((one): one is TrainingCase => !("excluded" in one));

function servingError(cases: readonly ServingCase[], constants: FittedConstants): HeldOutError {
  return errorOf(cases.map((one) => expectedServing(one, constants) / one.point.tokensPerSec));
}

function trainingError(cases: readonly TrainingCase[], constants: FittedConstants): HeldOutError {
  return errorOf(cases.map((one) => expectedTraining(one, constants) / one.point.tokensPerSec));
}

function row(what: string, { points, median, p90, withinFactorTwo }: HeldOutError): string {
  const percent = (share: number) => `${(share * 100).toFixed(0)} %`.padStart(6);
  return `${what.padEnd(44)}${String(points).padStart(5)}${percent(median)}${percent(p90)}${percent(withinFactorTwo)}`;
}

const { byPair, evenOdd } = fit.splits;

test("the median error on the held-out points is at most 30 %, and at least 90 % are within a factor of two", () => {
  const heldOut = splitByPair(serving).heldOut;
  const heldOutTraining = splitByPair(training).heldOut;
  const ratios = [
    ...heldOut.map((one) => expectedServing(one, byPair) / one.point.tokensPerSec),
    ...heldOutTraining.map((one) => expectedTraining(one, byPair) / one.point.tokensPerSec),
  ];
  const all = errorOf(ratios);
  const lines = [
    `${"held-out points, fit of ".concat(fit.date).padEnd(44)}points median  90 % within 2x`,
    row("serving, pairs not shared", servingError(heldOut, byPair)),
    ...(["dense", "moe"] as const).map((name) =>
      row(
        `  ${name}`,
        servingError(
          heldOut.filter((one) => one.class === name),
          byPair,
        ),
      ),
    ),
    row("training, pairs not shared", trainingError(heldOutTraining, byPair)),
    row("together, pairs not shared", all),
    row("serving, even/odd (flatters)", servingError(splitEvenOdd(serving).heldOut, evenOdd)),
    row("training, even/odd (flatters)", trainingError(splitEvenOdd(training).heldOut, evenOdd)),
    row("serving, all points with shipped constants", servingError(serving, fit.shipped)),
    row("training, all points with shipped constants", trainingError(training, fit.shipped)),
  ];
  process.stdout.write(`\n${lines.join("\n")}\n`);
  for (const error of [servingError(heldOut, byPair), trainingError(heldOutTraining, byPair), all]) {
    expect(error.median).toBeLessThanOrEqual(0.3);
    expect(error.withinFactorTwo).toBeGreaterThanOrEqual(0.9);
  }
  expect(all.points).toBeGreaterThanOrEqual(75);
});

test("no pair of model and accelerator is both fitted and held out", () => {
  for (const { fitted, heldOut } of [splitByPair(serving), splitByPair<ServingCase | TrainingCase>(training)]) {
    const pairs = new Set(fitted.map((one) => one.pair));
    expect(heldOut.filter((one) => pairs.has(one.pair))).toEqual([]);
    expect(fitted.length).toBeGreaterThan(10);
  }
});

test("the stored errors are those of the stored constants on today's points", () => {
  const again = servingError(splitByPair(serving).heldOut, byPair);
  expect(byPair.heldOut.serving.all.points).toBe(again.points);
  expect(byPair.heldOut.serving.all.median).toBeCloseTo(again.median, 3);
  const trainingAgain = trainingError(splitByPair(training).heldOut, byPair);
  expect(byPair.heldOut.training.all.median).toBeCloseTo(trainingAgain.median, 3);
  expect(evenOdd.heldOut.serving.all.median).toBeCloseTo(
    servingError(splitEvenOdd(serving).heldOut, evenOdd).median,
    3,
  );
});

test("every point that is left out says why", () => {
  const reasons = servingPoints.map(servingCase).flatMap((one) => ("excluded" in one ? [one.excluded] : []));
  expect(reasons.length + serving.length).toBe(servingPoints.length);
  expect(reasons.every((reason) => reason.length > 10)).toBe(true);
});

test("the bands of the public estimates hold nine of ten measured values", () => {
  const inside = [
    ...serving.map(({ point, load }) => {
      const { model = "", accelerator = "", accelerators, precision, batch, metric } = point;
      const { inputTokens, outputTokens } = load;
      const estimate = estimateServing({
        ...{ model, accelerator, accelerators, precision, inputTokens, outputTokens },
        ...(batch === undefined ? {} : { concurrency: batch }),
      });
      if (estimate.outcome !== "estimated") return false;
      const counted = metric === "total" ? 1 + inputTokens / outputTokens : 1;
      const { low, high } = estimate.tokensPerSec;
      return low * counted <= point.tokensPerSec && point.tokensPerSec <= high * counted;
    }),
    ...training.map(({ point }) => {
      const { model = "", accelerator = "", accelerators, precision = "bf16", method, sequenceTokens } = point;
      const { globalBatchSequences } = point;
      const estimate = estimateTraining({
        ...{ model, accelerator, accelerators, precision, method, sequenceTokens, globalBatchSequences },
        tokens: 1e12,
      });
      if (estimate.outcome !== "estimated") return false;
      return estimate.tokensPerSec.low <= point.tokensPerSec && point.tokensPerSec <= estimate.tokensPerSec.high;
    }),
  ];
  const share = inside.filter(Boolean).length / inside.length;
  process.stdout.write(`measured values within the band of the estimate: ${(share * 100).toFixed(0)} %\n`);
  expect(share).toBeGreaterThanOrEqual(0.85);
});
