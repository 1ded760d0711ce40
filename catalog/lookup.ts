import { distance } from "fastest-levenshtein";

/** Thrown by a look-up when the catalogue has no such name; says what was probably meant. */
export class UnknownNameError extends Error {
  constructor(
    /** What kind of thing was looked up: `instance type`, `region`, `chart`. */
    readonly kind: string,
    /** The name as it was given. */
    readonly given: string,
    /** Names of the catalogue that look like the given one, nearest first; may be empty. */
    readonly suggestions: readonly string[],
    /** Why the name is refused although it is known, if so. */
    readonly reason?: string,
  ) {
    super(message(kind, given, suggestions, reason));
    this.name = "UnknownNameError";
  }
}

function message(kind: string, given: string, suggestions: readonly string[], reason?: string): string {
  if (reason !== undefined) return `${kind} '${given}' cannot be used: ${reason}`;
  const [nearest] = suggestions;
  return `unknown ${kind} '${given}'` + (nearest === undefined ? "" : `; did you mean '${nearest}'?`);
}

/** Up to `limit` of the `known` names that look like `given`, nearest first, ties in alphabetical order. */
export function suggestNames(given: string, known: Iterable<string>, limit = 3): readonly string[] {
  const wanted = given.toLowerCase();
  // A third of the name may differ: further away, a suggestion is noise.
  const tolerance = Math.max(2, Math.floor(given.length / 3));
  return [...known]
    .filter((name) => Math.abs(name.length - given.length) <= tolerance)
    .map((name) => ({ name, distance: distance(wanted, name.toLowerCase()) }))
    .filter((candidate) => candidate.distance <= tolerance)
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, limit)
    .map((candidate) => candidate.name);
}

/** What stands under a name in a dictionary; a name like `constructor`, which every object has, finds nothing. */
export function entry<Value>(entries: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}

/** A table of the catalogue, by name. */
export class Table<Row> {
  private readonly byName: ReadonlyMap<string, Row>;

  constructor(
    private readonly kind: string,
    readonly rows: readonly Row[],
    nameOf: (row: Row) => string,
  ) {
    this.byName = new Map(rows.map((row) => [nameOf(row), row]));
  }

  /** The row of that name, or undefined. */
  find(name: string): Row | undefined {
    return this.byName.get(name);
  }

  /** The row of that name. @throws UnknownNameError */
  get(name: string): Row {
    const row = this.byName.get(name);
    if (row === undefined) throw new UnknownNameError(this.kind, name, suggestNames(name, this.byName.keys()));
    return row;
  }
}
