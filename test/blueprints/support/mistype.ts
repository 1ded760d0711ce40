import { Token } from "cdktf";
import fc from "fast-check";
import { copyOf } from "./disturb";

/** What stands in a value's place in a program that no compiler has read, or in a file; new ones each time. */
const others = (): readonly unknown[] => [
  ...["7", "", "x".repeat(100_000), 7, 0, -1.5, NaN, true, false, null],
  ...[[], {}, [null], [[]], { name: {} }, { a: { b: {} } }, new Map(), new Date(0), 10n, Symbol("s")],
  ...[() => undefined, () => [null], () => ({})],
];

interface Mistake {
  readonly at: number;
  readonly how: number;
  readonly other: number;
}

const mistake: fc.Arbitrary<Mistake> = fc.record({ at: fc.nat(), how: fc.nat(), other: fc.nat() });

/** Shapes that are right, with one to three values of another type, missing, or under a name that is nearly theirs. */
export function mistyped<P extends object>(shapes: readonly P[]): fc.Arbitrary<P> {
  const mistakes = fc.array(mistake, { minLength: 1, maxLength: 3 });
  return fc.record({ shape: fc.constantFrom(...shapes), mistakes }).map(({ shape, mistakes }) => {
    const copy = copyOf(shape);
    for (const each of mistakes) make(each, copy);
    return copy;
  });
}

/** Shapes that are right, with one text or number that only Terraform knows. */
export function computed<P extends object>(shapes: readonly P[]): fc.Arbitrary<P> {
  return fc.record({ shape: fc.constantFrom(...shapes), place: fc.nat() }).map(({ shape, place }) => {
    const copy = copyOf(shape);
    const leaves = [...placesIn(copy)].filter(([holder, key]) => ["string", "number"].includes(typeof at(holder, key)));
    const [holder, key] = leaves[place % leaves.length] ?? [{}, ""];
    const value = at(holder, key);
    const token = { resolve: () => value };
    if (typeof value === "string") Reflect.set(holder, key, Token.asString(token));
    if (typeof value === "number") Reflect.set(holder, key, Token.asNumber(token));
    return copy;
  });
}

function at(holder: object, key: string): unknown {
  return Reflect.get(holder, key);
}

function make({ at, how, other }: Mistake, props: object): void {
  const places = [...placesIn(props)];
  const place = places[at % places.length];
  if (place === undefined) return;
  const [holder, key] = place;
  const value: unknown = Reflect.get(holder, key);
  const put = (changed: unknown) => void Reflect.set(holder, key, changed);
  const kind = how % (isData(holder) ? 8 : 6);
  if (kind >= 6) Reflect.deleteProperty(holder, key);
  if (kind === 7) Reflect.set(holder, [`${key}s`, key.slice(1), `x${key}`, key.toUpperCase()][at % 4] ?? "", value);
  else if (kind === 0) put(Array.isArray(value) ? value[0] : [value]);
  else if (kind === 1) put(typeof value === "number" ? String(value) : typeof value === "string" ? value.length : {});
  else if (kind < 6) put(others()[other % others().length]);
}

/** Every place that a program can write: all data, and what it may hand to the makers of instances. */
function* placesIn(holder: object): Generator<readonly [object, string]> {
  for (const [key, value] of Object.entries(holder) as [string, unknown][]) {
    // What an instance keeps to itself no caller writes.
    if (isData(holder) || Array.isArray(holder) || key !== "details") yield [holder, key];
    if (typeof value === "object" && value !== null) yield* placesIn(value);
  }
}

function isData(value: object): boolean {
  return Object.getPrototypeOf(value) === Object.prototype;
}
