import { oneOwnerOfHardware } from "../../../validation/rules/VER-103-one-owner-of-hardware";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

function withOperators() {
  const input = platform();
  input.install("gpu-operator", "v26.7.0", { nfd: { enabled: true } });
  input.install("network-operator", "26.4.1", { nfd: { enabled: false } });
  input.install("kubeflow-trainer", "2.3.0");
  input.install("gpu-operator-charts", "v1.5.1", { "node-feature-discovery": { enabled: false } });
  input.install("neuron-helm-chart", "1.9.0", { draDriver: { enabled: true }, devicePlugin: { enabled: false } });
  return input;
}

const neuronPool = {
  apiVersion: "karpenter.sh/v1",
  kind: "NodePool",
  metadata: { name: "neuron" },
  spec: {
    template: {
      spec: { requirements: [{ key: "node.kubernetes.io/instance-type", operator: "In", values: ["trn2.48xlarge"] }] },
    },
  },
};

describeRule(oneOwnerOfHardware, {
  passing: withOperators,
  mutations: {
    "one-nfd: two operators": {
      change: ({ install }) => install("network-operator", "26.4.1", {}),
      finds: /both bring Node Feature Discovery \(one-nfd\)/,
    },
    "one-nfd: its own chart": {
      change: ({ install }) => install("node-feature-discovery", "0.19.0"),
      finds: /\(one-nfd\)/,
    },
    "sriov-single": {
      change: ({ install }) => {
        install("network-operator", "26.4.1", { nfd: { enabled: false }, sriovNetworkOperator: { enabled: true } });
        install("sriov-network-operator-chart", "1.6.0");
      },
      finds: /\(sriov-single\)/,
    },
    "amd-dra-xor-plugin: both": {
      change: ({ install }) =>
        install("gpu-operator-charts", "v1.5.1", {
          "node-feature-discovery": { enabled: false },
          deviceConfig: { spec: { draDriver: { enable: true } } },
        }),
      finds: /offered twice, by DRA and by the device plugin \(amd-dra-xor-plugin\)/,
    },
    "trainer-bundles: JobSet": { change: ({ install }) => install("jobset", "0.12.0"), finds: /\(trainer-bundles\)/ },
    "trainer-bundles: LeaderWorkerSet": {
      change: ({ install }) => {
        install("kubeflow-trainer", "2.3.0", { dataCache: { enabled: true } });
        install("lws", "0.10.0");
      },
      finds: /LeaderWorkerSet[^]*\(trainer-bundles\)/,
    },
    "gpuop-26.3.2-netop-26.4-rdma": {
      change: ({ install }) => install("gpu-operator", "v26.3.2", { driver: { rdma: { enabled: true } } }),
      finds: /\(gpuop-26\.3\.2-netop-26\.4-rdma\)/,
    },
    "neuron-dra-karpenter: the plugin on the same nodes": {
      change: ({ install }) => install("neuron-helm-chart", "1.9.0", { draDriver: { enabled: true } }),
      finds: /same nodes \(neuron-dra-karpenter\)/,
    },
    "neuron-dra-karpenter: nodes of Karpenter": {
      change: ({ objects }) => objects.push(neuronPool),
      finds: /Karpenter's nodes \(neuron-dra-karpenter\)/,
    },
  },
  unknown: {
    "a switch from a variable": ({ install }) =>
      install("network-operator", "26.4.1", { nfd: { enabled: "${var.nfd}" } }),
  },
});
