import { referenceOf } from "./evaluate";
import { every, parsePath, walk, type Slot } from "./path";
import { slotsIn, writtenAt, type Planned, type Written } from "./provenance";
import { parseText } from "./text";
import type { Block, Resource } from "./types";
import { isObject, isUnknown, type Reference, type Value } from "./value";

/** Reading by path over an evaluated value. */
export class ValueBlock implements Block {
  private readonly known = new Map<string | undefined, readonly Resource[]>();

  constructor(private readonly value: () => Value) {}

  get(path: string): Value | undefined {
    const found = this.slots(path).map((slot) => slot.value);
    if (parsePath(path).includes(every)) return found;
    return found.length > 1 ? found : found[0];
  }

  list(path: string): readonly Value[] {
    return this.slots(path).flatMap(({ value }) => (Array.isArray(value) ? (value as readonly Value[]) : [value]));
  }

  blocks(path: string): readonly Block[] {
    const values = this.list(path).filter((value) => isObject(value) || isUnknown(value));
    return values.map((value) => new ValueBlock(() => value));
  }

  json(path: string): Value | undefined {
    const value = this.get(path);
    if (typeof value === "string" || isUnknown(value)) return parseText(value);
    return value;
  }

  references(path?: string): readonly Reference[] {
    return this.written(path).flatMap((written) =>
      "references" in written ? written.references : written.traversals.map(referenceOf),
    );
  }

  targets(path?: string): readonly Resource[] {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    const visited = new Set<object>();
    const found = [...new Set(this.written(path).flatMap((written) => follow(written, visited)))];
    // Many rules follow the same path.
    this.known.set(path, found);
    return found;
  }

  target(path: string): Resource | undefined {
    return this.targets(path)[0];
  }

  private written(path: string | undefined): readonly (Written | Planned)[] {
    const slots = path === undefined ? slotsIn(this.value()) : this.slots(path);
    return [...new Set(slots.flatMap(writtenAt))];
  }

  protected slots(path: string): readonly Slot[] {
    return walk(this.value(), parsePath(path));
  }
}

/** The resources that what was written leads to. */
export function follow(written: Written | Planned, visited: Set<object>): readonly Resource[] {
  if (visited.has(written)) return [];
  visited.add(written);
  if ("references" in written) return written.follow(visited);
  return written.traversals.flatMap((traversal) => written.context.module.targets(traversal, written.context, visited));
}

/** The resources that what was written in a slot leads to. */
export function followSlot(slot: Slot, visited: Set<object>): readonly Resource[] {
  return writtenAt(slot).flatMap((written) => follow(written, visited));
}
