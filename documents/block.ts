import { referenceOf } from "./evaluate";
import { every, manyWays, parsePath, valueAt, walk, type Slot } from "./path";
import { writtenAt, writtenIn, type Planned, type Written } from "./provenance";
import { parseText } from "./text";
import type { Block, Resource } from "./types";
import { isObject, isUnknown, type Reference, type Value } from "./value";

/** Reading by path over an evaluated value. */
export class ValueBlock implements Block {
  /** What has been followed; most blocks are never asked. */
  private known?: Map<string | undefined, readonly Resource[]>;

  constructor(private readonly value: () => Value) {}

  get(path: string): Value | undefined {
    const segments = parsePath(path);
    const all = segments.includes(every);
    const only = all ? manyWays : valueAt(this.value(), segments);
    if (only !== manyWays) return only;
    const found = this.slots(path).map((slot) => slot.value);
    return all || found.length > 1 ? found : found[0];
  }

  list(path: string): readonly Value[] {
    const only = valueAt(this.value(), parsePath(path));
    if (only === undefined) return [];
    if (only !== manyWays) return Array.isArray(only) ? (only as readonly Value[]) : [only];
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
    const known = this.known?.get(path);
    if (known !== undefined) return known;
    const written = this.written(path);
    const visited = new Set<object>();
    const followed = written.length > 0 ? written.flatMap((each) => follow(each, visited)) : [];
    const found = followed.length > 1 ? [...new Set(followed)] : followed;
    // Many rules follow the same path.
    (this.known ??= new Map()).set(path, found);
    return found;
  }

  target(path: string): Resource | undefined {
    return this.targets(path)[0];
  }

  private written(path: string | undefined): readonly (Written | Planned)[] {
    const found = path === undefined ? writtenIn(this.value()) : this.slots(path).flatMap(writtenAt);
    return found.length > 1 ? [...new Set(found)] : found;
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
