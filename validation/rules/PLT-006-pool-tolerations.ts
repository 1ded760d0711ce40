import type { Value, ValueObject } from "../../documents/value";
import { componentsOf } from "../platform/components";
import { nodePoolsOf, type NodePool } from "../platform/node-pools";
import { podTemplatesOf } from "../platform/pods";
import { selects, untolerated } from "../platform/scheduling";
import { fail, pass, unknown, type About, type Outcome, type Rule } from "../rule";
import { selectiveParts } from "./PLT-005-node-selector";

export const tolerations: Rule = {
  id: "PLT-006-pool-tolerations",
  family: "PLT",
  title: "pods tolerate the taints of the nodes that they select",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Accelerated nodes carry a taint that keeps everything else off them. A pod that selects them and does not tolerate " +
    "it stays Pending; a device plugin that does not tolerate it leaves the nodes without devices.",
  mend: "add a toleration with the taint's key, value and effect",
  sources: ["Kubernetes documentation, taints and tolerations: key, operator, value and effect must all fit"],
  unknownMeans: "Taints or tolerations are a token.",
  example: {
    fails: "a pod on pool h200 (taint nvidia.com/gpu=present:NoSchedule) with a toleration of nvidia.com/gpu=true",
    passes: "the same with operator Exists",
  },
  *check(subject) {
    const pools = nodePoolsOf(subject);
    if (pools.length === 0) return;
    for (const { about, spec } of subject.documents ? podTemplatesOf(subject.documents) : []) {
      yield judge(about, spec, spec["tolerations"], pools);
    }
    for (const { about, release, values } of componentsOf(subject)) {
      for (const spec of release ? selectiveParts(values) : []) {
        // A chart without tolerations in its values has those of its own defaults.
        if (spec["tolerations"] !== undefined) yield judge(about, spec, spec["tolerations"], pools);
      }
    }
  },
};

function judge(about: About, spec: ValueObject, given: Value | undefined, pools: readonly NodePool[]): Outcome {
  const selected = pools.filter((pool) => selects(pool, spec) !== "no");
  const kept = selected.map((pool) => untolerated(pool, given));
  // A selector that fits no pool is the matter of another rule.
  if (selected.length === 0 || kept.includes(undefined)) return pass(about);
  if (kept.includes("unknown")) return unknown(about, { message: "taints or tolerations are not known yet" });
  const taints = kept.flatMap((taint) =>
    taint === undefined || taint === "unknown" ? [] : [`${taint.key}=${taint.value ?? ""}:${taint.effect}`],
  );
  const names = selected.map(({ name }) => `'${name}'`).join(", ");
  return fail(about, {
    message: `the pod does not tolerate the taint of any pool that it may land on (${names})`,
    given: given ?? "no tolerations",
    allowed: [...new Set(taints)].map((taint) => `a toleration of ${taint}`),
  });
}
