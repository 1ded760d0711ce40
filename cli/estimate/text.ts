import Table from "cli-table3";
import type { Band } from "../../planning/estimate/band";
import type { Energy } from "../../planning/estimate/energy";
import type { NearestPoint } from "../../planning/estimate/evidence";
import type { MemoryFit } from "../../planning/estimate/memory";
import type { DoesNotFit, ServingThroughput, UnknownEstimate } from "../../planning/estimate/serving";
import type { TrainingThroughput } from "../../planning/estimate/training";

/** An estimate as text: figures with their bands, memory, how sure it is, the measured points it rests on. */
export function estimateText(estimate: ServingThroughput | TrainingThroughput | DoesNotFit | UnknownEstimate): string {
  if (estimate.outcome === "unknown") {
    return ["not known", ...estimate.unknown.map(({ reason }) => `  ${reason}`), ""].join("\n");
  }
  if (estimate.outcome === "does-not-fit") {
    const mends = estimate.mends.map((mend) => `  - ${mend}`);
    return ["does not fit", `  ${estimate.reason}`, memoryTable(estimate.memory), "mends:", ...mends, ""].join("\n");
  }
  const rows = "replicas" in estimate ? servingRows(estimate) : trainingRows(estimate);
  const { evidence } = estimate;
  const idle = estimate.unusedAccelerators;
  return [
    figures(rows),
    ...(idle > 0 ? [`${idle} accelerators are left idle: copies of the model have a fixed size`] : []),
    memoryTable(estimate.memory),
    `how sure: ${evidence.sureness} (within a factor of ${round(evidence.factor)}): ${evidence.reason}`,
    ...estimate.assumptions.map((assumption) => `assumed: ${assumption}`),
    "nearest measured points:",
    ...estimate.nearestPoints.map(pointLine),
    "",
  ].join("\n");
}

type Row = readonly [name: string, band: Band, unit: string];

function servingRows(estimate: ServingThroughput): readonly Row[] {
  return [
    ["output", estimate.tokensPerSec, "tokens/s"],
    ["per accelerator", estimate.tokensPerSecPerAccelerator, "tokens/s"],
    [`per user, ${round(estimate.concurrency)} in flight`, estimate.tokensPerSecPerUser, "tokens/s"],
    ["time to first token, idle", estimate.timeToFirstTokenMs, "ms"],
    ...energyRows(estimate.energy),
    ...(estimate.usdPerMillionTokens === undefined
      ? []
      : [["cost of a million output tokens", estimate.usdPerMillionTokens, "USD"] as const]),
  ];
}

function trainingRows(estimate: TrainingThroughput): readonly Row[] {
  return [
    ["training", estimate.tokensPerSec, "tokens/s"],
    ["per accelerator", estimate.tokensPerSecPerAccelerator, "tokens/s"],
    ["model FLOPS utilisation", scalePercent(estimate.modelFlopsUtilisation), "%"],
    ["time of a step", estimate.stepTimeSec, "s"],
    ["time to train", estimate.timeToTrainHours, "h"],
    ["accelerator hours", estimate.acceleratorHours, "h"],
    ...energyRows(estimate.energy),
    ...(estimate.energyKWh === undefined ? [] : [["energy of the run", estimate.energyKWh, "kWh"] as const]),
    ...(estimate.usd === undefined ? [] : [["cost of the run", estimate.usd, "USD"] as const]),
  ];
}

function energyRows(energy: Energy): readonly Row[] {
  if (energy.outcome === "unknown") return [];
  return [
    ["power", energy.powerKW, "kW"],
    ["energy of a token", energy.joulesPerToken, "J"],
  ];
}

function figures(rows: readonly Row[]): string {
  const table = new Table({ head: ["", "expected", "from", "to", ""], style: { head: [], border: [] } });
  for (const [name, band, unit] of rows) {
    table.push([name, round(band.expected), round(band.low), round(band.high), unit]);
  }
  return table.toString();
}

function memoryTable({ perAccelerator: memory, fits, shortfallGB }: MemoryFit): string {
  const table = new Table({ head: ["memory of an accelerator", "GB"], style: { head: [], border: [] } });
  const rows: readonly (readonly [string, number])[] = [
    ["weights", memory.weightsGB],
    ["key-value cache", memory.cacheGB],
    ["activations", memory.activationsGB],
    ["gradients", memory.gradientsGB],
    ["optimiser", memory.optimiserGB],
    ["kept by the engine", memory.reservedGB],
    ["together", memory.totalGB],
    ["capacity", memory.capacityGB],
  ];
  for (const [name, value] of rows) if (value > 0) table.push([name, round(value)]);
  if (!fits) table.push(["missing", round(shortfallGB)]);
  return table.toString();
}

function pointLine(point: NearestPoint): string {
  const lengths =
    point.inputTokens === undefined || point.outputTokens === undefined
      ? ""
      : ` ${point.inputTokens}/${point.outputTokens}`;
  const rate = round(point.tokensPerSecPerAccelerator);
  const what = `${point.model} on ${point.accelerators} x ${point.accelerator} ${point.precision ?? ""}${lengths}`;
  return `  ${what}: ${rate} ${point.counts} tokens/s per accelerator [${point.source}]`;
}

function scalePercent(band: Band): Band {
  return { low: band.low * 100, expected: band.expected * 100, high: band.high * 100 };
}

/** Three digits that mean something, thousands set apart. */
function round(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 4 });
}
