import { flowOf } from "../../facts/flow";
import { tokenFigures, type TokenFigures } from "../../facts/tokens";
import { count } from "../../text/units";
import { drawFlow } from "../flow/draw";
import { html, raw, type Content, type Html } from "../markup";
import { bandEnds, figure } from "../quantities";
import type { ReportSubject, Section } from "../section";
import { fold, table, unknown } from "../table";
import type { Band } from "../../../planning/estimate";

/** How data becomes tokens, and what the tokens come to. */
export function flowSection({ model }: ReportSubject): Section | undefined {
  const flow = flowOf(model);
  if (!flow.steps.some(({ stage }) => stage === "training" || stage === "serving")) return undefined;
  const body = html`${figures(tokenFigures(model))}
    <figure class="drawing">
      <div class="scroll" role="group" aria-label="Drawing of the flow from data to tokens" tabindex="0">
        ${drawFlow(flow, `From data to tokens in ${model.name}`)}
      </div>
      <figcaption>
        <ul class="legend" aria-label="Legend of the flow">
          ${legend("carries", "carries data, models or tokens")} ${legend("steers", "decides over, or watches")}
        </ul>
      </figcaption>
    </figure>
    ${fold(
      "The flow in words",
      html`<ul>
        ${flow.edges.map(({ words }) => html`<li>${words}</li>`)}
      </ul>`,
    )}`;
  return { id: "flow", title: "From data to tokens", body };
}

function legend(kind: string, words: string): Html {
  return html`<li>
    ${raw(`<svg aria-hidden="true" width="30" height="14"><path class="wire ${kind}" d="M0 7H30"/></svg>`)}${words}
  </li>`;
}

/** What a factory is judged by, and how sure it is. */
function figures(all: readonly TokenFigures[]): Content {
  if (all.length === 0) return undefined;
  const columns = [
    { title: "Workload" },
    { title: "Tokens per second", number: true },
    { title: "$ per million tokens", number: true },
    { title: "Joules per token", number: true },
    { title: "How sure" },
    { title: "Nearest measured point" },
  ];
  const rows = all.map((each) => [
    html`${each.workloadId} <span class="quiet">${each.kind === "training" ? "trained" : "output"}</span>`,
    withRange(each.tokensPerSec),
    each.usdPerMillionTokens === undefined
      ? unknown("no price is known")
      : html`${withRange(each.usdPerMillionTokens)}${
          each.listPriceOf === undefined
            ? undefined
            : html`<span class="detail">at list price of ${each.listPriceOf}</span>`
        }`,
    each.joulesPerToken === undefined ? unknown("no power is known") : withRange(each.joulesPerToken),
    html`${each.evidence.sureness}<span class="detail">within a factor of ${figure(each.evidence.factor)}</span>`,
    nearest(each),
  ]);
  return html`${table("What the tokens come to", columns, rows)}
    <p class="note">
      Estimates, not measurements: nine of ten measured cases are expected within the ranges. Cost and energy are those
      of the nodes.
    </p>`;
}

function withRange(band: Band): Html {
  return html`${figure(band.expected)}<span class="detail">${bandEnds(band)}</span>`;
}

function nearest({ nearestPoints: [point] }: TokenFigures): Content {
  if (point === undefined) return unknown("none");
  const { model, accelerators, accelerator, precision, tokensPerSecPerAccelerator, counts } = point;
  const unit = counts === "training" ? "trained" : counts;
  return html`${model} on ${count(accelerators)} ×
    ${accelerator}${precision === undefined ? "" : ` ${precision.toUpperCase()}`}<span class="detail"
      >${figure(tokensPerSecPerAccelerator)} tokens/s ${unit} on each</span
    >`;
}
