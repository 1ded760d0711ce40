import type { KindSchema, StructuralSchema } from "./schema";
import { KubernetesSchemas } from "./schemas";

interface CrdVersion {
  readonly name: string;
  readonly served: boolean;
  readonly deprecated?: boolean;
  readonly schema?: { readonly openAPIV3Schema?: StructuralSchema };
}

interface Crd {
  readonly kind?: string;
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly scope: "Namespaced" | "Cluster";
    readonly versions: readonly CrdVersion[];
  };
}

/**
 * The kinds of a cluster's own CRDs: `schemasFromCrds(JSON.parse(output of "kubectl get crd -o json"))`. Takes one CRD
 * as well.
 *
 * @throws TypeError where the document holds no CRD
 */
export function schemasFromCrds(document: unknown): KubernetesSchemas {
  const schemas = new KubernetesSchemas();
  for (const { spec } of crdsOf(document)) {
    for (const version of spec.versions) {
      schemas.add(spec.group, version.name, spec.names.kind, () => toKind(spec, version));
    }
  }
  return schemas;
}

function crdsOf(document: unknown): readonly Crd[] {
  const { items, kind } = (document ?? {}) as { items?: readonly Crd[]; kind?: string };
  const crds = Array.isArray(items) ? items : kind === "CustomResourceDefinition" ? [document as Crd] : [];
  if (crds.length > 0 && crds.every((crd) => Array.isArray(crd?.spec?.versions))) return crds;
  throw new TypeError("no CustomResourceDefinitions in the document; make it with: kubectl get crd -o json");
}

function toKind(spec: Crd["spec"], version: CrdVersion): KindSchema {
  return {
    group: spec.group,
    version: version.name,
    kind: spec.names.kind,
    scope: spec.scope,
    served: version.served,
    deprecated: version.deprecated ?? false,
    builtIn: false,
    schema: version.schema?.openAPIV3Schema ?? { type: "object", "x-kubernetes-preserve-unknown-fields": true },
  };
}
