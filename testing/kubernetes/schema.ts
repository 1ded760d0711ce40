/** A structural schema: what CRDs carry, and what the API server publishes of built-in kinds (references resolved). */
export interface StructuralSchema {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly additionalProperties?: StructuralSchema | boolean;
  readonly required?: readonly string[];
  readonly items?: StructuralSchema;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly StructuralSchema[];
  readonly anyOf?: readonly StructuralSchema[];
  readonly oneOf?: readonly StructuralSchema[];
  readonly not?: StructuralSchema;
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  readonly "x-kubernetes-embedded-resource"?: boolean;
  readonly "x-kubernetes-int-or-string"?: boolean;
  readonly "x-kubernetes-list-type"?: "atomic" | "set" | "map";
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  readonly "x-kubernetes-validations"?: readonly CelRule[];
}

/** A rule in the Common Expression Language that values of a schema must meet. */
export interface CelRule {
  readonly rule: string;
  readonly message?: string;
}

/** One version of a kind, and how the API server treats it. */
export interface KindSchema {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly scope: "Namespaced" | "Cluster";
  /** Whether the API server takes objects of this version at all. */
  readonly served: boolean;
  readonly deprecated: boolean;
  /** Part of Kubernetes itself, not of a CRD. */
  readonly builtIn: boolean;
  readonly schema: StructuralSchema;
}

/** Something wrong with an object, as the API server would refuse it or silently drop it. */
export interface SchemaProblem {
  /** `warning` where the API server takes the object but says so. */
  readonly severity: "error" | "warning";
  /** Where in the object: `spec.containers[0].imagee`; empty for the object itself. */
  readonly path: string;
  /** What is wrong, lower case, without a full stop. */
  readonly message: string;
  readonly given?: unknown;
  /** What would have been accepted. */
  readonly allowed?: unknown;
}

/** One problem as text. */
export function formatSchemaProblem({ severity, path, message, given, allowed }: SchemaProblem): string {
  const details = [
    ...(given === undefined ? [] : [`given ${JSON.stringify(given)}`]),
    ...(allowed === undefined ? [] : [`allowed ${typeof allowed === "string" ? allowed : JSON.stringify(allowed)}`]),
  ];
  return `${severity} ${path === "" ? "(object)" : path}: ${message}${details.length > 0 ? ` (${details.join(", ")})` : ""}`;
}
