import type { Context } from "./evaluate";
import type { Traversal } from "./expression";
import type { Slot } from "./path";
import type { Resource } from "./types";
import { isUnknown, type Reference, type Value, type ValueObject } from "./value";

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

/** Notes at one place what was written at another, for a value that is handed on; false where nothing was. */
export function copyReferences(
  from: { readonly holder: object; readonly key: string | number },
  to: { readonly holder: object; readonly key: string | number },
): boolean {
  const written = noted.get(from.holder)?.get(from.key);
  if (written !== undefined) noteReferences(to.holder, to.key, written);
  return written !== undefined;
}

/** What makes a slot's value another name for something else: one reference and nothing around it. */
export function aliasAt(slot: Slot): Written | Planned | undefined {
  const here = noted.get(slot.holder)?.get(slot.key);
  return here?.alone === true ? here : undefined;
}

/** What was written in a slot; where nothing was, what was written below it, else around it. */
export function writtenAt(slot: Slot): readonly (Written | Planned)[] {
  const found: (Written | Planned)[] = [];
  const here = noted.get(slot.holder)?.get(slot.key);
  if (here !== undefined) found.push(here);
  below(slot.value, found);
  if (found.length > 0 || slot.parent === undefined) return found;
  return around(slot.parent);
}

function below(value: Value, found: (Written | Planned)[]): void {
  if (typeof value !== "object" || value === null || isUnknown(value)) return;
  const keys = noted.get(value);
  if (keys !== undefined) for (const key of keys.values()) found.push(key);
  const items: readonly Value[] = Array.isArray(value) ? (value as readonly Value[]) : Object.values(value);
  for (const item of items) if (typeof item === "object") below(item, found);
}

function around(slot: Slot): readonly (Written | Planned)[] {
  const here = noted.get(slot.holder)?.get(slot.key);
  if (here !== undefined) return [here];
  return slot.parent === undefined ? [] : around(slot.parent);
}

/** Everything that was written in a value, in its order. */
export function writtenIn(value: Value): readonly (Written | Planned)[] {
  if (typeof value !== "object" || value === null || isUnknown(value)) return [];
  const found: (Written | Planned)[] = [];
  const keys = noted.get(value);
  const isList = Array.isArray(value);
  for (const [key, item] of Object.entries(value as ValueObject)) {
    const here = keys?.get(isList ? Number(key) : key);
    if (here !== undefined) found.push(here);
    below(item, found);
  }
  return found;
}
