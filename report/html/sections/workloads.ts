import {
  workloadEstimates,
  type ServingWorkload,
  type TrainingWorkload,
  type WorkloadEstimate,
} from "../../facts/workloads";
import type {
  Band,
  Energy,
  Evidence,
  NearestPoint,
  ServingThroughput,
  TrainingThroughput,
} from "../../../planning/estimate";
import { count, throughput } from "../../text/units";
import { bandChart } from "../band-chart";
import { html, type Content, type Html } from "../markup";
import { bandEnds, figure, hours, percent, seconds, tokenCount } from "../quantities";
import type { ReportSubject, Section } from "../section";
import { facts, fold, table } from "../table";

/** What the stated workloads would take and deliver. */
export function workloadsSection({ model }: ReportSubject): Section | undefined {
  if (acceleratorsOf(model.pools) === 0) return undefined;
  const workloads = workloadEstimates(model);
  const body =
    workloads.length === 0
      ? html`<p>
          No workload is stated, so nothing is estimated. State <code>workloads</code> in the factory's props: the
          model, the pools it runs on, its precision and, for training, its tokens.
        </p>`
      : html`${workloads.map(workload)}
          <p class="note">
            Estimates, not measurements: nine of ten measured cases are expected within the ranges. They take every pool
            at its largest size, or as many accelerators as the workload states, and a well-tuned arrangement of the
            model.
          </p>`;
  return { id: "workloads", title: "Throughput and training time", body };
}

function acceleratorsOf(pools: ReportSubject["model"]["pools"]): number {
  return pools.filter(({ accelerator }) => accelerator !== undefined).length;
}

function workload(each: WorkloadEstimate): Html {
  if (each.kind === "none") {
    return html`<article>
      <h3>${each.workload.id}</h3>
      <p>Not estimated: ${each.reason}.</p>
    </article>`;
  }
  return html`<article class="workload">
    <h3>${each.workload.id}</h3>
    <p>
      ${each.kind === "training" ? "Training" : "Serving"} ${each.workload.model} on ${count(each.accelerators)} ×
      ${each.acceleratorName} (${each.pools.map(({ id }) => id).join(", ")}) in ${each.precision.toUpperCase()}
    </p>
    ${each.kind === "training" ? training(each) : serving(each)}
  </article> `;
}

function training(each: TrainingWorkload): Content {
  const { estimate } = each;
  if (estimate.outcome !== "estimated") return notEstimated(estimate);
  const note = each.tokensStated ? [] : [`the workload states no tokens: the times are for ${tokenCount(each.tokens)}`];
  const tokens = `${tokenCount(each.tokens)} tokens`;
  const rows: Row[] = [
    [`Time to train on ${tokens}`, estimate.timeToTrainHours, hours],
    ["Training, all accelerators", estimate.tokensPerSec, perSecond],
    ["Training, per accelerator", estimate.tokensPerSecPerAccelerator, perSecond],
    ["Model FLOPS utilisation", estimate.modelFlopsUtilisation, percent],
    ...energyRows(estimate.energy),
    ...(estimate.energyKWh === undefined ? [] : [["Energy of the run", estimate.energyKWh, megawattHours] as const]),
    ...(estimate.usd === undefined ? [] : [["Cost of the run", estimate.usd, usd] as const]),
  ];
  return html`${rowTable(rows)}${measured(estimate, "training")}${storageFacts(each)}${assumptions([
    ...note,
    ...each.assumptions,
    ...estimate.assumptions,
  ])}`;
}

function storageFacts({ checkpoint, staging, workload: stated }: TrainingWorkload): Content {
  const rows: (readonly [string, Content])[] = [];
  if (checkpoint !== undefined) {
    const { sizeGB, filesystem, seconds: time, shareOfTime } = checkpoint;
    const share =
      shareOfTime === undefined
        ? ""
        : `; ${percent(shareOfTime)} of the time at one every ${stated.checkpointEveryMinutes} minutes`;
    rows.push([
      "Checkpoint",
      `${count(sizeGB)} GB, written in ${seconds(time)} to ${filesystem.id} at ${throughput(filesystem.writeMBps ?? 0)}${share}`,
    ]);
  }
  if (staging !== undefined) {
    const { datasetGB, filesystem, seconds: time } = staging;
    rows.push([
      "Dataset",
      `${count(datasetGB)} GB, read once in ${seconds(time)} from ${filesystem.id} at ${throughput(filesystem.readMBps ?? 0)}`,
    ]);
  }
  return rows.length === 0 ? undefined : facts(rows);
}

