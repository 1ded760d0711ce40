import fc from "fast-check";
import { anyNumber, text } from "./fuzz";

/** Texts that the types keep to a few words: another word cannot be written. */
const words = new Set(
  `kind use role technology cooling intent direction effect purpose operatingSystem interfacePattern markets natGateways
   mode redundancy precision podSecurity work exposure architecture switchSystem keyCustody split deployment efa`.split(
    /\s+/,
  ),
);

/** Objects whose keys are the user's own. */
const maps = new Set(["labels", "tags", "ports", "switchFigures", "accountLimits", "providerEndpoints", "environment"]);

/** One thing of the props that can be another: where it is, and what it is. */
interface Place {
  readonly value: unknown;
  readonly put: (value: unknown) => void;
}

/** A change somewhere in the props. */
interface Disturbance {
  readonly at: number;
  readonly how: number;
  readonly number: number;
  readonly text: string;
}

const disturbance: fc.Arbitrary<Disturbance> = fc.record({ at: fc.nat(), how: fc.nat(), number: anyNumber, text });

/**
 * Shapes that are right, with up to three of their figures, texts, switches, lists or keys changed: so that every prop
 * that a shape has is tried, and what comes after the checks of the props as well.
 */
export function disturbed<P extends object>(shapes: readonly P[], required: readonly string[]): fc.Arbitrary<P> {
  const optional = [...new Set(shapes.flatMap((shape) => Object.keys(shape)))].filter((key) => !required.includes(key));
  const dropped = fc.subarray(optional, { maxLength: 3 });
  const changes = fc.oneof(fc.constant([]), fc.array(disturbance, { minLength: 1, maxLength: 3 }));
  return fc.record({ shape: fc.constantFrom(...shapes), changes, dropped }).map(({ shape, changes, dropped }) => {
    const copy = copyOf(shape);
    for (const key of changes.length > 0 ? dropped : []) Reflect.deleteProperty(copy, key);
    for (const change of changes) disturb(copy, change);
    return copy;
  });
}

function disturb(props: object, { at, how, number, text }: Disturbance): void {
  const places = [...placesIn(props)];
  const place = places[at % places.length];
  if (place === undefined) return;
  const { value, put } = place;
  if (typeof value === "boolean") put(!value);
  if (typeof value === "number") put([number, value + 1, value - 1, value * 2, value / 2, 0, 1][how % 7]);
  if (typeof value === "string") {
    const others = places.map((each) => each.value).filter((each) => typeof each === "string");
    put([text, others[how % others.length], `${value}-2`, value.toUpperCase()][how % 4]);
  }
  if (Array.isArray(value)) put([[], value.slice(1), [...value, ...value.slice(0, 1)], value.toReversed()][how % 4]);
  else if (isObject(value)) {
    const [[key, first], ...rest] = Object.entries(value) as [[string, unknown], ...[string, unknown][]];
    put(Object.fromEntries([[how % 2 === 0 ? text : `${key}-2`, first], ...rest]));
  }
}

function* placesIn(holder: object): Generator<Place> {
  for (const [key, value] of Object.entries(holder) as [string, unknown][]) {
    const put = (other: unknown) => Reflect.set(holder, key, other);
    const isMap = maps.has(key) && isObject(value) && Object.keys(value).length > 0;
    const isValue = ["boolean", "number", "string"].includes(typeof value) || Array.isArray(value);
    if (words.has(key)) continue;
    if (isValue || isMap) yield { value, put };
    if (isObject(value) || Array.isArray(value)) yield* placesIn(value);
  }
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A copy of the data; functions stay, classes keep their methods. */
export function copyOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOf) as T;
  if (!isObject(value)) return value;
  const copied = Object.entries(value).map(([key, inner]) => [key, copyOf<unknown>(inner)]);
  return Object.assign(Object.create(Object.getPrototypeOf(value) as object) as T & object, Object.fromEntries(copied));
}
