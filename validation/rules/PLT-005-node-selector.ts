import { isObject, type Value, type ValueObject } from "../../documents/value";
import { componentsOf } from "../platform/components";
import { nodePoolsOf, type NodePool } from "../platform/node-pools";
import { at, podTemplatesOf } from "../platform/pods";
import { isSelective, selects } from "../platform/scheduling";
import { fail, pass, unknown, type About, type Outcome, type Rule } from "../rule";

export const nodeSelector: Rule = {
  id: "PLT-005-node-selector",
  family: "PLT",
  title: "node selectors and required affinities fit some pool",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "A pod whose selector fits no node stays Pending; a DaemonSet, such as a device plugin, runs nowhere and is still " +
    "reported as healthy, with 0 of 0 pods. A pool that was renamed leaves such selectors behind.",
  mend: "select by a label that a pool of the factory puts on its nodes",
  sources: ["Kubernetes documentation, assigning pods to nodes: nodeSelector and required node affinity"],
  unknownMeans: "The selector is a token, or by a label that is put on nodes while the cluster runs.",
  example: {
    fails: "nodeSelector ai-factory/pool: h100 where the pool is called h200",
    passes: "nodeSelector ai-factory/pool: h200",
  },
  *check(subject) {
    const pools = nodePoolsOf(subject);
    if (pools.length === 0) return;
    for (const { about, spec } of subject.documents ? podTemplatesOf(subject.documents) : []) {
      if (isSelective(spec)) yield judge(about, spec, pools);
    }
    for (const { about, release, values } of componentsOf(subject)) {
      for (const spec of release ? selectiveParts(values) : []) yield judge(about, spec, pools);
    }
  },
};

function judge(about: About, spec: ValueObject, pools: readonly NodePool[]): Outcome {
  const matches = pools.map((pool) => selects(pool, spec));
  if (matches.includes("yes")) return pass(about);
  const given = spec["nodeSelector"] ?? at(spec, "affinity", "nodeAffinity");
  if (matches.includes("unknown"))
    return unknown(about, { message: "whether a node fits the selector is not known", given });
  return fail(about, { message: "no node of any pool fits the selector", given, allowed: labelsIn(spec, pools) });
}

/** What the pools have under the selector's own labels, else their names. */
function labelsIn(spec: ValueObject, pools: readonly NodePool[]): readonly string[] {
  const keys = JSON.stringify([spec["nodeSelector"], spec["affinity"]]);
  const known = pools.flatMap(({ labels }) =>
    [...labels]
      .filter(([key]) => keys.includes(`"${key}"`))
      .map(([key, values]) => `${key}: ${values.map(String).join(" | ")}`),
  );
  return known.length > 0 ? [...new Set(known)] : pools.map(({ name }) => `a label of pool '${name}'`);
}

/** Parts of a chart's values that say where their pods run. */
export function selectiveParts(value: Value | undefined, depth = 0): readonly ValueObject[] {
  if (depth > 12 || !isObject(value)) return [];
  const inner = Object.values(value).flatMap((item) => selectiveParts(item, depth + 1));
  return isSelective(value) ? [value, ...inner] : inner;
}
