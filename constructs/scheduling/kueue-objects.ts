import { poolLabel, type INodePool, type KubernetesObject } from "../contracts";
import { tolerationsOf } from "../platform/placement";
import { schedulerLabel } from "./node-division";
import { accountedResources, poolCapacity, quotaOf } from "./kueue-capacity";

const apiVersion = "kueue.x-k8s.io/v1beta2";

/** A queue that jobs are submitted to, and its part of the factory. */
export interface KueueQueue {
  /** Name of the ClusterQueue, and of the LocalQueue in each namespace. */
  readonly name: string;
  /** Namespaces whose jobs go to this queue; they are created where they do not exist. */
  readonly namespaces: readonly string[];
  /** Part of every pool that is this queue's own, 0 to 1; more is borrowed while others leave it idle. @default 1 */
  readonly share?: number;
}

/** Labels that AWS puts on the nodes of types with EFA, from the widest part of the network to the node. */
export const awsNetworkTopology: readonly string[] = [
  "topology.k8s.aws/network-node-layer-1",
  "topology.k8s.aws/network-node-layer-2",
  "topology.k8s.aws/network-node-layer-3",
  "kubernetes.io/hostname",
];

/** Name of the one Topology object. */
const topologyName = "fabric";
/** All queues are in one cohort: what one leaves idle, another may borrow. */
const cohortName = "ai-factory";

/** The network's levels; pools on a fabric refer to them, so that a job's pods are placed close together. */
export function topologyObject(levels: readonly string[]): KubernetesObject {
  return {
    apiVersion,
    kind: "Topology",
    metadata: { name: topologyName },
    spec: { levels: levels.map((nodeLabel) => ({ nodeLabel })) },
  };
}

/** One flavor for each pool: jobs that are admitted to it get its node label and its tolerations. */
export function flavorObject(pool: INodePool, hasTopology: boolean): KubernetesObject {
  const tolerations = tolerationsOf([pool]);
  return {
    apiVersion,
    kind: "ResourceFlavor",
    metadata: { name: pool.poolName },
    spec: {
      nodeLabels: { [poolLabel]: pool.poolName, ...schedulerOf(pool) },
      ...(tolerations.length === 0 ? {} : { tolerations }),
      ...(hasTopology && pool.fabricDevices !== undefined ? { topologyName } : {}),
    },
  };
}

/** Of a pool that is divided with Slurm, Kueue has only Kubernetes' nodes. */
function schedulerOf({ labels }: INodePool): Readonly<Record<string, string>> {
  const scheduler = labels[schedulerLabel];
  return scheduler === undefined ? {} : { [schedulerLabel]: scheduler };
}

/** A queue's quota in every pool. One resource group holds them all: a resource may stand in one group only. */
export function clusterQueueObject(queue: KueueQueue, pools: readonly INodePool[]): KubernetesObject {
  const coveredResources = accountedResources(pools);
  return {
    apiVersion,
    kind: "ClusterQueue",
    metadata: { name: queue.name },
    spec: {
      cohortName,
      namespaceSelector: {
        matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [...queue.namespaces] }],
      },
      queueingStrategy: "BestEffortFIFO",
      preemption: { reclaimWithinCohort: "Any", withinClusterQueue: "LowerPriority" },
      resourceGroups: [
        {
          coveredResources,
          flavors: pools.map((pool) => ({
            name: pool.poolName,
            resources: coveredResources.map((name) => ({
              name,
              nominalQuota: quotaOf(name, poolCapacity(pool), queue.share ?? 1),
            })),
          })),
        },
      ],
    },
  };
}

/** The queue's door in each of its namespaces: what jobs name in `kueue.x-k8s.io/queue-name`. */
export function localQueueObjects(queue: KueueQueue): KubernetesObject[] {
  return queue.namespaces.map((namespace) => ({
    apiVersion,
    kind: "LocalQueue",
    metadata: { name: queue.name, namespace },
    spec: { clusterQueue: queue.name },
  }));
}
