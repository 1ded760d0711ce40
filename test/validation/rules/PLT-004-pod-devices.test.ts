import { podDevices } from "../../../validation/rules/PLT-004-pod-devices";
import { describeRule } from "../support/describe-rule";
import { platform, type Json } from "../support/platform";

const limits = ({ container }: { container: Json }): Json => container["resources"].limits as Json;

describeRule(podDevices, {
  passing: platform,
  mutations: {
    "more GPUs than a node has": {
      change: (input) => (limits(input)["nvidia.com/gpu"] = 16),
      finds: /no node has 16 of nvidia\.com\/gpu/,
    },
    "another vendor's GPU": { change: (input) => (limits(input)["amd.com/gpu"] = 1), finds: /offers amd\.com\/gpu/ },
    "half a GPU": { change: (input) => (limits(input)["nvidia.com/gpu"] = 0.5), finds: /whole pieces/ },
    "a GPU on the CPU pool": {
      change: ({ pod }) => (pod["nodeSelector"] = { "ai-factory/pool": "cpu" }),
      finds: /no node that the pod may land on offers nvidia\.com\/gpu/,
    },
    "an override of the instance type": {
      change: ({ h200 }) => (h200["instance_types"] = ["g6e.12xlarge"]),
      finds: /no node has 8 of nvidia\.com\/gpu/,
    },
  },
  unknown: {
    "an amount from a variable": (input) => (limits(input)["nvidia.com/gpu"] = "${var.gpus}"),
    "a type that the catalogue lacks": ({ h200, container }) => {
      h200["instance_types"] = ["p9.48xlarge"];
      container["resources"] = { limits: { "nvidia.com/gpu": 8 } };
    },
  },
});
