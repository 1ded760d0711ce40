import { podFabricDevices } from "../../../validation/rules/PLT-003-pod-fabric-devices";
import { check, describeRule } from "../support/describe-rule";
import { platform, type Json } from "../support/platform";

const limits = ({ container }: { container: Json }): Json => container["resources"].limits as Json;

describeRule(podFabricDevices, {
  passing: platform,
  mutations: {
    "no EFA device": {
      change: (input) => delete limits(input)["vpc.amazonaws.com/efa"],
      finds: /its traffic goes over TCP/,
    },
    "half of the devices": {
      change: (input) => (limits(input)["vpc.amazonaws.com/efa"] = 8),
      finds: /50 % of its fabric devices/,
    },
    "a JobSet without them": {
      change: ({ job, pod, container }) => {
        container["resources"] = { limits: { "nvidia.com/gpu": 8 } };
        Object.assign(job, { apiVersion: "jobset.x-k8s.io/v1alpha2", kind: "JobSet" });
        job["spec"] = { replicatedJobs: [{ template: { spec: { template: { spec: pod } } } }] };
      },
      finds: /goes over TCP/,
    },
    "a Ray cluster's workers without them": {
      change: ({ job, pod, container }) => {
        container["resources"] = { limits: { "nvidia.com/gpu": 8 } };
        Object.assign(job, { apiVersion: "ray.io/v1", kind: "RayCluster" });
        job["spec"] = { workerGroupSpecs: [{ template: { spec: pod } }] };
      },
      finds: /goes over TCP/,
    },
    "the requests without the limits": {
      change: ({ container }) => (container["resources"] = { requests: { "nvidia.com/gpu": 8 } }),
      finds: /goes over TCP/,
    },
  },
  unknown: {
    "an amount from a variable": (input) => (limits(input)["vpc.amazonaws.com/efa"] = "${var.efa}"),
  },
});

/** A trainer's runtime without fabric devices, and the job that uses it. */
function runtimeOf(nodes: number, jobNodes?: number) {
  const input = platform();
  const { job, pod, container, objects } = input;
  container["resources"] = { limits: { "nvidia.com/gpu": 8 } };
  Object.assign(job, { apiVersion: "trainer.kubeflow.org/v1alpha1", kind: "ClusterTrainingRuntime" });
  job["spec"] = {
    mlPolicy: { numNodes: nodes },
    template: { spec: { replicatedJobs: [{ name: "node", template: { spec: { template: { spec: pod } } } }] } },
  };
  objects.push({
    apiVersion: "trainer.kubeflow.org/v1alpha1",
    kind: "TrainJob",
    metadata: { name: "tune", namespace: "team" },
    spec: { runtimeRef: { name: job["metadata"].name }, trainer: { numNodes: jobNodes } },
  });
  return input;
}

describe("PLT-003 and a trainer's runtime", () => {
  it.each([
    ["one node has nobody to talk to", 1, undefined, 0],
    ["two nodes talk", 2, undefined, 1],
    ["a job that asks the runtime for more", 1, 4, 1],
  ])("%s", (_, nodes, jobNodes, findings) => {
    expect(check(podFabricDevices, runtimeOf(nodes, jobNodes)).findings).toHaveLength(findings);
  });
});

describe("PLT-003 leaves alone", () => {
  it.each([
    ["a pod with part of a node", 4],
    ["a pod without GPUs", 0],
  ])("%s", (_, gpus) => {
    const input = platform();
    input.container["resources"] = { limits: gpus === 0 ? {} : { "nvidia.com/gpu": gpus } };
    expect(check(podFabricDevices, input).findings).toEqual([]);
  });
});
