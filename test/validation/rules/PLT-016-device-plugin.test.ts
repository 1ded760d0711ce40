import { devicePlugin } from "../../../validation/rules/PLT-016-device-plugin";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

describeRule(devicePlugin, {
  passing: platform,
  stillPasses: {
    "the GPU operator instead": ({ releases, install }) => {
      delete releases["nvidia-device-plugin"];
      install("gpu-operator", "v26.7.0", { driver: { enabled: false } });
    },
    "Bottlerocket has it in the image": ({ releases, h200 }) => {
      delete releases["nvidia-device-plugin"];
      h200["ami_type"] = "BOTTLEROCKET_x86_64_NVIDIA";
    },
  },
  mutations: {
    "no GPU plugin": {
      change: ({ releases }) => delete releases["nvidia-device-plugin"],
      finds: /nothing offers nvidia\.com\/gpu to pods: the nodes of pool 'h200' have 0/,
    },
    "no EFA plugin": {
      change: ({ releases }) => delete releases["efa"],
      finds: /nothing offers vpc\.amazonaws\.com\/efa/,
    },
    "the operator's plugin is off": {
      change: ({ releases, install }) => {
        delete releases["nvidia-device-plugin"];
        install("gpu-operator", "v26.7.0", { devicePlugin: { enabled: false } });
      },
      finds: /does not run on pool 'h200'/,
    },
    "a plugin for other nodes": {
      change: ({ values }) => values("nvidia-device-plugin", { nodeSelector: { "ai-factory/pool": "cpu" } }),
      finds: /does not run on pool 'h200'/,
    },
    "a plugin that does not tolerate the taint": {
      change: ({ values }) => values("nvidia-device-plugin", { tolerations: [{ key: "gpu", operator: "Exists" }] }),
      finds: /does not run on pool 'h200'/,
    },
  },
  unknown: {
    "no platform among the documents": ({ releases }) => Object.keys(releases).forEach((name) => delete releases[name]),
  },
});
