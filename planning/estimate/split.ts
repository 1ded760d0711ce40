import type { HeldOutError } from "./constants";

/** Points divided into those that are fitted and those that are held out. */
export interface Halves<Case> {
  readonly fitted: readonly Case[];
  readonly heldOut: readonly Case[];
}

/** What a split looks at. */
interface Divisible {
  readonly pair: string;
  readonly class: string;
  /** NVIDIA's own engines, or another vendor's software. */
  readonly sameSoftware: boolean;
}

/**
 * No pair of model and accelerator in both halves: pairs of each class are put in alphabetical order and every second
 * one is held out, so that nobody chooses. All points of other vendors' accelerators are held out: they are too few to
 * fit, and their software is another.
 */
export function splitByPair<Case extends Divisible>(cases: readonly Case[]): Halves<Case> {
  const heldOut = new Set<string>();
  for (const name of new Set(cases.map((one) => one.class))) {
    const ofClass = cases.filter((one) => one.class === name && one.sameSoftware);
    const pairs = [...new Set(ofClass.map((one) => one.pair))].sort();
    pairs.forEach((pair, index) => index % 2 === 1 && heldOut.add(pair));
  }
  return divide(cases, (one) => !one.sameSoftware || heldOut.has(one.pair));
}

/** Every second point of the list is held out: the halves share pairs, so the error flatters. */
export function splitEvenOdd<Case>(cases: readonly Case[]): Halves<Case> {
  return divide(cases, (_, index) => index % 2 === 1);
}

function divide<Case>(cases: readonly Case[], isHeldOut: (one: Case, index: number) => boolean): Halves<Case> {
  return {
    fitted: cases.filter((one, index) => !isHeldOut(one, index)),
    heldOut: cases.filter((one, index) => isHeldOut(one, index)),
  };
}

/** Errors of estimates, given as ratios of estimate to measured value. */
export function errorOf(ratios: readonly number[]): HeldOutError {
  const errors = ratios.map((ratio) => Math.abs(ratio - 1)).sort((a, b) => a - b);
  const factors = ratios.map((ratio) => Math.max(ratio, 1 / ratio)).sort((a, b) => a - b);
  return {
    points: ratios.length,
    median: quantile(errors, 0.5),
    p90: quantile(errors, 0.9),
    withinFactorTwo: factors.filter((factor) => factor <= 2).length / ratios.length,
    factor90: quantile(factors, 0.9),
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}
