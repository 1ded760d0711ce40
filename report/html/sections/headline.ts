import { findRegion } from "../../../catalog/aws/regions";
import type { FactoryModel, SiteNode } from "../../../model";
import { summarize } from "../../../validation/reporters/summary";
import { hourlyCost } from "../../cost";
import { acceleratorCapacity, sum } from "../../facts/capacity";
import { workloadEstimates } from "../../facts/workloads";
import { capacity, count, decimal, throughput } from "../../text/units";
import { html, type Content, type Html } from "../markup";
import { bandEnds, figure, hours, plural, range, split, tokenCount } from "../quantities";
import type { ReportSubject } from "../section";

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly unit?: string;
  readonly details: readonly Content[];
  /** Colours the figure. */
  readonly tone?: "good" | "bad" | "warn";
}

/** The top of the page: what the factory is, and the few numbers that matter. */
export function headline(subject: ReportSubject): Html {
  const { model, today } = subject;
  const tiles = [
    ...capacityTiles(model),
    ...workloadTile(model),
    ...costTile(model),
    checkTile(subject),
    ...boundaryTile(subject),
  ];
  return html`<header class="headline">
    <p class="eyebrow">
      AI factory report${today === undefined ? undefined : html`, <time datetime="${today}">${today}</time>`}
    </p>
    <h1>${model.name}</h1>
    <p class="lead">
      ${purpose(model)} ${model.sites.length === 0 ? undefined : `in ${model.sites.map(place).join(" and ")}`}
    </p>
    <dl class="tiles">${tiles.map(drawTile)}</dl>
  </header> `;
}

function drawTile({ name, value, unit, details, tone }: Tile): Html {
  return html`<div class="tile">
    <dt>${name}</dt>
    <dd>
      <span class="value ${tone}"
        >${value}${unit === undefined ? undefined : html` <span class="unit">${unit}</span>`}</span
      >${details.map((line) => html`<span class="detail">${line}</span>`)}
    </dd>
  </div> `;
}

function purpose({ intent }: FactoryModel): string {
  return intent === "mixed" ? "Training and inference" : intent === "training" ? "Training" : "Inference";
}

function place(site: SiteNode): string {
  const region = site.region === undefined ? undefined : findRegion(site.region);
  const where = site.region ?? site.id;
  return region === undefined ? [where, site.country].filter(Boolean).join(", ") : `${region.location}, ${where}`;
}

function capacityTiles(model: FactoryModel): readonly Tile[] {
  const kinds = acceleratorCapacity(model);
  const most = sum(kinds, ({ maxCount }) => maxCount);
  const tiles: Tile[] = [];
  if (most > 0) {
    const memory = kinds.every(({ memoryGiB }) => memoryGiB !== undefined)
      ? [`${capacity(sum(kinds, ({ memoryGiB }) => memoryGiB ?? 0))} of accelerator memory`]
      : [];
    tiles.push({
      name: "Accelerators",
      value: range(
        sum(kinds, ({ minCount }) => minCount),
        most,
      ),
      details: [kinds.map(({ name }) => name).join(", "), ...memory],
    });
    tiles.push(...computeTile(kinds));
  }
  const sized = model.filesystems.filter(({ capacityGiB }) => capacityGiB !== undefined);
  if (sized.length > 0) {
    const [value, unit] = split(capacity(sum(sized, ({ capacityGiB }) => capacityGiB ?? 0)));
    const reads = sum(sized, ({ readMBps }) => readMBps ?? 0);
    tiles.push({
      name: "Fast storage",
      value,
      unit,
      details: reads > 0 ? [`reads ${throughput(reads)}`, plural(model.buckets.length, "bucket")] : [],
    });
  }
  return tiles;
}

