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
