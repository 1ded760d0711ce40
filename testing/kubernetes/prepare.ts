import type { StructuralSchema } from "./schema";
import { isWholeToken } from "./tokens";

/**
 * The value as the API server sees it before it validates: nulls of fields that cannot be null dropped, defaults filled
 * in. Fields that are undefined in JavaScript are absent.
 */
export function prepare(value: unknown, schema: StructuralSchema): unknown {
  if (isWholeToken(value)) return value;
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map((item) => prepare(item, items));
  }
  if (!isObject(value)) return value;
  const prepared: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    const fieldSchema = schemaOfField(schema, name);
    if (field === undefined || (field === null && fieldSchema !== undefined && fieldSchema.nullable !== true)) continue;
    prepared[name] = fieldSchema === undefined ? field : prepare(field, fieldSchema);
  }
  for (const [name, fieldSchema] of Object.entries(schema.properties ?? {})) {
    if (fieldSchema.default === undefined || prepared[name] !== undefined) continue;
    prepared[name] = prepare(fieldSchema.default, fieldSchema);
  }
  return prepared;
}

/** Schema of a field by its name: a property, or the schema of a map's values. */
export function schemaOfField(schema: StructuralSchema, name: string): StructuralSchema | undefined {
  const properties = schema.properties ?? {};
  if (Object.hasOwn(properties, name)) return properties[name];
  return typeof schema.additionalProperties === "object" ? schema.additionalProperties : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
