import type { KubernetesObject } from "../../documents/types";
import { isObject, isUnknown, type Value } from "../../documents/value";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const disruptionBudget: Rule = {
  id: "AVL-006-disruption-budget",
  family: "AVL",
  title: "disruption budgets protect a service and still let its nodes be drained",
  severity: "warning",
  reads: "documents",
  scope: "cluster",
  cause:
    "A budget that allows no disruption at all blocks every drain: an upgrade of a node group waits for fifteen minutes " +
    "at each node, then fails with PodEvictionFailure, and the mending of a broken node never begins. A budget for a " +
    "single replica is such a one.",
  mend: "run two replicas or more with maxUnavailable 1, or leave the budget out",
  sources: [
    "Kubernetes documentation, disruption budgets: maxUnavailable 0 or minAvailable 100 % allow no voluntary eviction",
    "Amazon EKS User Guide, managed node update behaviour: PodEvictionFailure",
  ],
  unknownMeans: "The budget or the number of replicas is not known yet; the plan decides.",
  example: { fails: "minAvailable 1 for a Deployment with one replica", passes: "maxUnavailable 1 for one with three" },
  *check({ documents }) {
    const workloads = documents?.kubernetesObjects("Deployment", "StatefulSet") ?? [];
    for (const budget of documents?.kubernetesObjects("PodDisruptionBudget") ?? []) yield judge(budget, workloads);
  },
};

function judge(budget: KubernetesObject, workloads: readonly KubernetesObject[]): Outcome {
  const about = { path: budget.resource?.constructPath ?? budget.address, address: budget.address };
  const spec = budget.object["spec"];
  const at = (name: string) => (isObject(spec) ? spec[name] : undefined);
  const [most, least] = [at("maxUnavailable"), at("minAvailable")];
  if (isUnknown(spec) || isUnknown(most) || isUnknown(least))
    return unknown(about, { message: "the budget is not known yet" });
  if (isNone(most)) {
    const message = "the budget allows no disruption at all";
    return fail(about, { message, given: `maxUnavailable ${String(most)}`, allowed: "1 or more" });
  }
  if (least === "100%") {
    const message = "the budget allows no disruption at all";
    return fail(about, { message, given: "minAvailable 100%", allowed: "less than all replicas" });
  }
  const target = workloads.find(
    ({ object, namespace }) => namespace === budget.namespace && matches(at("selector"), object),
  );
  if (target === undefined || typeof least !== "number") return pass(about);
  const targetSpec = target.object["spec"];
  const replicas = isObject(targetSpec) ? (targetSpec["replicas"] ?? 1) : 1;
  if (isUnknown(replicas)) return unknown(about, { message: `the replicas of ${target.address} are not known yet` });
  if (least < Number(replicas)) return pass(about);
  return fail(about, {
    message: `the budget needs all replicas of ${target.address}`,
    given: `minAvailable ${least} of ${String(replicas)}`,
    allowed: `at most ${Math.max(0, Number(replicas) - 1)}`,
  });
}

function isNone(value: Value | undefined): boolean {
  return value === 0 || value === "0" || value === "0%";
}

/** Whether the budget's labels are all on the workload's pods. */
function matches(selector: Value | undefined, workload: Value): boolean {
  const labels = isObject(selector) ? selector["matchLabels"] : undefined;
  const spec = isObject(workload) ? workload["spec"] : undefined;
  const template = isObject(spec) ? spec["template"] : undefined;
  const metadata = isObject(template) ? template["metadata"] : undefined;
  const own = isObject(metadata) ? metadata["labels"] : undefined;
  if (!isObject(labels) || !isObject(own)) return false;
  const wanted = Object.entries(labels);
  return wanted.length > 0 && wanted.every(([name, value]) => own[name] === value);
}
