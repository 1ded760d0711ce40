import { suggestNames } from "../../catalog/lookup";
import { isObject, schemaOfField } from "./prepare";
import type { SchemaProblem, StructuralSchema } from "./schema";
import { isWholeToken } from "./tokens";

const resourceFields = ["apiVersion", "kind", "metadata"];

/** Fields that the schema does not have: the API server drops them without a word. */
export function unknownFields(value: unknown, schema: StructuralSchema, path: string): SchemaProblem[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? [] : value.flatMap((item, index) => unknownFields(item, items, `${path}[${index}]`));
  }
  // A value of the wrong type is reported as such.
  if (!isObject(value) || isWholeToken(value) || (schema.type !== undefined && schema.type !== "object")) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const at = fieldPath(path, name);
    const fieldSchema = schemaOfField(schema, name);
    if (fieldSchema !== undefined) return unknownFields(field, fieldSchema, at);
    return isFree(schema, name) ? [] : [unknownField(schema, name, at)];
  });
}

function isFree(schema: StructuralSchema, name: string): boolean {
  return (
    schema["x-kubernetes-preserve-unknown-fields"] === true ||
    schema.additionalProperties === true ||
    (schema["x-kubernetes-embedded-resource"] === true && resourceFields.includes(name)) ||
    // A position that says nothing of its type is anything.
    (schema.type === undefined && schema.properties === undefined)
  );
}

function unknownField(schema: StructuralSchema, name: string, path: string): SchemaProblem {
  const known = Object.keys(schema.properties ?? {});
  const [nearest] = suggestNames(name, known);
  return {
    severity: "error",
    path,
    message: `unknown field '${name}'` + (nearest === undefined ? "" : `; did you mean '${nearest}'?`),
    allowed: known,
  };
}

/** `spec.template`, `metadata.labels["a/b"]`. */
export function fieldPath(path: string, name: string): string {
  if (!/^[A-Za-z_$][\w$-]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === "" ? name : `${path}.${name}`;
}
