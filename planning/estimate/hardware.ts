import { accelerators, type Accelerator } from "../../catalog/accelerators";
import { suggestNames } from "../../catalog/lookup";
import type { Precision } from "./precision";
import type { InputProblem } from "./problem";

/** The figures of an accelerator that an estimate needs, all of them known. */
export interface Hardware {
  readonly id: string;
  readonly memoryBytes: number;
  readonly memoryBytesPerSec: number;
  /** Format that the arithmetic runs in, and its dense peak. */
  readonly computePrecision: "bf16" | "fp8" | "fp4";
  readonly flopsPerSec: number;
  /** Rate to the other accelerators of the scale-up domain, one direction. */
  readonly linkBytesPerSec: number;
  /** Whether the link is a figure of the catalogue or the fallback. */
  readonly linkKnown: boolean;
  readonly domainSize: number;
  readonly powerW?: number;
}

/** A figure that the catalogue does not have, so that no estimate can be made. */
export interface UnknownFigure {
  /** The field of the accelerator: `memoryBandwidthGBps`. */
  readonly figure: string;
  /** What cannot be estimated without it. */
  readonly reason: string;
}

/** PCIe 4.0 x16 after protocol overhead: taken where the catalogue has no scale-up link. */
const fallbackLinkGBps = 25;

/** Formats that arithmetic on weights of a precision can run in, fastest first: fewer bits are widened when missing. */
const computeFormats: Readonly<Record<Precision, readonly ("bf16" | "fp8" | "fp4")[]>> = {
  bf16: ["bf16"],
  // INT8 weights are widened: the activations stay in BF16.
  int8: ["bf16"],
  fp8: ["fp8", "bf16"],
  fp4: ["fp4", "fp8", "bf16"],
};

/** The accelerator of that id, or the only one whose id starts with the name (`h100`); a problem where there is none. */
export function resolveAccelerator(name: string | Accelerator, problems: InputProblem[]): Accelerator | undefined {
  if (typeof name !== "string") return name;
  const wanted = name.toLowerCase();
  const rows = accelerators();
  const exact = rows.find((row) => row.id === wanted);
  if (exact !== undefined) return exact;
  const starting = rows.filter((row) => row.id.startsWith(`${wanted}-`));
  if (starting.length === 1) return starting[0];
  const ids = rows.map((row) => row.id);
  const families = ids.map((id) => id.split("-")[0] ?? id);
  const near =
    starting.length > 1 ? starting.map((row) => row.id) : suggestNames(wanted, new Set([...ids, ...families]));
  problems.push({
    field: "accelerator",
    message: starting.length > 1 ? `'${name}' stands for several accelerators` : `no accelerator is called '${name}'`,
    given: name,
    allowed: near.length > 0 ? near.join(", ") : ids.join(", "),
    fix: near[0] === undefined ? "use one of the allowed names" : `did you mean '${near[0]}'?`,
  });
  return undefined;
}

/** The figures for weights of `precision`, or which of them are unknown. */
export function hardwareFor(row: Accelerator, precision: Precision): Hardware | readonly UnknownFigure[] {
  const unknown: UnknownFigure[] = [];
  const bandwidth = row.memoryBandwidthGBps;
  if (bandwidth === undefined) unknown.push(missing(row, "memoryBandwidthGBps", "memory bandwidth"));
  const format = formatOf(row, precision);
  const tflops = format === undefined ? undefined : row.denseTflops[format];
  if (tflops === undefined) unknown.push(missing(row, "denseTflops", `dense arithmetic rate for ${precision}`));
  if (bandwidth === undefined || format === undefined || tflops === undefined) return unknown;
  const link = row.scaleUp.unidirectionalGBps ?? half(row.scaleUp.bidirectionalGBps);
  return {
    id: row.id,
    memoryBytes: row.memoryGB * 1e9,
    memoryBytesPerSec: bandwidth * 1e9,
    computePrecision: format,
    flopsPerSec: tflops * 1e12,
    linkBytesPerSec: (link ?? fallbackLinkGBps) * 1e9,
    linkKnown: link !== undefined,
    domainSize: row.scaleUp.domainSize ?? row.usualPerNode ?? 8,
    ...(row.powerW === undefined ? {} : { powerW: row.powerW }),
  };
}

export function isUnknown(result: Hardware | readonly UnknownFigure[]): result is readonly UnknownFigure[] {
  return Array.isArray(result);
}

function half(value: number | undefined): number | undefined {
  return value === undefined ? undefined : value / 2;
}

function missing(row: Accelerator, figure: string, words: string): UnknownFigure {
  return { figure, reason: `the catalogue has no ${words} of ${row.name} (${row.id})` };
}

/** Accelerators of the same vendor and the same arithmetic, which differ in memory or box: H200 and H100. */
export function relativesOf(row: Accelerator, precision: Precision): readonly Accelerator[] {
  const rate = rateOf(row, precision);
  if (rate === undefined) return [];
  return accelerators().filter(
    (other) => other.id !== row.id && other.vendor === row.vendor && rateOf(other, precision) === rate,
  );
}

/** Most of its dense peak that multiplying matrices has been measured to reach, on it or a relative; 1 where unknown. */
export function achievableShare(row: Accelerator, format: Hardware["computePrecision"]): number {
  const shares = [row, ...relativesOf(row, format)].map((each) => {
    const reached = each.maxAchievableTflops[format];
    const peak = each.denseTflops[format];
    return reached === undefined || peak === undefined ? undefined : reached / peak;
  });
  return shares.find((share) => share !== undefined) ?? 1;
}

function formatOf(row: Accelerator, precision: Precision): Hardware["computePrecision"] | undefined {
  return computeFormats[precision].find((candidate) => row.denseTflops[candidate] !== undefined);
}

function rateOf(row: Accelerator, precision: Precision): number | undefined {
  const format = formatOf(row, precision);
  return format === undefined ? undefined : row.denseTflops[format];
}
