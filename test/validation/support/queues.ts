import { gpuToleration, platform, type Json } from "./platform";

const apiVersion = "kueue.x-k8s.io/v1beta2";

/** The platform with Kueue, a flavor for the GPU pool, and one queue that has all of it. */
export function withQueues() {
  const input = platform();
  input.install("kueue", "0.19.3");
  const resources: Json[] = [
    { name: "nvidia.com/gpu", nominalQuota: "32" },
    { name: "vpc.amazonaws.com/efa", nominalQuota: "64" },
  ];
  const flavor: Json = {
    apiVersion,
    kind: "ResourceFlavor",
    metadata: { name: "h200" },
    spec: { nodeLabels: { "ai-factory/pool": "h200" }, tolerations: [{ ...gpuToleration }], topologyName: "fabric" },
  };
  const reference: Json = { name: "h200", resources };
  const queue: Json = {
    apiVersion,
    kind: "ClusterQueue",
    metadata: { name: "team" },
    spec: { resourceGroups: [{ coveredResources: [], flavors: [reference] }] },
  };
  const local: Json = {
    apiVersion,
    kind: "LocalQueue",
    metadata: { name: "team", namespace: "team" },
    spec: { clusterQueue: "team" },
  };
  const topology: Json = { apiVersion, kind: "Topology", metadata: { name: "fabric" }, spec: { levels: [] } };
  input.objects.push(flavor, queue, local, topology);
  input.job["metadata"].labels["kueue.x-k8s.io/queue-name"] = "team";
  // A getter is not copied by a spread: the stacks are read from the platform itself.
  return Object.assign(input, { resources, flavor, reference, queue, local, topology });
}