function serving(each: ServingWorkload): Content {
  const { estimate } = each;
  if (estimate.outcome !== "estimated") return notEstimated(estimate);
  const rows: Row[] = [
    ["Output, all accelerators", estimate.tokensPerSec, perSecond],
    ["Output, per accelerator", estimate.tokensPerSecPerAccelerator, perSecond],
    [`Output, per user with ${count(estimate.concurrency)} in flight`, estimate.tokensPerSecPerUser, perSecond],
    ["Time to first token, idle", estimate.timeToFirstTokenMs, (value) => `${figure(value)} ms`],
    ...energyRows(estimate.energy),
    ...(estimate.usdPerMillionTokens === undefined
      ? []
      : [["Cost of a million output tokens", estimate.usdPerMillionTokens, usd] as const]),
  ];
  return html`${rowTable(rows)}${measured(estimate, "output")}${assumptions([
    ...each.assumptions,
    ...estimate.assumptions,
  ])}`;
}

type Row = readonly [name: string, band: Band, write: (value: number) => string];

function rowTable(rows: readonly Row[]): Html {
  const columns = [{ title: "" }, { title: "Expected", number: true }, { title: "Range", number: true }];
  return table(
    "Estimate",
    [{ title: "Figure" }, ...columns.slice(1)],
    rows.map(([name, band, write]) => [name, write(band.expected), bandEnds(band, write)]),
  );
}

function energyRows(energy: Energy): readonly Row[] {
  return energy.outcome === "unknown" ? [] : [["Power of the servers", energy.powerKW, (kw) => `${figure(kw)} kW`]];
}

/** How sure the estimate is, and the measured points nearest to it, on one axis with it. */
function measured(
  { tokensPerSecPerAccelerator, evidence, nearestPoints }: TrainingThroughput | ServingThroughput,
  counts: NearestPoint["counts"],
): Html {
  const comparable = nearestPoints.filter((point) => point.counts === counts);
  const rows = nearestPoints.map((point, index) => [
    letter(index),
    point.model,
    `${count(point.accelerators)} × ${point.accelerator}`,
    point.precision?.toUpperCase() ?? "–",
    `${figure(point.tokensPerSecPerAccelerator)} ${point.counts === "training" ? "" : point.counts}`.trim(),
    point.source,
  ]);
  const columns = [
    { title: "Point" },
    { title: "Model" },
    { title: "Accelerators" },
    { title: "Precision" },
    { title: "Tokens/s per accelerator", number: true },
    { title: "Source" },
  ];
  return html`<p>${sureness(evidence)}</p>
    ${bandChart(
      tokensPerSecPerAccelerator,
      comparable.map((point) => ({
        name: letter(nearestPoints.indexOf(point)),
        value: point.tokensPerSecPerAccelerator,
      })),
      "Tokens per second per accelerator",
    )}${table("Nearest measured points", columns, rows)}`;
}

function sureness({ sureness: degree, reason, factor }: Evidence): string {
  return `How sure: ${degree}, within a factor of ${figure(factor)}; ${reason}.`;
}

function letter(index: number): string {
  return String.fromCharCode(65 + index);
}

function notEstimated(
  estimate: Exclude<TrainingWorkload["estimate"] | ServingWorkload["estimate"], { outcome: "estimated" }>,
): Html {
  if (estimate.outcome === "does-not-fit") {
    return html`<p><strong>Does not fit:</strong> ${estimate.reason}.</p>
      <ul>
        ${estimate.mends.map((mend) => html`<li>${mend}</li>`)}
      </ul>`;
  }
  const reasons =
    estimate.outcome === "unknown"
      ? estimate.unknown.map(({ reason }) => reason)
      : estimate.problems.map(({ message, allowed, fix }) => `${message}; allowed: ${allowed}; ${fix}`);
  return html`<p>Not estimated:</p>
    <ul>
      ${reasons.map((reason) => html`<li>${reason}</li>`)}
    </ul>`;
}

function assumptions(lines: readonly string[]): Content {
  return lines.length === 0
    ? undefined
    : fold(
        "Assumptions",
        html`<ul>
          ${lines.map((line) => html`<li>${line}</li>`)}
        </ul>`,
        "on-paper",
      );
}

function perSecond(value: number): string {
  return `${figure(value)} tokens/s`;
}

function megawattHours(kWh: number): string {
  return `${figure(kWh / 1000)} MWh`;
}

function usd(value: number): string {
  return `$${figure(value)}`;
}
