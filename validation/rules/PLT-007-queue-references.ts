import type { Documents, KubernetesObject } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import { nodePoolsOf, type NodePool } from "../platform/node-pools";
import { aboutObject, at, items, podTemplatesOf } from "../platform/pods";
import { candidates, selects, untolerated } from "../platform/scheduling";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

const kueueGroup = "kueue.x-k8s.io/";

export const queueReferences: Rule = {
  id: "PLT-007-queue-references",
  family: "PLT",
  title: "queues, flavors and topologies that refer to each other are there, and flavors fit a pool",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Kueue accepts a queue that names a flavor that is not there and marks it inactive: every job of the team waits, and " +
    "nothing says so. A flavor whose labels fit no node, or that misses the pool's taint, admits jobs that never start.",
  mend: "name what is there, and give the flavor the labels and tolerations of its pool",
  sources: ["Kueue documentation, ClusterQueue, LocalQueue, ResourceFlavor and Topology (v1beta2)"],
  unknownMeans: "A name is a token.",
  example: {
    fails: "a ClusterQueue with the flavor h100 and a ResourceFlavor called h200",
    passes: "a ClusterQueue with the flavor h200, whose nodeLabels are those of pool h200",
  },
  *check(subject) {
    const { documents } = subject;
    if (!documents) return;
    const pools = nodePoolsOf(subject);
    for (const object of kueue(documents, "LocalQueue")) {
      yield refers(object, at(object.object, "spec")["clusterQueue"], "ClusterQueue", documents);
    }
    for (const object of kueue(documents, "ClusterQueue")) {
      for (const flavor of flavorsOf(object)) yield refers(object, flavor["name"], "ResourceFlavor", documents);
    }
    for (const object of kueue(documents, "ResourceFlavor")) {
      const topology = at(object.object, "spec")["topologyName"];
      if (topology !== undefined) yield refers(object, topology, "Topology", documents);
      if (pools.length > 0) yield fitsPool(object, pools);
    }
    yield* submitted(documents);
  },
};

function kueue(documents: Documents, kind: string): readonly KubernetesObject[] {
  return documents.kubernetesObjects(kind).filter(({ apiVersion }) => apiVersion.startsWith(kueueGroup));
}

function flavorsOf({ object }: KubernetesObject) {
  return items(at(object, "spec")["resourceGroups"]).flatMap((group) => items(group["flavors"]));
}

function refers(from: KubernetesObject, name: Value | undefined, kind: string, documents: Documents): Outcome {
  const about = aboutObject(from);
  if (isUnknown(name)) return unknown(about, { message: `the name of the ${kind} is not known yet` });
  const names = namesOf(kind, documents);
  if (typeof name === "string" && names.has(name)) return pass(about);
  const message = `the ${from.kind} '${from.name}' names a ${kind} that is not there`;
  return fail(about, { message, given: name, allowed: names.size > 0 ? [...names] : `a ${kind}` });
}

const namesByKind = new WeakMap<Documents, Map<string, ReadonlySet<string>>>();

/** Names of the objects of a kind; read once, because every reference asks. */
function namesOf(kind: string, documents: Documents): ReadonlySet<string> {
  const byKind = namesByKind.get(documents) ?? new Map<string, ReadonlySet<string>>();
  namesByKind.set(documents, byKind);
  const names = byKind.get(kind) ?? new Set(kueue(documents, kind).map((object) => object.name ?? ""));
  byKind.set(kind, names);
  return names;
}

function fitsPool(flavor: KubernetesObject, pools: readonly NodePool[]): Outcome {
  const about = aboutObject(flavor);
  const spec = at(flavor.object, "spec");
  const nodeLabels = at(spec, "nodeLabels");
  const matches = candidates(pools, { nodeSelector: nodeLabels }).map(
    (pool) => [pool, selects(pool, { nodeSelector: nodeLabels })] as const,
  );
  const fitting = matches.filter(([, match]) => match !== "no").map(([pool]) => pool);
  if (fitting.length === 0) {
    const message = `no node has the labels of flavor '${flavor.name}': its jobs are admitted and never start`;
    const allowed = pools.map(({ name }) => `a label of pool '${name}'`);
    return fail(about, { message, given: nodeLabels, allowed });
  }
  const kept = fitting.map((pool) => untolerated(pool, spec["tolerations"]));
  if (kept.some((taint) => taint === undefined || taint === "unknown")) return pass(about);
  const message = `flavor '${flavor.name}' does not tolerate the taint of its nodes: only jobs that do so themselves start`;
  return fail(about, { severity: "warning", message, given: spec["tolerations"] ?? "no tolerations", allowed: kept });
}

/** Jobs name their queue in a label; one that is not there in the namespace leaves the job suspended. */
function* submitted(documents: Documents): Iterable<Outcome> {
  const queues = kueue(documents, "LocalQueue");
  if (queues.length === 0) return;
  for (const object of new Set(podTemplatesOf(documents).map((pod) => pod.object))) {
    const name = object.labels["kueue.x-k8s.io/queue-name"];
    if (name === undefined) continue;
    const own = queues
      .filter(({ namespace }) => namespace === (object.namespace ?? "default"))
      .map((queue) => queue.name ?? "");
    const about = aboutObject(object);
    if (isUnknown(name)) yield unknown(about, { message: "the queue of the job is not known yet" });
    else if (own.includes(String(name))) yield pass(about);
    else {
      const message = `the ${object.kind} '${object.name}' goes to a queue that its namespace does not have`;
      yield fail(about, { message, given: name, allowed: own.length > 0 ? own : "a LocalQueue in the namespace" });
    }
  }
}
