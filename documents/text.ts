import { parseAllDocuments } from "yaml";
import { isUnknown, Unknown, type Reference, type Value, type ValueObject } from "./value";

/** A string of which pieces may be unknown, as the list of its pieces. */
export type Text = string | Unknown;

/** Longer strings are not assembled: no real attribute has them, and doubling locals reach any length. */
export const maxTextLength = 1024 * 1024;

/** Nothing can be found in it. V8 keeps objects without any prototype as slow hash tables, those above this one not. */
const nothing: object = Object.freeze(Object.create(null) as object);

/** An object that inherits nothing, so that `__proto__` and `constructor` are keys like any other. */
export function emptyObject(): Record<string, Value> {
  return Object.create(nothing) as Record<string, Value>;
}

/** Joins pieces to one string, or to an unknown value that keeps the known pieces. */
export function joinText(pieces: readonly Text[], expression: string): Text {
  const flat = pieces.flatMap((piece) => (isUnknown(piece) && piece.parts ? piece.parts : [piece]));
  const parts: Text[] = [];
  for (const piece of flat) {
    const last = parts.at(-1);
    if (typeof piece === "string" && typeof last === "string") parts[parts.length - 1] = last + piece;
    else if (piece !== "") parts.push(piece);
  }
  const length = parts.reduce((sum, part) => sum + (typeof part === "string" ? part.length : 0), 0);
  if (length > maxTextLength || parts.length > 10_000) return new Unknown("expression", expression);
  const unknowns = parts.filter(isUnknown);
  const [first] = unknowns;
  if (first === undefined) return parts.join("");
  if (parts.length === 1) return first;
  const references: Reference[] = unknowns.flatMap((part) => part.references);
  return new Unknown(first.reason, expression, references, parts);
}

/** A value as it appears inside a template; undefined where Terraform would refuse it. */
export function scalarText(value: Value): Text | undefined {
  if (isUnknown(value) || typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return undefined;
}

/** A value as JSON text; unknown values stay as pieces, inside quotes when they stand for a string. */
export function encodeJson(value: Value, expression: string): Text {
  return joinText(jsonPieces(value), expression);
}

function jsonPieces(value: Value): readonly Text[] {
  if (isUnknown(value)) {
    if (value.parts === undefined) return ['"', value, '"'];
    return ['"', ...value.parts.map((part) => (isUnknown(part) ? part : JSON.stringify(part).slice(1, -1))), '"'];
  }
  if (Array.isArray(value)) {
    const items = (value as readonly Value[]).flatMap((item, index) => [index > 0 ? "," : "", ...jsonPieces(item)]);
    return ["[", ...items, "]"];
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value as ValueObject).flatMap(([key, item], index) => [
      `${index > 0 ? "," : ""}${JSON.stringify(key)}:`,
      ...jsonPieces(item),
    ]);
    return ["{", ...entries, "}"];
  }
  return [JSON.stringify(value)];
}

// Private-use characters: they stand for the unknown pieces while a text is parsed, and no real text has them.
const open = "\uE000";
const close = "\uE001";

/** What every YAML text with an object or a list has. An ARN or a name has it not: the parser need not be loaded for them. */
const structure = /[[{]|[:?-](\s|$)/m;

/** Parses JSON or YAML text with unknown pieces; `undefined` where it is neither an object nor a list. */
export function parseText(text: Text): Value | undefined {
  const parts = isUnknown(text) ? (text.parts ?? []) : [text];
  const unknowns: Unknown[] = [];
  const marked = parts.map((part) => (isUnknown(part) ? `${open}${unknowns.push(part) - 1}${close}` : part)).join("");
  const parsed = parseJson(marked) ?? (structure.test(marked) ? parseYaml(marked)[0] : undefined);
  return typeof parsed === "object" && parsed !== null ? toValue(parsed, unknowns) : undefined;
}

function parseJson(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** All documents of a YAML text; none where it is broken. */
export function parseYaml(text: string): readonly unknown[] {
  if (text.length > maxTextLength) return [];
  try {
    const documents = parseAllDocuments(text);
    if (!Array.isArray(documents) || documents.some((document) => document.errors.length > 0)) return [];
    return documents.map((document) => document.toJS() as unknown);
  } catch {
    // The parser throws on alias bombs; such a text has no value that can be judged.
    return [];
  }
}

/** Parsed data as a value: objects without prototypes, unknown pieces put back in their places. */
export function toValue(data: unknown, unknowns: readonly Unknown[] = []): Value {
  if (typeof data === "string") return data.includes(open) ? restore(data, unknowns) : data;
  if (typeof data === "number" || typeof data === "boolean") return data;
  if (Array.isArray(data)) return data.map((item) => toValue(item, unknowns));
  if (data instanceof Date) return data.toISOString();
  if (typeof data === "object" && data !== null) {
    const object = emptyObject();
    for (const [key, item] of Object.entries(data)) object[String(restore(key, unknowns))] = toValue(item, unknowns);
    return object;
  }
  return null;
}

const markPattern = new RegExp(`(${open}\\d+${close})`);

function restore(text: string, unknowns: readonly Unknown[]): Text {
  const pieces = text.split(markPattern).map((piece) => {
    const index = piece.startsWith(open) ? Number(piece.slice(1, -1)) : Number.NaN;
    return unknowns[index] ?? piece;
  });
  return joinText(pieces, text);
}
