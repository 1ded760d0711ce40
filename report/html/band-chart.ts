import type { Band } from "../../planning/estimate";
import { html, type Html } from "./markup";
import { figure } from "./quantities";

export interface ChartPoint {
  readonly name: string;
  readonly value: number;
}

const width = 640;
const height = 92;
const margin = 44;
const axisY = 62;

/** An estimate's range and measured points on one logarithmic axis: equal factors are equally far apart. */
export function bandChart(band: Band, points: readonly ChartPoint[], title: string): Html {
  const values = [band.low, band.high, ...points.map(({ value }) => value)];
  const low = Math.log(Math.min(...values) / 1.4);
  const high = Math.log(Math.max(...values) * 1.4);
  const x = (value: number) => Math.round(margin + ((Math.log(value) - low) / (high - low)) * (width - 2 * margin));
  const words = [
    `estimate ${figure(band.expected)}, from ${figure(band.low)} to ${figure(band.high)}`,
    ...points.map(({ name, value }) => `measured point ${name} ${figure(value)}`),
  ].join("; ");
  return html`<svg class="band-chart" viewBox="0 0 ${width} ${height}" role="img" aria-label="${title}: ${words}">
    <text class="axis-title" x="${margin}" y="14">${title}, logarithmic</text>
    <line class="axis" x1="${margin}" x2="${width - margin}" y1="${axisY}" y2="${axisY}" />
    <rect class="range" x="${x(band.low)}" y="${axisY - 7}" width="${x(band.high) - x(band.low)}" height="14" rx="7" />
    <line class="expected" x1="${x(band.expected)}" x2="${x(band.expected)}" y1="${axisY - 12}" y2="${axisY + 12}" />
    ${[band.low, band.expected, band.high].map(
      (value) => html`<text class="value" x="${x(value)}" y="${axisY + 26}">${figure(value)}</text>`,
    )}
    ${points.map(
      ({ name, value }, index) =>
        html`<circle class="point" cx="${x(value)}" cy="${axisY}" r="4.5" /><text
            class="point-name"
            x="${x(value)}"
            y="${axisY - 14 - (crowded(points, index, x) ? 13 : 0)}"
            >${name}</text
          >`,
    )}
  </svg> `;
}

/** Whether a point's name would stand on that of an earlier one. */
function crowded(points: readonly ChartPoint[], index: number, x: (value: number) => number): boolean {
  const own = points[index]?.value ?? 0;
  return points.slice(0, index).some(({ value }) => Math.abs(x(value) - x(own)) < 14);
}
