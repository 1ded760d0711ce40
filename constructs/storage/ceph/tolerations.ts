import type { Taint } from "../../contracts";
import type { Toleration } from "../../platform/placement";

/** Lets a pod run on nodes with the taints. */
export function tolerationsOfTaints(taints: readonly Taint[]): readonly Toleration[] {
  return taints.map(({ key, value, effect }) =>
    value === undefined ? { key, operator: "Exists", effect } : { key, operator: "Equal", value, effect },
  );
}
