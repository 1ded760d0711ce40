import type { Context } from "./evaluate";
import type { Traversal } from "./expression";
import { itemSlots, type Slot } from "./path";
import type { Resource } from "./types";
import { isObject, type Reference, type Value } from "./value";

/** References that were written where a value now stands. */
export interface Written {
  readonly traversals: readonly Traversal[];
  readonly context: Context;
  /** Whether the value is this one reference and nothing else: then it is another name for what it leads to. */
  readonly alone: boolean;
}

/** References of a plan, which come as text with the module they stand in. */
export interface Planned {
  readonly references: readonly Reference[];
  readonly alone: boolean;
  readonly follow: (visited: Set<object>) => readonly Resource[];
}

/** For each evaluated object or list, what was written at its keys; values themselves cannot carry it. */
const noted = new WeakMap<object, Map<string | number, Written | Planned>>();

export function noteReferences(holder: object, key: string | number, written: Written | Planned): void {
  let keys = noted.get(holder);
  if (keys === undefined) noted.set(holder, (keys = new Map()));
  keys.set(key, written);
}

/** What makes a slot's value another name for something else: one reference and nothing around it. */
export function aliasAt(slot: Slot): Written | Planned | undefined {
  const here = noted.get(slot.holder)?.get(slot.key);
  return here?.alone === true ? here : undefined;
}

/** What was written in a slot; where nothing was, what was written below it, else around it. */
export function writtenAt(slot: Slot): readonly (Written | Planned)[] {
  const here = noted.get(slot.holder)?.get(slot.key);
  const inside = below(slot.value);
  if (here !== undefined || inside.length > 0) return here === undefined ? inside : [here, ...inside];
  return slot.parent === undefined ? [] : around(slot.parent);
}

function below(value: Value): readonly (Written | Planned)[] {
  const keys = typeof value === "object" && value !== null ? noted.get(value) : undefined;
  const own = keys ? [...keys.values()] : [];
  if (Array.isArray(value)) return [...own, ...(value as readonly Value[]).flatMap(below)];
  return isObject(value) ? [...own, ...Object.values(value).flatMap(below)] : own;
}

function around(slot: Slot): readonly (Written | Planned)[] {
  const here = noted.get(slot.holder)?.get(slot.key);
  if (here !== undefined) return [here];
  return slot.parent === undefined ? [] : around(slot.parent);
}

/** All slots directly in a value. */
export function slotsIn(value: Value): readonly Slot[] {
  if (Array.isArray(value)) return itemSlots(value as readonly Value[]);
  if (!isObject(value)) return [];
  return Object.entries(value).map(([key, item]) => ({ holder: value, key, value: item }));
}
