import { isObject, isUnknown, type Value } from "./value";

/** One segment of a path: a key, an index, or `[]` for all. */
export type Segment = string | number | typeof every;
export const every = Symbol("every");

const cache = new Map<string, readonly Segment[]>();
const segmentPattern = /\.?([^.[\]"]+)|\[(\d+)\]|\["([^"]*)"\]|(\[\])/gy;

/**
 * Reads a path of a rule: `a.b`, `a[].b`, `a[0].b`, `labels["app.kubernetes.io/name"]`.
 *
 * @throws RangeError where it is no path, which is a mistake in the rule
 */
export function parsePath(path: string): readonly Segment[] {
  const known = cache.get(path);
  if (known) return known;
  const segments: Segment[] = [];
  segmentPattern.lastIndex = 0;
  let end = 0;
  for (let match = segmentPattern.exec(path); match; match = segmentPattern.exec(path)) {
    const [, name, index, quoted] = match;
    end = segmentPattern.lastIndex;
    segments.push(name ?? quoted ?? (index === undefined ? every : Number(index)));
  }
  if (end !== path.length) throw new RangeError(`'${path}' is no path`);
  cache.set(path, segments);
  return segments;
}

/** Where a value sits: the object or list that holds it, and its key there. */
export interface Slot {
  readonly holder: object;
  readonly key: string | number;
  readonly value: Value;
  /** The way to it, from the outermost slot. */
  readonly parent?: Slot;
}

/** What a path may come upon on its way that needs `walk`: a list, or a value that is not known. */
export const manyWays = Symbol("manyWays");

/** The value that the path leads to through nothing but objects, as nearly all paths do; no slots are built for it. */
export function valueAt(root: Value, path: readonly Segment[]): Value | undefined | typeof manyWays {
  let value = root;
  for (const segment of path) {
    if (typeof segment !== "string" || Array.isArray(value) || isUnknown(value)) return manyWays;
    if (!isObject(value)) return undefined;
    const next = Object.hasOwn(value, segment) ? value[segment] : undefined;
    if (next === undefined || next === null) return undefined;
    value = next;
  }
  return value;
}

/** All places that the path leads to from `root`. A list is walked through wherever a name is asked of it. */
export function walk(root: Value, path: readonly Segment[]): readonly Slot[] {
  return walkFrom({ holder: {}, key: "", value: root }, path);
}

/** The same from a known place, which stays the outermost parent. */
export function walkFrom(start: Slot, path: readonly Segment[]): readonly Slot[] {
  let slots: readonly Slot[] = [start];
  for (const segment of path) {
    const [first] = slots;
    // Mostly there is one: no list is built around it.
    slots = slots.length === 1 && first ? step(first, segment) : slots.flatMap((slot) => step(slot, segment));
  }
  return slots;
}

function step(slot: Slot, segment: Segment): readonly Slot[] {
  const { value } = slot;
  // What is below an unknown value is that unknown value.
  if (isUnknown(value)) return [slot];
  if (Array.isArray(value)) {
    const items = itemSlots(value as readonly Value[], slot);
    if (segment === every) return items;
    if (typeof segment === "number") return items.slice(segment, segment + 1);
    return items.flatMap((item) => step(item, segment));
  }
  if (!isObject(value)) return [];
  // A single block may be written as an object: it is its own first element.
  if (segment === every || segment === 0) return [slot];
  if (typeof segment === "number") return [];
  const found = Object.hasOwn(value, segment) ? value[segment] : undefined;
  return found === undefined || found === null ? [] : [{ holder: value, key: segment, value: found, parent: slot }];
}

/** The elements of a list as slots. */
export function itemSlots(list: readonly Value[], parent?: Slot): readonly Slot[] {
  return list.map((value, key) => ({ holder: list, key, value, parent }));
}
