import { componentKubernetesVersion } from "../../../validation/rules/VER-101-component-kubernetes-version";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

function withOperators() {
  const input = platform();
  input.install("network-operator", "26.4.1");
  input.install("slurm-operator", "1.2.1");
  input.install("gpu-operator-charts", "v1.5.1");
  input.install("dra-driver-nvidia-gpu", "0.5.0");
  input.install("neuron-helm-chart", "1.9.0", { draDriver: { enabled: true } });
  input.install("agentgateway", "v1.5.0");
  return input;
}

describeRule(componentKubernetesVersion, {
  passing: withOperators,
  mutations: {
    "netop-26.4-k8s: a cluster too new": {
      change: ({ cluster }) => (cluster["version"] = "1.36"),
      finds: /network-operator 26\.4\.1 does not work on Kubernetes 1\.36 \(netop-26\.4-k8s\)/,
    },
    "netop-26.7-kube: a cluster too old": {
      change: ({ cluster, install }) => {
        cluster["version"] = "1.31";
        install("network-operator", "26.7.0");
      },
      finds: /\(netop-26\.7-kube\)/,
    },
    "dra-k8s-1.34": { change: ({ cluster }) => (cluster["version"] = "1.33"), finds: /\(dra-k8s-1\.34\)/ },
    "neuron-dra-karpenter: DRA before 1.34": {
      change: ({ cluster }) => (cluster["version"] = "1.33"),
      finds: /\(neuron-dra-karpenter\)/,
    },
    "slurm-min and amd-certmanager: before 1.29": {
      change: ({ cluster }) => (cluster["version"] = "1.28"),
      finds: /\(amd-certmanager\)[\s\S]*\(slurm-min\)|\(slurm-min\)[\s\S]*\(amd-certmanager\)/,
    },
    "agentgateway-1.37": {
      change: ({ cluster, install }) => {
        cluster["version"] = "1.37";
        install("agentgateway", "v1.3.0");
      },
      finds: /\(agentgateway-1\.37\)/,
    },
  },
  unknown: { "the cluster's version from a variable": ({ cluster }) => (cluster["version"] = "${var.v}") },
});
