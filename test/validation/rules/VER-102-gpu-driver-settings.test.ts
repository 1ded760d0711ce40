import { gpuDriverSettings } from "../../../validation/rules/VER-102-gpu-driver-settings";
import { describeRule } from "../support/describe-rule";
import { node } from "../support/model";
import { platform, type Json } from "../support/platform";

const settings: Json = { driver: { enabled: false }, mig: { strategy: "mixed" } };

function withOperator() {
  const input = platform();
  input.install("gpu-operator", "v26.7.0", settings);
  return {
    ...input,
    get stacks() {
      return input.stacks;
    },
    operator: (values: Json, version = "v26.7.0") => input.install("gpu-operator", version, { ...settings, ...values }),
  };
}

/** Replaces the GPU pool's machines by Grace Blackwell trays. */
function trays({ h200, resource }: ReturnType<typeof withOperator>): void {
  h200["instance_types"] = ["p6e-gb200.36xlarge"];
  h200["ami_type"] = "AL2023_ARM_64_NVIDIA";
  resource["aws_launch_template"]!["h200"] = {
    network_interfaces: [{ network_card_index: 1, interface_type: "efa-only" }],
  };
}

describeRule(gpuDriverSettings, {
  passing: withOperator,
  stillPasses: {
    "the DRA driver looks where the operator puts the driver": ({ h200, operator, install }) => {
      h200["ami_type"] = "AL2023_x86_64_STANDARD";
      operator({ driver: { enabled: true } });
      install("dra-driver-nvidia-gpu", "0.5.0", { nvidiaDriverRoot: "/run/nvidia/driver" });
    },
  },
  mutations: {
    "gpuop-crs-exclusive": {
      change: ({ operator }) => operator({ gpuCluster: { deployCR: true } }),
      finds: /\(gpuop-crs-exclusive\)/,
    },
    "gpuop-useOpenKernelModules": {
      change: ({ operator }) => operator({ driver: { enabled: false, useOpenKernelModules: true } }),
      finds: /\(gpuop-useOpenKernelModules\)/,
    },
    "dra-driver-root: the default root beside a managed driver": {
      change: ({ h200, operator, install }) => {
        h200["ami_type"] = "AL2023_x86_64_STANDARD";
        operator({ driver: { enabled: true } });
        install("dra-driver-nvidia-gpu", "0.5.0");
      },
      finds: /\(dra-driver-root\)/,
    },
    "dra-driver-root: the node's own root": {
      change: ({ operator }) => operator({ hostPaths: { driverInstallDir: "/" } }),
      finds: /over the node's own root \(dra-driver-root\)/,
    },
    "driver-owner: two drivers": {
      change: ({ operator }) => operator({ driver: {} }),
      finds: /both bring a driver \(driver-owner\)/,
    },
    "driver-owner: no driver": {
      change: ({ h200 }) => (h200["ami_type"] = "AL2023_x86_64_STANDARD"),
      finds: /neither image nor GPU operator brings a driver \(driver-owner\)/,
    },
    "gb200-efa: no module option": {
      change: (input) => {
        trays(input);
        input.h200["ami_type"] = "AL2023_ARM_64_STANDARD";
        input.operator({ driver: { enabled: true } });
      },
      finds: /falls back to sockets \(gb200-efa\)/,
    },
    "gb200-gpuop-floor": {
      change: (input) => {
        trays(input);
        input.operator({}, "v25.3.0");
      },
      finds: /\(gb200-gpuop-floor\)/,
    },
    "gb200-os: another system on the trays": {
      change: ({ model }) => {
        const accelerator = { id: "gb200", name: "GB200", kind: "gpu", perNode: 4, resourceName: "nvidia.com/gpu" };
        const pool = {
          id: "trays",
          system: "gb200-nvl72",
          architecture: "arm64" as const,
          operatingSystem: "rocky-9",
          accelerator,
        };
        model.pools.push(node("pools", pool));
      },
      finds: /\(gb200-os\)/,
    },
    "autoscaling-mig: a profile under the single strategy": {
      change: ({ operator, container }) => {
        operator({ mig: { strategy: "single" } });
        container["resources"] = { limits: { "nvidia.com/mig-1g.18gb": 1 } };
      },
      finds: /never offers \(autoscaling-mig\)/,
    },
  },
  unknown: {
    "an image of one's own": ({ h200 }) => (h200["ami_type"] = "CUSTOM"),
    "the driver's switch from a variable": ({ operator }) => operator({ driver: { enabled: "${var.driver}" } }),
  },
});
