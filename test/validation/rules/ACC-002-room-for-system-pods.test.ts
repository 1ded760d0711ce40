import { roomForSystemPods } from "../../../validation/rules/ACC-002-room-for-system-pods";
import { describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

function cluster() {
  const input = launch();
  const gpu = [{ key: "nvidia.com/gpu", effect: "NO_SCHEDULE" }];
  const system: Record<string, unknown> = {
    cluster_name: "${aws_eks_cluster.main.name}",
    taint: [{ key: "CriticalAddonsOnly", effect: "NO_SCHEDULE" }],
    scaling_config: { min_size: 3, desired_size: 3, max_size: 3 },
  };
  input.group["taint"] = gpu;
  input.resource["aws_eks_cluster"] = { main: { name: "factory" } };
  Object.assign(input.resource["aws_eks_node_group"] ?? {}, { system });
  return { ...input, system };
}

describeRule(roomForSystemPods, {
  passing: cluster,
  stillPasses: {
    "no taint at all": ({ system }) => delete system["taint"],
    "a taint that only prefers": ({ system }) => (system["taint"] = [{ key: "x", effect: "PREFER_NO_SCHEDULE" }]),
  },
  mutations: {
    "no system nodes": {
      change: ({ resource }) => delete (resource["aws_eks_node_group"] ?? {})["system"],
      finds: /no node group takes CoreDNS/,
    },
    "system nodes with a taint of their own": ({ system }) =>
      (system["taint"] = [{ key: "dedicated", value: "system", effect: "NO_SCHEDULE" }]),
    "no room for a single one": ({ system }) => (system["scaling_config"] = { max_size: 0 }),
    "system nodes of another cluster": ({ system }) => (system["cluster_name"] = "second"),
  },
  unknown: {
    "taints from a variable": ({ system }) => (system["taint"] = "${var.taints}"),
    Fargate: ({ resource, system }) => {
      system["cluster_name"] = "second";
      resource["aws_eks_fargate_profile"] = { system: { cluster_name: "factory" } };
    },
    "Auto Mode": ({ resource, system }) => {
      system["cluster_name"] = "second";
      resource["aws_eks_cluster"] = { main: { name: "factory", compute_config: { enabled: true } } };
    },
  },
});
