import { flowStages, type Flow } from "../../facts/flow";
import { html, type Html } from "../markup";
import { drawCard } from "../topology/draw";
import type { Point } from "../topology/dagre";
import { layOutFlow } from "./layout";

/** Drawings that are wider are scaled to the page. */
const pageWidth = 1040;

/** The way from data to tokens as a drawing. It is never larger than its natural size, and takes its colours from the page's style. */
export function drawFlow(flow: Flow, title: string): Html {
  const { width, height, steps, edges } = layOutFlow(flow);
  return html`<svg
    class="topology flow ${width > pageWidth ? "whole" : ""}"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-labelledby="flow-drawing-title flow-drawing-words"
  >
    <title id="flow-drawing-title">${title}</title>
    <desc id="flow-drawing-words">${inWords(flow)}</desc>
    ${edges.map(
      ({ edge, points }) =>
        html`<path class="wire ${edge.kind}" d="${curve(points)}" /><path
            class="arrow ${edge.kind}"
            d="M0 0L-9 -4.5V4.5z"
            transform="${atTheEnd(points)}"
          /> `,
    )}
    ${steps.map(drawCard)}
  </svg> `;
}

/** The drawing in words, for those who do not see it. */
function inWords({ steps, edges }: Flow): string {
  const made = steps.map(({ stage, things }) => `${flowStages[stage]}: ${things.join(", ")}.`);
  return [...made, ...edges.map(({ words }) => `${words}.`)].join(" ");
}

/** Where a line ends, turned as the line runs there. */
function atTheEnd(points: readonly Point[]): string {
  const [before, end] = points.slice(-2);
  if (before === undefined || end === undefined) return "";
  const degrees = (Math.atan2(end.y - before.y, end.x - before.x) * 180) / Math.PI;
  return `translate(${end.x} ${end.y}) rotate(${Math.round(degrees)})`;
}

/** A line through the points, rounded at the inner ones. */
function curve([first, ...rest]: readonly Point[]): string {
  const last = rest.at(-1);
  if (first === undefined || last === undefined) return "";
  const bends = rest.slice(0, -1).map((point, index) => {
    const next = rest[index + 1] ?? point;
    const end = index === rest.length - 2 ? next : { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 };
    return `Q${point.x} ${point.y} ${end.x} ${end.y}`;
  });
  return `M${first.x} ${first.y}${bends.length > 0 ? bends.join("") : `L${last.x} ${last.y}`}`;
}
