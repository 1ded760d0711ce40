import { isDeepStrictEqual } from "node:util";
import { suggestNames } from "../../catalog/lookup";
import { hasFormat } from "./formats";
import { toRegExp } from "./patterns";
import { isObject, schemaOfField } from "./prepare";
import type { SchemaProblem, StructuralSchema } from "./schema";
import { isPartlyToken, isWholeToken } from "./tokens";
import { fieldPath } from "./unknown-fields";

type Check = (value: unknown, schema: StructuralSchema, path: string) => SchemaProblem[];

/** Everything that is wrong with a value's types, ranges, forms and required fields, in it and below. */
export function invalidValues(value: unknown, schema: StructuralSchema, path: string): SchemaProblem[] {
  if (isWholeToken(value)) return [];
  if (value === null) {
    return schema.nullable === true || schema.type === undefined ? [] : [error(path, "null is no value here", null)];
  }
  const types = wrongType(value, schema, path);
  if (types.length > 0) return types;
  return [...scalarChecks, ...collectionChecks, combined].flatMap((check) => check(value, schema, path));
}

function error(path: string, message: string, given?: unknown, allowed?: unknown): SchemaProblem {
  return { severity: "error", path, message, given, allowed };
}

const wrongType: Check = (value, schema, path) => {
  if (schema["x-kubernetes-int-or-string"] === true || schema.format === "int-or-string") {
    const fits = typeof value === "string" || Number.isInteger(value);
    return fits ? [] : [error(path, "neither an integer nor a string", value)];
  }
  const fits = schema.type === undefined || typeChecks[schema.type]?.(value) !== false;
  return fits ? [] : [error(path, `not of type ${schema.type}`, value)];
};

const typeChecks: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  integer: (value) => Number.isInteger(value),
  number: (value) => typeof value === "number" && Number.isFinite(value),
  boolean: (value) => typeof value === "boolean",
  array: (value) => Array.isArray(value),
  object: isObject,
};

const enumeration: Check = (value, schema, path) => {
  const allowed = schema.enum;
  if (allowed === undefined || isPartlyToken(value) || allowed.some((one) => isDeepStrictEqual(one, value))) return [];
  const [nearest] = typeof value === "string" ? suggestNames(value, allowed.map(String)) : [];
  const hint = nearest === undefined ? "" : `; did you mean '${nearest}'?`;
  return [error(path, `not one of the allowed values${hint}`, value, allowed)];
};

const text: Check = (value, schema, path) => {
  if (typeof value !== "string" || isPartlyToken(value)) return [];
  const length = [...value].length;
  return [
    ...(schema.minLength !== undefined && length < schema.minLength
      ? [error(path, `shorter than ${schema.minLength} characters`, value)]
      : []),
    ...(schema.maxLength !== undefined && length > schema.maxLength
      ? [error(path, `longer than ${schema.maxLength} characters`, value)]
      : []),
    ...(schema.pattern !== undefined && !toRegExp(schema.pattern).test(value)
      ? [error(path, "does not match the pattern", value, schema.pattern)]
      : []),
    ...(schema.format !== undefined && !hasFormat(value, schema.format)
      ? [error(path, `not a ${schema.format}`, value)]
      : []),
  ];
};

const integerRanges: Readonly<Record<string, readonly [number, number]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  int64: [-(2 ** 63), 2 ** 63],
};

const number: Check = (value, schema, path) => {
  if (typeof value !== "number") return [];
  const { minimum, maximum, multipleOf } = schema;
  const [lowest, highest] = integerRanges[schema.format ?? ""] ?? [-Infinity, Infinity];
  const tooSmall = minimum !== undefined && (schema.exclusiveMinimum ? value <= minimum : value < minimum);
  const tooLarge = maximum !== undefined && (schema.exclusiveMaximum ? value >= maximum : value > maximum);
  return [
    ...(value < lowest || value > highest ? [error(path, `out of the range of ${schema.format}`, value)] : []),
    ...(tooSmall
      ? [error(path, "too small", value, `${schema.exclusiveMinimum ? "above" : "at least"} ${minimum}`)]
      : []),
    ...(tooLarge
      ? [error(path, "too large", value, `${schema.exclusiveMaximum ? "below" : "at most"} ${maximum}`)]
      : []),
    ...(multipleOf !== undefined && value % multipleOf !== 0
      ? [error(path, `not a multiple of ${multipleOf}`, value)]
      : []),
  ];
};

