import { fold } from "../table";
import { html, raw, type Html } from "../markup";
import type { Section, ReportSubject } from "../section";
import { drawTopology } from "../topology/draw";
import { topologyOf, type CardKind, type Topology, type WireKind } from "../topology/graph";

const cardLegend: readonly (readonly [CardKind, string])[] = [
  ["cluster", "cluster"],
  ["accelerators", "accelerator pool"],
  ["machines", "pool without accelerators"],
  ["fabric", "RDMA fabric"],
  ["filesystem", "filesystem"],
  ["bucket", "object storage"],
  ["outside", "other site or network"],
];

const wireLegend: readonly (readonly [WireKind, string])[] = [
  ["runs", "runs on"],
  ["fabric", "RDMA"],
  ["mount", "mounted"],
  ["data", "objects shown as files, or replicated"],
  ["site", "link between sites or networks"],
];

/** How the parts are joined. */
export function topologySection({ model }: ReportSubject): Section | undefined {
  const topology = topologyOf(model);
  if (topology.cards.length === 0) return undefined;
  const body = html`<figure class="drawing">
      <div class="scroll" role="group" aria-label="Topology drawing" tabindex="0">
        ${drawTopology(topology, `Topology of ${model.name}`)}
      </div>
      <figcaption>
        ${legend(topology)}${
          topology.leftOut.length === 0
            ? undefined
            : html`<p>
                Not drawn, to keep the drawing readable: ${topology.leftOut.join(", ")}. The tables below have them all.
              </p>`
        }
      </figcaption>
    </figure>
    ${fold(
      "The drawing in words",
      html`<ul>
        ${topology.wires.map(({ words }) => html`<li>${words}</li>`)}
      </ul>`,
    )}`;
  return { id: "topology", title: "Topology", body };
}

/** What the colours and lines mean, of those that are drawn. */
function legend({ cards, wires }: Topology): Html {
  const card = ([kind, words]: readonly [CardKind, string]) =>
    html`<li>
      ${raw(`<svg aria-hidden="true" width="14" height="14" class="card ${kind}"><rect class="key" width="14" height="14" rx="3"/></svg>`)}${words}
    </li>`;
  const wire = ([kind, words]: readonly [WireKind, string]) =>
    html`<li>
      ${raw(`<svg aria-hidden="true" width="30" height="14"><path class="wire ${kind}" d="M0 7H30"/></svg>`)}${words}
    </li>`;
  return html`<ul class="legend" aria-label="Legend">
    ${cardLegend
      .filter(([kind]) => cards.some((each) => each.kind === kind))
      .map(card)}${wireLegend.filter(([kind]) => wires.some((each) => each.kind === kind)).map(wire)}
  </ul> `;
}
