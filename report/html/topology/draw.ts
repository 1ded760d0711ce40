import { html, type Html } from "../markup";
import type { Topology } from "./graph";
import { fitted } from "./fit";
import { layOut, lineHeight, type Layout, type PlacedCard, type PlacedFrame, type PlacedWire } from "./layout";

/** The topology as a drawing. It scales with the page and takes its colours from the page's style. */
export function drawTopology(topology: Topology, title: string): Html {
  const layout = layOut(topology);
  const { width, height } = layout;
  return html`<svg
    class="topology"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-labelledby="topology-drawing-title topology-drawing-words"
  >
    <title id="topology-drawing-title">${title}</title>
    <desc id="topology-drawing-words">${inWords(topology)}</desc>
    ${layout.frames.map(drawFrame)} ${layout.wires.map(drawWire)} ${layout.cards.map(drawCard)}
    ${layout.wires.map((wire) => drawLabel(wire, layout))}
  </svg> `;
}

/** The drawing in words, for those who do not see it. */
function inWords({ cards, wires }: Topology): string {
  const things = cards.map(({ label, title, lines }) => `${label} ${title}: ${lines.join(", ")}.`);
  return [...things, ...wires.map(({ words }) => `${words}.`)].join(" ");
}

function drawFrame({ frame, depth, box }: PlacedFrame): Html {
  return html`<g class="frame depth-${depth}"
    ><rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="${depth === 0 ? 14 : 10}" /><text
      x="${box.x + 16}"
      y="${box.y + 24}"
      >${fitted(frame.title, box.width - 32, 13.5, "bold")}</text
    ></g
  > `;
}

/** A card with its heading and its lines; its kind decides the colour. */
export function drawCard({ card, box }: Pick<PlacedCard, "card" | "box">): Html {
  const { x, y, width, height } = box;
  const room = width - 24;
  return html`<g class="card ${card.kind}"
    ><rect class="face" x="${x}" y="${y}" width="${width}" height="${height}" rx="8" /><path
      class="stripe"
      d="M${x + 8} ${y}a8 8 0 0 0 -8 8v${height - 16}a8 8 0 0 0 8 8h-3v-${height}z"
    /><text class="label" x="${x + 16}" y="${y + 21}">${fitted(card.label, room, 12)}</text
    ><text class="title" x="${x + 16}" y="${y + 42}">${fitted(card.title, room, 16, "bold")}</text>${card.lines.map(
      (line, index) => html`<text x="${x + 16}" y="${y + 62 + index * lineHeight}">${fitted(line, room, 13.5)}</text>`,
    )}</g
  > `;
}

function drawWire({ wire, points, arc }: PlacedWire): Html {
  const [from, to] = points;
  if (from === undefined || to === undefined) return html``;
  const bend = arc ? Math.min(from.x, to.x) - 48 : (from.x + to.x) / 2;
  return html`<path
    class="wire ${wire.kind}"
    d="M${from.x} ${from.y}C${bend} ${from.y} ${bend} ${to.y} ${to.x} ${to.y}"
  /> `;
}

/** Only what joins sites is labelled at the line: everything else is said on the cards. */
function drawLabel({ wire, points }: PlacedWire, layout: Layout): Html {
  const [from, to] = points;
  if (wire.kind !== "site" || wire.label === undefined || from === undefined || to === undefined) return html``;
  const x = Math.min((from.x + to.x) / 2 - 20, layout.width - 100);
  return html`<text class="wire-label" x="${Math.max(4, x)}" y="${(from.y + to.y) / 2}"
    >${fitted(wire.label, 260, 12.5)}</text
  > `;
}