const scalarChecks: readonly Check[] = [enumeration, text, number];

const list: Check = (value, schema, path) => {
  if (!Array.isArray(value)) return [];
  const { items, minItems, maxItems } = schema;
  return [
    ...(minItems !== undefined && value.length < minItems ? [error(path, `fewer than ${minItems} items`)] : []),
    ...(maxItems !== undefined && value.length > maxItems ? [error(path, `more than ${maxItems} items`)] : []),
    ...(items === undefined ? [] : value.flatMap((item, index) => invalidValues(item, items, `${path}[${index}]`))),
  ];
};

const uniqueness: Check = (value, schema, path) => {
  if (!Array.isArray(value)) return [];
  const listType = schema["x-kubernetes-list-type"];
  if (listType === "map")
    return repeated(
      value.map((item) => mapKey(item, schema)),
      path,
      "same key as an item before",
    );
  return listType === "set" || schema.uniqueItems === true ? repeated(value, path, "same as an item before") : [];
};

function mapKey(item: unknown, schema: StructuralSchema): unknown {
  if (!isObject(item)) return item;
  return (schema["x-kubernetes-list-map-keys"] ?? []).map((key) => item[key]);
}

function repeated(keys: readonly unknown[], path: string, message: string): SchemaProblem[] {
  return keys.flatMap((key, index) => {
    const parts: readonly unknown[] = Array.isArray(key) ? (key as unknown[]) : [key];
    if (parts.some((part) => isWholeToken(part) || isPartlyToken(part))) return [];
    const twice = keys.slice(0, index).some((other) => isDeepStrictEqual(other, key));
    return twice ? [error(`${path}[${index}]`, message, key)] : [];
  });
}

const fields: Check = (value, schema, path) => {
  if (!isObject(value)) return [];
  const names = Object.keys(value);
  const { minProperties, maxProperties } = schema;
  return [
    ...(schema.required ?? [])
      .filter((name) => value[name] === undefined)
      .map((name) => error(fieldPath(path, name), `required field '${name}' is missing`)),
    ...(minProperties !== undefined && names.length < minProperties
      ? [error(path, `fewer than ${minProperties} fields`)]
      : []),
    ...(maxProperties !== undefined && names.length > maxProperties
      ? [error(path, `more than ${maxProperties} fields`)]
      : []),
    ...names.flatMap((name) => {
      const fieldSchema = schemaOfField(schema, name);
      return fieldSchema === undefined ? [] : invalidValues(value[name], fieldSchema, fieldPath(path, name));
    }),
  ];
};

const collectionChecks: readonly Check[] = [list, uniqueness, fields];

const combined: Check = (value, schema, path) => {
  const failing = (alternatives: readonly StructuralSchema[] = []) =>
    alternatives.map((alternative) => invalidValues(value, alternative, path));
  const any = failing(schema.anyOf);
  const one = failing(schema.oneOf);
  const matching = one.filter((problems) => problems.length === 0).length;
  return [
    ...failing(schema.allOf).flat(),
    ...(any.length > 0 && any.every((problems) => problems.length > 0)
      ? [error(path, "fits none of the alternatives (anyOf)", undefined, reasons(any))]
      : []),
    ...(one.length > 0 && matching !== 1
      ? [error(path, `fits ${matching} of the alternatives, must fit one (oneOf)`, undefined, reasons(one))]
      : []),
    ...(schema.not !== undefined && invalidValues(value, schema.not, path).length === 0
      ? [error(path, "is what the schema forbids (not)", value)]
      : []),
  ];
};

function reasons(alternatives: readonly (readonly SchemaProblem[])[]): string {
  return alternatives
    .map((problems) => problems.map((problem) => `${problem.path}: ${problem.message}`).join(" and ") || "fits")
    .join("; or ");
}
