import { poolLabel, type INodePool } from "../contracts";

/** A toleration as Kubernetes spells it. */
export interface Toleration {
  /** Key of the taint that is tolerated. @default - every taint */
  readonly key?: string;
  /** `Exists` tolerates any value, `Equal` only `value`. */
  readonly operator: "Exists" | "Equal";
  /** Value of the taint. @default - none: with `Exists` it does not count */
  readonly value?: string;
  /** Effect that is tolerated. @default - every effect */
  readonly effect?: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

/** Lets a controller run on a system pool that is kept for platform components. */
export const systemTolerations: readonly Toleration[] = [{ key: "CriticalAddonsOnly", operator: "Exists" }];

/** Lets a pod run on every node: for what each node needs, such as a CSI driver's node part or a node exporter. */
export const everyNodeTolerations: readonly Toleration[] = [{ operator: "Exists" }];

/** Lets a pod run on the nodes of the pools, whatever their taints. */
export function tolerationsOf(pools: readonly INodePool[]): readonly Toleration[] {
  const tolerations = new Map<string, Toleration>();
  for (const { key, value, effect } of pools.flatMap(({ taints }) => taints)) {
    const match: Toleration = value === undefined ? { key, operator: "Exists" } : { key, operator: "Equal", value };
    tolerations.set(JSON.stringify([key, value, effect]), { ...match, effect });
  }
  return [...tolerations.values()];
}

/** Node affinity that keeps a pod on the nodes of the pools, by the label that every pool puts on its nodes. */
export function affinityTo(pools: readonly INodePool[]) {
  const expression = { key: poolLabel, operator: "In", values: pools.map(({ poolName }) => poolName) };
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [expression] }] },
    },
  };
}
