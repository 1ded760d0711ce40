import stored from "./data/custom-resource-fields.json";
import type { Dated } from "./dated";

/** What a definition says of one field. */
export interface CustomResourceField {
  /** `map`: keys are the writer's. `any`: the definition leaves the content open. */
  readonly type: "any" | "boolean" | "integer" | "integer-or-string" | "list" | "map" | "number" | "object" | "string";
  /** Whether its object must have it. @default false */
  readonly required?: boolean;
  /** Values that are allowed. @default - any of the type */
  readonly values?: readonly (string | number | boolean)[];
}

/** A kind of custom resource, and the fields of it that the library emits: no others. */
export interface CustomResourceFields extends Dated {
  /** `keda.sh`. */
  readonly group: string;
  /** `v1alpha1`. */
  readonly version: string;
  /** `ScaledObject`. */
  readonly kind: string;
  /** Whether its objects stand in a namespace. */
  readonly scope: "Namespaced" | "Cluster";
  /** Id of the chart that brings the definition. */
  readonly chart: string;
  /** Version of the chart whose definition was read. */
  readonly chartVersion: string;
  /** By path: `spec.triggers[].metadata{}`. A dot goes into an object, `[]` into a list, `{}` into the values of a map. */
  readonly fields: Readonly<Record<string, CustomResourceField>>;
}

/** Kinds that the library emits and whose definitions are in no collection that its tests could read. */
export function customResourceFields(): readonly CustomResourceFields[] {
  return (stored as unknown as { rows: readonly CustomResourceFields[] }).rows;
}
