import { isObject, schemaOfField } from "./prepare";
import type { StructuralSchema } from "./schema";

/** Words that CEL reserves; Kubernetes lets rules write such fields as `__word__`. */
const reserved = new Set(
  (
    "true false null in as break const continue else for function if import let loop package namespace return var " +
    "void while"
  ).split(" "),
);

/** The value as a rule sees it: integers as CEL integers, fields under the names that CEL can write. */
export function toCel(value: unknown, schema: StructuralSchema | undefined): unknown {
  if (typeof value === "number") return Number.isInteger(value) && schema?.type !== "number" ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((item) => toCel(item, schema?.items));
  if (!isObject(value)) return value;
  const seen: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    const inner = toCel(field, schema === undefined ? undefined : schemaOfField(schema, name));
    const isProperty = schema?.properties !== undefined && Object.hasOwn(schema.properties, name);
    seen[isProperty ? celName(name) : name] = inner;
  }
  return seen;
}

function celName(name: string): string {
  if (reserved.has(name)) return `__${name}__`;
  return name
    .replaceAll("__", "__underscores__")
    .replaceAll(".", "__dot__")
    .replaceAll("-", "__dash__")
    .replaceAll("/", "__slash__");
}