function computeTile(kinds: ReturnType<typeof acceleratorCapacity>): readonly Tile[] {
  const total = (format: "bf16" | "fp8" | "fp4") =>
    kinds.every(({ densePflops }) => densePflops[format] !== undefined)
      ? sum(kinds, ({ densePflops }) => densePflops[format] ?? 0)
      : undefined;
  const bf16 = total("bf16");
  if (bf16 === undefined) return [];
  const others = (["fp8", "fp4"] as const).flatMap((format) => {
    const pflops = total(format);
    return pflops === undefined ? [] : [`${decimal(pflops)} in ${format.toUpperCase()}`];
  });
  return [{ name: "Dense compute", value: decimal(bf16), unit: "PFLOPS", details: ["peak in BF16", ...others] }];
}

function workloadTile(model: FactoryModel): readonly Tile[] {
  for (const workload of workloadEstimates(model)) {
    if (workload.kind === "none" || workload.estimate.outcome !== "estimated") continue;
    const name = workload.workload.model ?? "";
    if (workload.kind === "training") {
      const { timeToTrainHours } = workload.estimate;
      const [value, unit] = split(hours(timeToTrainHours.expected));
      const details = [
        `${name}, ${tokenCount(workload.tokens)} tokens`,
        `${bandEnds(timeToTrainHours, hours)}, estimated`,
      ];
      return [{ name: "Time to train", value, unit, details }];
    }
    const { tokensPerSec } = workload.estimate;
    return [
      {
        name: "Output",
        value: figure(tokensPerSec.expected),
        unit: "tokens/s",
        details: [name, `${bandEnds(tokensPerSec)}, estimated`],
      },
    ];
  }
  return [];
}

function costTile(model: FactoryModel): readonly Tile[] {
  const { priced, atListPrice, unpriced } = hourlyCost(model);
  const sums = [priced, atListPrice].filter((each) => each !== undefined);
  const without = unpriced.length === 0 ? [] : [`without ${plural(unpriced.length, "pool")} of unknown price`];
  if (sums.length === 0) return [];
  const lowest = sum(sums, ({ minUsd }) => minUsd);
  const highest = sum(sums, ({ maxUsd }) => maxUsd);
  return [
    {
      name: "Nodes, per hour",
      value: `$${range(Math.round(lowest), Math.round(highest))}`,
      details: [
        atListPrice === undefined
          ? "prices"
          : priced === undefined
            ? "at on-demand list price"
            : "part of it at list price",
        ...without,
      ].map((line, index) => (index === 0 ? `${line} of ${sums.map(({ pricesTo }) => pricesTo).sort()[0]}` : line)),
    },
  ];
}

function checkTile({ check }: ReportSubject): Tile {
  if (check === undefined) return { name: "Design rules", value: "not run", details: [] };
  const { errors, warnings, infos, acknowledged, rulesRun, pass } = summarize(check);
  const standing = errors > 0 ? plural(errors, "error") : warnings > 0 ? plural(warnings, "warning") : "clean";
  const [value, unit] = split(standing);
  return {
    name: "Design rules",
    value,
    unit,
    tone: errors > 0 ? "bad" : warnings > 0 ? "warn" : "good",
    details: [
      `${plural(rulesRun, "rule")}, ${count(pass)} passed`,
      ...(errors > 0 && warnings > 0 ? [plural(warnings, "warning")] : []),
      ...(infos > 0 ? [plural(infos, "remark")] : []),
      ...(acknowledged > 0 ? [`${count(acknowledged)} acknowledged`] : []),
    ],
  };
}

function boundaryTile({ sovereignty }: ReportSubject): readonly Tile[] {
  if (sovereignty === undefined) return [];
  const { boundary, result } = sovereignty;
  const errors = result.findings.filter(({ severity }) => severity === "error").length;
  const [value, unit] = errors === 0 ? ["kept", undefined] : split(plural(errors, "error"));
  const details = [boundary.name, plural(result.obligations.length, "open question")];
  return [{ name: "Boundary", value, unit, tone: errors === 0 ? "good" : "bad", details }];
}
