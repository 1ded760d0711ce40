import { brokenRules } from "./cel";
import { invalidMetadata } from "./metadata";
import { isObject, prepare } from "./prepare";
import { formatSchemaProblem, type KindSchema, type SchemaProblem, type StructuralSchema } from "./schema";
import type { KubernetesSchemas } from "./schemas";
import { unknownFields } from "./unknown-fields";
import { invalidValues } from "./values";

/**
 * Everything that is wrong with a Kubernetes object, as strict as an API server with `fieldValidation: Strict`: unknown
 * fields, types, required fields, ranges, forms and CEL rules. Values that Terraform fills in later pass where their type
 * can fit.
 *
 * `expect(validateObject(clusterQueue, schemasFromFolder("../shared/kubernetes"))).toEqual([])`
 *
 * A kind that no schema is known of is an error, never a pass.
 */
export function validateObject(object: unknown, schemas: KubernetesSchemas): readonly SchemaProblem[] {
  if (!isObject(object)) return [problem("", "not an object", object)];
  const { apiVersion, kind } = object;
  if (typeof apiVersion !== "string" || typeof kind !== "string") {
    return [problem("", "apiVersion and kind must be strings", { apiVersion, kind })];
  }
  const known = schemas.find(apiVersion, kind);
  if (known === undefined) {
    return [
      problem("kind", "no schema of this kind is known", `${apiVersion}/${kind}`, schemas.suggest(apiVersion, kind)),
    ];
  }
  return [...invalidVersion(known), ...invalidMetadata(object.metadata, known), ...invalidContent(object, known)];
}

/**
 * Refuses an object that the API server would refuse.
 * @throws Error with every problem that makes the object invalid; warnings are left out
 */
export function assertValidObject(object: unknown, schemas: KubernetesSchemas): void {
  const errors = validateObject(object, schemas).filter((each) => each.severity === "error");
  if (errors.length === 0) return;
  const { kind, metadata } = (object ?? {}) as { kind?: string; metadata?: { name?: string } };
  throw new Error(`${kind}/${metadata?.name} is not valid:\n${errors.map(formatSchemaProblem).join("\n")}`);
}

function problem(path: string, message: string, given?: unknown, allowed?: unknown): SchemaProblem {
  return { severity: "error", path, message, given, allowed };
}

function invalidVersion({ served, deprecated, group, version, kind }: KindSchema): SchemaProblem[] {
  const name = `${group}/${version} ${kind}`;
  if (!served) return [problem("apiVersion", `${name} is not served any more`, version)];
  if (!deprecated) return [];
  return [{ severity: "warning", path: "apiVersion", message: `${name} is deprecated`, given: version }];
}

function invalidContent(object: Record<string, unknown>, { schema, builtIn }: KindSchema): SchemaProblem[] {
  const whole = withoutMetadata(schema, builtIn);
  const prepared = prepare(object, whole);
  const problems = [...unknownFields(prepared, whole, ""), ...invalidValues(prepared, whole, "")];
  // Rules presuppose values of the right shape.
  return problems.length > 0 ? problems : brokenRules(prepared, whole, "");
}

/** A CRD says only that metadata is an object; what it must be is checked by itself. */
function withoutMetadata(schema: StructuralSchema, builtIn: boolean): StructuralSchema {
  if (builtIn) return schema;
  const any: StructuralSchema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  const name: StructuralSchema = { type: "string" };
  return { ...schema, properties: { apiVersion: name, kind: name, ...schema.properties, metadata: any } };
}
