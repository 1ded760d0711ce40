import type { PoolNode } from "../../model";
import type { Band } from "../../planning/estimate";
import { count } from "../text/units";

/** `16` or `2–8`: nodes of a pool, or what each of them has `each` of. */
export function nodeRange({ minNodes, maxNodes }: Pick<PoolNode, "minNodes" | "maxNodes">, each = 1): string {
  return range(minNodes * each, maxNodes * each);
}

export function range(min: number, max: number, write: (value: number) => string = count): string {
  return min === max ? write(max) : `${write(min)}–${write(max)}`;
}

/** Three digits that mean something, thousands set apart. */
export function figure(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 4 });
}

/** `16–31 days`: the ends of a band, with their unit once where it is the same. */
export function bandEnds({ low, high }: Band, write: (value: number) => string = figure): string {
  const [first = "", unit] = split(write(low));
  const [second = "", other] = split(write(high));
  if (unit === undefined || unit === other) return [`${first}–${second}`, unit].filter(Boolean).join(" ");
  return `${first} ${unit} to ${second} ${other}`;
}

/** `37.5 TiB` as figure and unit. */
export function split(text: string): readonly [figure: string, unit: string | undefined] {
  const space = text.indexOf(" ");
  return space < 0 ? [text, undefined] : [text.slice(0, space), text.slice(space + 1)];
}

/** Tokens with the unit that is read fastest: `15 trillion`. */
export function tokenCount(tokens: number): string {
  const units = [
    [1e12, "trillion"],
    [1e9, "billion"],
    [1e6, "million"],
  ] as const;
  const unit = units.find(([size]) => tokens >= size);
  return unit === undefined ? count(tokens) : `${figure(tokens / unit[0])} ${unit[1]}`;
}

/** Hours in the unit that is read fastest. */
export function hours(value: number): string {
  if (value >= 48) return `${figure(value / 24)} days`;
  return value >= 1 ? `${figure(value)} hours` : `${figure(value * 60)} minutes`;
}

export function seconds(value: number): string {
  if (value < 90) return `${figure(value)} s`;
  return value < 5400 ? `${figure(value / 60)} minutes` : hours(value / 3600);
}

export function percent(share: number): string {
  return `${figure(share * 100)} %`;
}

/** `no errors`, `1 error`, `3 errors`. */
export function plural(amount: number, word: string): string {
  return `${amount === 0 ? "no" : count(amount)} ${word}${amount === 1 ? "" : "s"}`;
}
