import { isObject, isUnknown, type Value, type ValueObject } from "../../documents/value";
import type { NodePool, Taint } from "./node-pools";
import { at, items } from "./pods";

export type Match = "yes" | "no" | "unknown";

/** Labels that are put on nodes while the cluster runs: by feature discovery, device plugins, EKS and Karpenter. */
const runtimeLabel =
  /^(nvidia\.com|feature\.node\.kubernetes\.io|amd\.com|habana\.ai|aws\.amazon\.com|topology\.k8s\.aws|(.*\.)?karpenter\.k8s\.aws|karpenter\.sh|eks\.amazonaws\.com|k8s\.io|node\.kubernetes\.io|topology\.kubernetes\.io|kubernetes\.io|alpha\.eksctl\.io|vpc\.amazonaws\.com)\//;

/** Whether nodes of the pool fit a pod's or a chart's `nodeSelector` and required node affinity. */
export function selects(pool: NodePool, spec: ValueObject): Match {
  const selector = spec["nodeSelector"];
  const terms = items(
    at(spec, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution")["nodeSelectorTerms"],
  );
  const byLabels = isUnknown(selector)
    ? "unknown"
    : every(
        Object.entries(isObject(selector) ? selector : {}).map(([key, value]) =>
          fits(pool, { key, operator: "In", values: [value] }),
        ),
      );
  const byTerms = terms.map((term) =>
    every(items(term["matchExpressions"]).map((expression) => fits(pool, expression))),
  );
  return every([byLabels, byTerms.length === 0 ? "yes" : some(byTerms)]);
}

type Index = ReadonlyMap<Value, readonly NodePool[]>;
const indices = new WeakMap<readonly NodePool[], Map<string, Index>>();

/** The pools that may fit a `nodeSelector`, found by its first label: all others have another value there. */
export function candidates(pools: readonly NodePool[], { nodeSelector }: ValueObject): readonly NodePool[] {
  const [key, value] = Object.entries(isObject(nodeSelector) ? nodeSelector : {})[0] ?? [];
  if (key === undefined || typeof value !== "string") return pools;
  const byKey = indices.get(pools) ?? new Map<string, Index>();
  indices.set(pools, byKey);
  const index = byKey.get(key) ?? indexOf(pools, key);
  byKey.set(key, index);
  return [...new Set([...(index.get(value) ?? []), ...(index.get(null) ?? [])])];
}

/** Pools by their values of a label; under null those that do not have it, or whose value is not known. */
function indexOf(pools: readonly NodePool[], key: string): Index {
  const index = new Map<Value, NodePool[]>();
  for (const pool of pools) {
    const values = pool.labels.get(key) ?? [null];
    for (const value of new Set(values.map((each) => (typeof each === "string" ? each : null)))) {
      const own = index.get(value) ?? [];
      own.push(pool);
      index.set(value, own);
    }
  }
  return index;
}

/** Whether a specification says anything about the nodes it wants. */
export function isSelective(spec: ValueObject): boolean {
  const { nodeSelector } = spec;
  const required = at(spec, "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution");
  return (
    (isObject(nodeSelector) ? Object.keys(nodeSelector).length > 0 : isUnknown(nodeSelector)) ||
    Object.keys(required).length > 0
  );
}

function fits(pool: NodePool, { key, operator, values }: ValueObject): Match {
  if (typeof key !== "string") return "unknown";
  const own = pool.labels.get(key);
  const wanted = Array.isArray(values) ? (values as readonly Value[]) : [];
  if (own === undefined) {
    if (pool.labelsOpen || runtimeLabel.test(key)) return "unknown";
    return operator === "NotIn" || operator === "DoesNotExist" ? "yes" : "no";
  }
  if (operator === "Exists") return "yes";
  if (operator === "DoesNotExist") return "no";
  if (operator !== "In" && operator !== "NotIn") return "unknown";
  if ([...own, ...wanted].some(isUnknown)) return "unknown";
  const inside = own.filter((value) => wanted.map(String).includes(String(value)));
  return (operator === "In" ? inside.length > 0 : inside.length < own.length) ? "yes" : "no";
}

/** The first taint of the pool that keeps the pod away; undefined where it tolerates all of them. */
export function untolerated(pool: NodePool, tolerations: Value | undefined): Taint | "unknown" | undefined {
  if (isUnknown(tolerations) || pool.taintsOpen) return "unknown";
  const given = items(tolerations);
  const hard = pool.taints.filter(({ effect }) => effect === "NoSchedule" || effect === "NoExecute");
  return hard.find((taint) => !given.some((toleration) => tolerates(toleration, taint)));
}

function tolerates({ key, operator, value, effect }: ValueObject, taint: Taint): boolean {
  // What is not known may be right: a rule must not fail on it.
  if ([key, operator, value, effect].some(isUnknown)) return true;
  const anyEffect = effect === undefined || effect === null || effect === "";
  if (!anyEffect && effect !== taint.effect) return false;
  if (key === undefined || key === null || key === "") return operator === "Exists";
  if (key !== taint.key) return false;
  return operator === "Exists" || String(value ?? "") === (taint.value ?? "");
}

function every(matches: readonly Match[]): Match {
  if (matches.includes("no")) return "no";
  return matches.includes("unknown") ? "unknown" : "yes";
}

function some(matches: readonly Match[]): Match {
  if (matches.includes("yes")) return "yes";
  return matches.includes("unknown") ? "unknown" : "no";
}
