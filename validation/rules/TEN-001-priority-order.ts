import type { KubernetesObject } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { aboutObject, at } from "../platform/pods";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Kinds of work, the one that yields first in front. */
const order = ["research", "training", "production-serving"];

export const priorityOrder: Rule = {
  id: "TEN-001-priority-order",
  family: "TEN",
  title: "work yields in the order that was meant, for the scheduler and for Kueue alike",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Kueue decides by its own classes who is admitted, the scheduler by Kubernetes' who keeps the node. Where the two disagree, " +
    "or research stands above production, a job is admitted and at once thrown off its nodes, again and again, or a " +
    "notebook stops a customer's model.",
  mend: "give a PriorityClass and the WorkloadPriorityClass of its name one value; research below training below production serving",
  sources: ["Kueue documentation, WorkloadPriorityClass: independent of the pods' priority"],
  unknownMeans: "A value is a token.",
  example: {
    fails: "PriorityClass training 1000 and WorkloadPriorityClass training 10000",
    passes: "both 10000, research 1000, production-serving 100000",
  },
  *check({ documents }) {
    const pods = documents?.kubernetesObjects("PriorityClass") ?? [];
    const workloads = documents?.kubernetesObjects("WorkloadPriorityClass") ?? [];
    for (const one of workloads) {
      const twin = pods.find(({ name, resource }) => name === one.name && resource?.stack === one.resource?.stack);
      if (twin !== undefined) yield agreement(one, twin);
    }
    for (const classes of [pods, workloads]) {
      for (const lower of classes) {
        for (const higher of classes) {
          const [below, above] = [rankOf(lower), rankOf(higher)];
          if (below >= 0 && below < above) yield ranking(lower, higher);
        }
      }
    }
  },
};

function rankOf({ object }: KubernetesObject): number {
  const kind = at(object, "metadata", "labels")["ai-factory/work"];
  return typeof kind === "string" ? order.indexOf(kind) : -1;
}

function agreement(workload: KubernetesObject, pod: KubernetesObject): Outcome {
  const about = aboutObject(workload);
  const [mine, other] = [workload.object["value"], pod.object["value"]];
  if (isUnknown(mine) || isUnknown(other))
    return unknown(about, { message: `the value of class '${workload.name}' is not known` });
  if (mine === other) return pass(about);
  return fail(about, {
    message: `class '${workload.name}' has one value for Kueue and another for the scheduler`,
    given: `${String(mine)} and ${String(other)}`,
    allowed: "one value",
  });
}

function ranking(lower: KubernetesObject, higher: KubernetesObject): Outcome {
  const about = aboutObject(higher);
  const [below, above] = [lower.object["value"], higher.object["value"]];
  if (typeof below !== "number" || typeof above !== "number") {
    return unknown(about, { message: `the value of class '${higher.name}' or '${lower.name}' is not known` });
  }
  if (below < above) return pass(about);
  return fail(about, {
    message: `class '${lower.name}' does not yield to '${higher.name}'`,
    given: `${lower.name} ${below}, ${higher.name} ${above}`,
    allowed: `${lower.name} below ${higher.name}`,
  });
}
