/** A structural schema: what CRDs carry, and what the API server publishes of built-in kinds (references resolved). */
export interface StructuralSchema {
  /** `object`, `array`, `string`, `integer`, `number` or `boolean`. */
  readonly type?: string;
  /** Form of a string or number: `date-time`, `int32`. */
  readonly format?: string;
  /** Whether `null` is a value of it. */
  readonly nullable?: boolean;
  /** What the API server puts in where nothing is given. */
  readonly default?: unknown;
  /** The only values it may have. */
  readonly enum?: readonly unknown[];
  /** Fields of an object by name. */
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  /** Schema of every other field, or whether there may be any. */
  readonly additionalProperties?: StructuralSchema | boolean;
  /** Fields that must be there. */
  readonly required?: readonly string[];
  /** Schema of a list's items. */
  readonly items?: StructuralSchema;
  /** Regular expression that a string must match. */
  readonly pattern?: string;
  /** Characters of a string at least. */
  readonly minLength?: number;
  /** Characters of a string at most. */
  readonly maxLength?: number;
  /** Least number. */
  readonly minimum?: number;
  /** Greatest number. */
  readonly maximum?: number;
  /** Whether `minimum` itself is too small. */
  readonly exclusiveMinimum?: boolean;
  /** Whether `maximum` itself is too large. */
  readonly exclusiveMaximum?: boolean;
  /** Number that it must be a multiple of. */
  readonly multipleOf?: number;
  /** Items of a list at least. */
  readonly minItems?: number;
  /** Items of a list at most. */
  readonly maxItems?: number;
  /** Whether no two items may be equal. */
  readonly uniqueItems?: boolean;
  /** Fields of an object at least. */
  readonly minProperties?: number;
  /** Fields of an object at most. */
  readonly maxProperties?: number;
  /** Schemas that must all hold. */
  readonly allOf?: readonly StructuralSchema[];
  /** Schemas of which one must hold. */
  readonly anyOf?: readonly StructuralSchema[];
  /** Schemas of which exactly one must hold. */
  readonly oneOf?: readonly StructuralSchema[];
  /** Schema that must not hold. */
  readonly not?: StructuralSchema;
  /** Whether fields that are not listed are kept. */
  readonly "x-kubernetes-preserve-unknown-fields"?: boolean;
  /** Whether it is a whole Kubernetes object. */
  readonly "x-kubernetes-embedded-resource"?: boolean;
  /** Whether it is a number or a text. */
  readonly "x-kubernetes-int-or-string"?: boolean;
  /** How a list is merged; a `set` or `map` holds nothing twice. */
  readonly "x-kubernetes-list-type"?: "atomic" | "set" | "map";
  /** Fields by which items of a `map` are told apart. */
  readonly "x-kubernetes-list-map-keys"?: readonly string[];
  /** Rules in CEL. */
  readonly "x-kubernetes-validations"?: readonly CelRule[];
}

/** A rule in the Common Expression Language that values of a schema must meet. */
export interface CelRule {
  /** Expression over `self` that must be true. */
  readonly rule: string;
  /** What the API server says where it is not. @default - the expression itself */
  readonly message?: string;
}

/** One version of a kind, and how the API server treats it. */
export interface KindSchema {
  /** API group; empty for the core group. */
  readonly group: string;
  /** Version of the group: `v1beta2`. */
  readonly version: string;
  /** Kind of the object. */
  readonly kind: string;
  /** Whether its objects stand in a namespace. */
  readonly scope: "Namespaced" | "Cluster";
  /** Whether the API server takes objects of this version at all. */
  readonly served: boolean;
  /** Whether the API server warns of it. */
  readonly deprecated: boolean;
  /** Part of Kubernetes itself, not of a CRD. */
  readonly builtIn: boolean;
  /** What its objects look like. */
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
  /** The value that was given. @default - it is about none */
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
