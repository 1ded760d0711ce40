import { isObject } from "./prepare";
import type { KindSchema, SchemaProblem } from "./schema";
import { isPartlyToken, isWholeToken } from "./tokens";
import { fieldPath } from "./unknown-fields";

const qualifiedName = /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?$/;
const subdomain = /^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/;

/** What the API server demands of every object's metadata: a name, a namespace where there are any, labels in form. */
export function invalidMetadata(metadata: unknown, kind: KindSchema): SchemaProblem[] {
  if (!isObject(metadata)) return [problem("metadata", "required field 'metadata' is missing")];
  return [
    ...invalidName(metadata, kind),
    ...invalidNamespace(metadata, kind),
    ...invalidMap(metadata, "labels", labelValue),
    ...invalidMap(metadata, "annotations", undefined),
  ];
}

function problem(path: string, message: string, given?: unknown, allowed?: unknown): SchemaProblem {
  return { severity: "error", path, message, given, allowed };
}

function invalidName({ name, generateName }: Record<string, unknown>, kind: KindSchema): SchemaProblem[] {
  if (name === undefined) {
    return generateName === undefined ? [problem("metadata.name", "required field 'name' is missing")] : [];
  }
  if (isWholeToken(name) || isPartlyToken(name)) return [];
  if (typeof name !== "string") return [problem("metadata.name", "not of type string", name)];
  // Roles and their like may be named `system:node`: only custom resources are all alike.
  if (kind.builtIn || (subdomain.test(name) && name.length <= 253)) return [];
  return [problem("metadata.name", "not a name that an object can have", name, "a lower-case DNS name")];
}

function invalidNamespace({ namespace }: Record<string, unknown>, kind: KindSchema): SchemaProblem[] {
  if (namespace === undefined || isWholeToken(namespace) || isPartlyToken(namespace)) return [];
  if (kind.scope === "Cluster") {
    return [problem("metadata.namespace", `${kind.kind} stands outside namespaces`, namespace, "no namespace")];
  }
  if (typeof namespace === "string" && /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(namespace)) return [];
  return [problem("metadata.namespace", "not the name of a namespace", namespace)];
}

function invalidMap(metadata: Record<string, unknown>, name: string, form: RegExp | undefined): SchemaProblem[] {
  const map = metadata[name];
  if (map === undefined || map === null || isWholeToken(map)) return [];
  const path = `metadata.${name}`;
  if (!isObject(map)) return [problem(path, "not of type object", map)];
  return Object.entries(map).flatMap(([key, value]) => {
    const at = fieldPath(path, key);
    if (value === undefined || isWholeToken(value)) return [];
    if (typeof value !== "string") return [problem(at, "not of type string", value)];
    const keyFits = isPartlyToken(key) || qualifiedName.test(key);
    return [
      ...(keyFits ? [] : [problem(at, `not a key of ${name}`, key, "prefix/name, the name of at most 63 characters")]),
      ...(form === undefined || isPartlyToken(value) || form.test(value)
        ? []
        : [problem(at, "not the value of a label", value, "at most 63 letters, digits, '-', '_' and '.'")]),
    ];
  });
}
