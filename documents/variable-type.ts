import { parseExpression, type Expression } from "./expression";
import { copyReferences } from "./provenance";
import { emptyObject } from "./text";
import { isObject, type Value, type ValueObject } from "./value";

/** Reads what is written as a variable's type: `map(object({ name = optional(string, "x") }))`. */
export function parseType(written: unknown): Expression | undefined {
  return typeof written === "string" ? parseExpression(written.replace(/^\$\{(.*)\}$/s, "$1")) : undefined;
}

/** A value as the module sees it: attributes that are optional and not given have their default, or null. */
export function conform(value: Value, type: Expression): Value {
  if (type.kind !== "call") return value;
  const [inner] = type.args;
  if (inner === undefined) return value;
  if (type.name === "object" && inner.kind === "object" && isObject(value)) return conformObject(value, inner.entries);
  if (type.name === "map" && isObject(value)) return mapEntries(value, (item) => conform(item, inner));
  if ((type.name === "list" || type.name === "set") && Array.isArray(value)) {
    const list = value as readonly Value[];
    const items = list.map((item) => conform(item, inner));
    items.forEach((_item, key) => copyReferences({ holder: list, key }, { holder: items, key }));
    return items;
  }
  if (type.name === "optional") return conform(value, inner);
  return value;
}

function conformObject(value: ValueObject, entries: readonly (readonly [Expression, Expression])[]): Value {
  const types = new Map(entries.map(([key, type]) => [key.kind === "literal" ? String(key.value) : "", type]));
  const object = mapEntries(value, (item, key) => {
    const type = types.get(key);
    return type === undefined ? item : conform(item, type);
  });
  for (const [key, type] of types) {
    const given = Object.hasOwn(value, key) && value[key] !== null;
    if (given || type.kind !== "call" || type.name !== "optional") continue;
    const [inner, fallback] = type.args;
    const missing = fallback === undefined ? null : literalOf(fallback);
    if (missing !== undefined) object[key] = inner === undefined ? missing : conform(missing, inner);
  }
  return object;
}

function mapEntries(value: ValueObject, change: (item: Value, key: string) => Value): Record<string, Value> {
  const object = emptyObject();
  for (const [key, item] of Object.entries(value)) {
    object[key] = change(item, key);
    copyReferences({ holder: value, key }, { holder: object, key });
  }
  return object;
}

/** A default in a type is written out; it cannot refer to anything. */
function literalOf(expression: Expression): Value | undefined {
  if (expression.kind === "literal") return expression.value;
  if (expression.kind === "tuple") {
    const items = expression.items.map(literalOf);
    return items.every((item) => item !== undefined) ? items : undefined;
  }
  if (expression.kind !== "object") return undefined;
  const object = emptyObject();
  for (const [key, item] of expression.entries) {
    const value = literalOf(item);
    if (key.kind !== "literal" || value === undefined) return undefined;
    object[String(key.value)] = value;
  }
  return object;
}
