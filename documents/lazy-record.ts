import { evaluateNode, note, type Context } from "./evaluate";
import type { Slot } from "./path";
import { emptyObject } from "./text";
import { Unknown, type Value } from "./value";

export interface Entry {
  readonly node: unknown;
  readonly context: Context;
  /** What is still done to the evaluated value: a variable's type fills in what is optional. */
  readonly finish?: (value: Value) => Value;
}

/** Where the entries stand; a Map is one. */
export interface Entries {
  keys(): Iterable<string>;
  get(key: string): Entry | undefined;
}

/** Named values (locals, variables, outputs, a resource's attributes), each evaluated when it is first asked for. */
export class LazyRecord {
  private readonly values = emptyObject();
  /** Keys that are being evaluated, outermost first. */
  private readonly running: string[] = [];
  private complete = false;

  constructor(private readonly entries: Entries) {}

  get(key: string): Value | undefined {
    if (Object.hasOwn(this.values, key)) return this.values[key];
    const entry = this.entries.get(key);
    if (entry === undefined) return undefined;
    // Cycles are reported when the documents are loaded; here they only must not run for ever.
    if (this.running.includes(key)) return new Unknown("expression", key);
    this.running.push(key);
    const evaluated = evaluateNode(entry.node, entry.context);
    const value = entry.finish ? entry.finish(evaluated) : evaluated;
    this.running.pop();
    this.values[key] = value;
    note(this.values, key, entry.node, entry.context);
    return value;
  }

  slot(key: string): Slot | undefined {
    const value = this.get(key);
    return value === undefined ? undefined : { holder: this.values, key, value };
  }

  /** All values, by name. */
  all(): { readonly [key: string]: Value } {
    // Every reading by path asks for all of them: the names are gone through once.
    if (this.complete) return this.values;
    for (const key of this.entries.keys()) this.get(key);
    this.complete = this.running.length === 0;
    return this.values;
  }
}
