import type { StackJson } from "./describe-rule";

/** A Kubernetes object that a case changes freely. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- mutations reach into objects of any kind
export type LooseObject = Record<string, any>;

/** A stack whose local chart carries the objects, read when the case is judged. */
export function stackOfObjects(objects: readonly LooseObject[]): StackJson {
  const release = {
    name: "objects",
    chart: "./assets/manifest-chart",
    get values() {
      return [JSON.stringify({ manifests: objects })];
    },
  };
  return { resource: { helm_release: { objects: release } } } as unknown as StackJson;
}
