import type { CustomResourceField, CustomResourceFields } from "../../catalog";
import type { StructuralSchema } from "./schema";
import { KubernetesSchemas } from "./schemas";

/**
 * The kinds of the catalogue's table of fields: `schemasFromFields(customResourceFields())`. They know no field beside
 * those of the table, and of a value no more than its type and what is allowed: a cluster's own definitions know more, so
 * join them last, `schemasFromFields(…).with(schemasFromCrds(…))`.
 *
 * A table that says nothing of the items of a list or the values of a map is a TypeError when its kind is first asked for.
 */
export function schemasFromFields(resources: readonly CustomResourceFields[]): KubernetesSchemas {
  const schemas = new KubernetesSchemas();
  for (const { group, version, kind, scope, fields } of resources) {
    schemas.add(group, version, kind, () => ({
      group,
      version,
      kind,
      scope,
      served: true,
      deprecated: false,
      builtIn: false,
      schema: objectSchema(fields, ""),
    }));
  }
  return schemas;
}

function objectSchema(fields: CustomResourceFields["fields"], path: string): StructuralSchema {
  const prefix = path === "" ? "" : `${path}.`;
  const own = Object.entries(fields).flatMap(([at, field]): [string, string, CustomResourceField][] => {
    const name = at.slice(prefix.length);
    return at.startsWith(prefix) && /^[^.[{]+$/.test(name) ? [[name, at, field]] : [];
  });
  return {
    type: "object",
    properties: Object.fromEntries(own.map(([name, at, field]) => [name, fieldSchema(fields, at, field)])),
    required: own.filter(([, , { required }]) => required === true).map(([name]) => name),
  };
}

function fieldSchema(
  fields: CustomResourceFields["fields"],
  path: string,
  { type, values }: CustomResourceField,
): StructuralSchema {
  const element = (suffix: "[]" | "{}"): StructuralSchema => {
    const at = `${path}${suffix}`;
    const field = fields[at];
    if (field === undefined) throw new TypeError(`'${path}' is a ${type}, and '${at}' is not described`);
    return fieldSchema(fields, at, field);
  };
  switch (type) {
    case "any":
      return { type: "object", "x-kubernetes-preserve-unknown-fields": true };
    case "integer-or-string":
      return { "x-kubernetes-int-or-string": true };
    case "list":
      return { type: "array", items: element("[]") };
    case "map":
      return { type: "object", additionalProperties: element("{}") };
    case "object":
      return objectSchema(fields, path);
    default:
      return { type, enum: values };
  }
}
