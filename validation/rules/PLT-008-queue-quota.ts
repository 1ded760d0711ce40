import type { Documents, KubernetesObject } from "../../documents/types";
import { isUnknown, type Value, type ValueObject } from "../../documents/value";
import { nodePoolsOf, type NodePool } from "../platform/node-pools";
import { aboutObject, at, items } from "../platform/pods";
import { quantity } from "../platform/quantity";
import { candidates, selects } from "../platform/scheduling";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

interface Share {
  readonly queue: KubernetesObject;
  readonly amount: number | "unknown";
  readonly written: Value | undefined;
}

export const queueQuota: Rule = {
  id: "PLT-008-queue-quota",
  family: "PLT",
  title: "the quotas of all queues fit what the pools have",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Kueue admits by quota, not by nodes. Where the quotas are larger than the pool, jobs are admitted that no node can " +
    "take: half-started jobs hold GPUs and wait for each other. Where they are smaller, GPUs that are paid for stay idle.",
  mend: "let the nominal quotas of a flavor add up to what its pool has at its largest",
  sources: ["Kueue documentation, ClusterQueue: nominalQuota is what is admitted, whatever nodes there are"],
  unknownMeans: "A quota is a token, or the pool's size or type is not known.",
  example: {
    fails: "nvidia.com/gpu 256 for a flavor of a pool of 16 nodes with 8 GPUs each",
    passes: "nvidia.com/gpu 128, or 96 and 32 in two queues",
  },
  *check(subject) {
    const pools = nodePoolsOf(subject);
    const { documents } = subject;
    if (!documents || pools.length === 0) return;
    const queues = queuesOfOwnNodes(documents);
    for (const cluster of new Set(queues.map(clusterOf))) {
      const ofCluster = (object: KubernetesObject) => clusterOf(object) === cluster;
      const flavors = documents.kubernetesObjects("ResourceFlavor").filter(ofCluster);
      // Of two with one name the first counts.
      const byName = new Map(flavors.reverse().map((flavor) => [flavor.name, flavor]));
      for (const [flavorName, shares] of sharesOf(queues.filter(ofCluster))) {
        const flavor = byName.get(flavorName);
        // A flavor that is not there is the matter of another rule.
        if (flavor === undefined) continue;
        const nodeSelector = at(flavor.object, "spec", "nodeLabels");
        const own = candidates(pools, { nodeSelector }).filter((pool) => selects(pool, { nodeSelector }) === "yes");
        if (own.length === 0) continue;
        for (const [resource, list] of shares) yield judge(resource, flavorName, list, own);
      }
    }
  },
};

/** The stack that brings an object: objects of one cluster come from one stack. */
function clusterOf({ resource }: KubernetesObject): string {
  return resource?.stack ?? "";
}

/** Queues whose jobs run on the nodes of their own cluster: MultiKueue sends the jobs of the others away. */
function queuesOfOwnNodes(documents: Documents): readonly KubernetesObject[] {
  const sending = documents
    .kubernetesObjects("AdmissionCheck")
    .filter(({ object }) => at(object, "spec")["controllerName"] === "kueue.x-k8s.io/multikueue")
    .map(({ name }) => name);
  return documents.kubernetesObjects("ClusterQueue").filter(({ object }) => {
    const checks = items(at(object, "spec", "admissionChecksStrategy")["admissionChecks"]);
    return !checks.some(({ name }) => sending.includes(String(name)));
  });
}

/** Nominal quotas by flavor and resource, over all queues. */
function sharesOf(queues: readonly KubernetesObject[]): Map<string, Map<string, Share[]>> {
  const flavors = new Map<string, Map<string, Share[]>>();
  for (const queue of queues) {
    for (const flavor of items(at(queue.object, "spec")["resourceGroups"]).flatMap((group) =>
      items(group["flavors"]),
    )) {
      const resources = flavors.get(String(flavor["name"])) ?? new Map<string, Share[]>();
      flavors.set(String(flavor["name"]), resources);
      for (const entry of items(flavor["resources"])) add(resources, queue, entry);
    }
  }
  return flavors;
}

function add(resources: Map<string, Share[]>, queue: KubernetesObject, { name, nominalQuota }: ValueObject): void {
  const amount = isUnknown(nominalQuota) ? "unknown" : (quantity(nominalQuota) ?? "unknown");
  const shares = resources.get(String(name)) ?? [];
  shares.push({ queue, amount, written: nominalQuota });
  resources.set(String(name), shares);
}

function judge(resource: string, flavor: string, shares: readonly Share[], pools: readonly NodePool[]): Outcome {
  const [first] = shares;
  const about = first ? aboutObject(first.queue) : { path: flavor };
  if (shares.some(({ amount }) => amount === "unknown")) {
    return unknown(about, {
      message: `the quota of ${resource} in flavor '${flavor}' is not known`,
      given: shares.map(({ written }) => written),
    });
  }
  const capacities = pools.map((pool) => capacityOf(pool, resource));
  if (capacities.includes(undefined)) {
    return unknown(about, { message: `how much ${resource} the nodes of flavor '${flavor}' have is not known` });
  }
  const capacity = capacities.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const total = shares.reduce((sum, { amount }) => sum + (amount === "unknown" ? 0 : amount), 0);
  const given =
    shares.length === 1
      ? first?.written
      : `${shares.map(({ written }) => String(written)).join(" + ")} in ${shares.length} queues`;
  // CPU and memory of a node are not all for pods, and their quotas are commonly generous.
  const isDevice = resource.includes("/");
  if (total > capacity * (isDevice ? 1 : 1.001)) {
    const message = `the queues give out more ${resource} of flavor '${flavor}' than its nodes have`;
    return fail(about, { message, given, allowed: `${display(capacity, resource)} at the most` });
  }
  if (isDevice && total < capacity) {
    const message = `${capacity - total} of ${capacity} ${resource} of flavor '${flavor}' are in no queue's quota, and no job gets them`;
    return fail(about, { severity: "warning", message, given, allowed: capacity });
  }
  return pass(about);
}

/** Most that a pool has of a resource, in the unit of the quantity; undefined where it is not known. */
function capacityOf(pool: NodePool, resource: string): number | undefined {
  const { maxNodes, offers, offersKnown, instanceTypes, vCpus, memoryGiB } = pool;
  if (maxNodes === "unknown") return undefined;
  const most = (figures: readonly number[]) => (figures.length > 0 ? maxNodes * Math.max(...figures) : undefined);
  if (resource === "cpu") return most(vCpus === undefined ? instanceTypes.map((type) => type.vCpus) : [vCpus]);
  if (resource === "memory") {
    const bytes = memoryGiB === undefined ? instanceTypes.map(({ memoryMiB }) => memoryMiB * 2 ** 20) : [];
    return most(memoryGiB === undefined ? bytes : [memoryGiB * 2 ** 30]);
  }
  const offered = offers.get(resource);
  return offered === undefined && !offersKnown ? undefined : maxNodes * (offered ?? 0);
}

function display(amount: number, resource: string): string {
  return resource === "memory" ? `${Math.floor(amount / 2 ** 30)}Gi` : String(amount);
}
