import type { StructuralSchema } from "./schema";
import type { KubernetesSchemas } from "./schemas";

type OpenApiSchema = StructuralSchema & {
  readonly $ref?: string;
  readonly "x-kubernetes-group-version-kind"?: readonly { group: string; version: string; kind: string }[];
};

/** One document of an API server's `/openapi/v3`. */
export interface OpenApiDocument {
  readonly components?: { readonly schemas?: Readonly<Record<string, OpenApiSchema>> };
}

/** Built-in kinds that stand outside namespaces; the documents' schemas do not say so. */
const clusterScoped = new Set([
  "APIService",
  "CSIDriver",
  "CSINode",
  "CertificateSigningRequest",
  "ClusterRole",
  "ClusterRoleBinding",
  "CustomResourceDefinition",
  "DeviceClass",
  "FlowSchema",
  "IngressClass",
  "MutatingAdmissionPolicy",
  "MutatingAdmissionPolicyBinding",
  "MutatingWebhookConfiguration",
  "Namespace",
  "Node",
  "PersistentVolume",
  "PriorityClass",
  "PriorityLevelConfiguration",
  "ResourceSlice",
  "RuntimeClass",
  "StorageClass",
  "ValidatingAdmissionPolicy",
  "ValidatingAdmissionPolicyBinding",
  "ValidatingWebhookConfiguration",
  "VolumeAttachment",
  "VolumeAttributesClass",
]);

/** Adds the built-in kinds of a document. Custom kinds that it lists too are left to their CRDs. */
export function addOpenApi(schemas: KubernetesSchemas, document: OpenApiDocument): void {
  const components = document.components?.schemas ?? {};
  for (const [component, schema] of Object.entries(components)) {
    if (!component.startsWith("io.k8s.")) continue;
    for (const { group, version, kind } of schema["x-kubernetes-group-version-kind"] ?? []) {
      // Options and lists appear in every group; they are no objects of a manifest.
      if (schema.properties?.metadata === undefined || kind.endsWith("List")) continue;
      schemas.add(group, version, kind, () => ({
        group,
        version,
        kind,
        scope: clusterScoped.has(kind) ? "Cluster" : "Namespaced",
        served: true,
        deprecated: false,
        builtIn: true,
        schema: new Resolver(components).resolve(schema),
      }));
    }
  }
}

/** Replaces references by what they name. Lazily, because the schema of CRDs contains itself. */
class Resolver {
  private readonly known = new Map<string, StructuralSchema>();

  constructor(private readonly components: Readonly<Record<string, OpenApiSchema>>) {}

  resolve(schema: OpenApiSchema): StructuralSchema {
    const single = schema.allOf?.length === 1 ? (schema.allOf[0] as OpenApiSchema) : undefined;
    const reference = schema.$ref ?? single?.$ref;
    if (reference !== undefined) {
      return withDefault(this.named(reference.replace("#/components/schemas/", "")), schema.default);
    }
    return withDefault(this.open(schema), schema.default);
  }

  private named(name: string): StructuralSchema {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const resolved = {};
    this.known.set(name, resolved);
    Object.assign(resolved, this.open(this.components[name] ?? {}));
    return resolved;
  }

  private open(schema: OpenApiSchema): StructuralSchema {
    const { properties, items, additionalProperties, ...rest } = schema;
    // An object without any property is free-form here (a CRD would drop everything in it).
    const free = rest.type === "object" && properties === undefined && additionalProperties === undefined;
    return {
      ...rest,
      default: undefined,
      ...(free ? { "x-kubernetes-preserve-unknown-fields": true } : {}),
      ...(properties === undefined ? {} : { properties: this.lazily(properties) }),
      ...(items === undefined ? {} : { items: this.resolve(items) }),
      ...(additionalProperties === undefined
        ? {}
        : {
            additionalProperties:
              typeof additionalProperties === "object" ? this.resolve(additionalProperties) : additionalProperties,
          }),
    };
  }

  private lazily(properties: Readonly<Record<string, OpenApiSchema>>): Record<string, StructuralSchema> {
    const resolved: Record<string, StructuralSchema> = {};
    for (const [name, property] of Object.entries(properties)) {
      Object.defineProperty(resolved, name, { enumerable: true, get: () => this.resolve(property) });
    }
    return resolved;
  }
}

/** The API server publishes "" and {} as defaults of fields that it requires: those are none. */
function withDefault(schema: StructuralSchema, fallback: unknown): StructuralSchema {
  const none = fallback === undefined || fallback === "" || isEmptyObject(fallback);
  // Inherits instead of copying: a schema that contains itself is filled in later.
  return none ? schema : (Object.create(schema, { default: { value: fallback } }) as StructuralSchema);
}

function isEmptyObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length === 0;
}
