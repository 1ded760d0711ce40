import { componentPlacement } from "../../../validation/rules/VER-105-component-placement";
import { describeRule } from "../support/describe-rule";
import { platform, type Json } from "../support/platform";

const claim = { volumeClaimTemplate: { spec: { storageClassName: "gp3" } } };

function withMonitoring() {
  const input = platform();
  input.install("kube-prometheus-stack", "88.5.3", { prometheus: { prometheusSpec: { storageSpec: claim } } });
  input.install("node-feature-discovery", "0.19.0");
  input.install("nodewright", "v0.17.1", { controllerManager: { tolerations: [{ key: "a", operator: "Exists" }] } });
  return input;
}

function prometheus(spec: Json): Json {
  return { prometheus: { prometheusSpec: { storageSpec: claim, ...spec } } };
}

describeRule(componentPlacement, {
  passing: withMonitoring,
  stillPasses: {
    "every taint is tolerated, and the CPU pool is selected": ({ values }) =>
      values(
        "kube-prometheus-stack",
        prometheus({ tolerations: [{ operator: "Exists" }], nodeSelector: { "ai-factory/pool": "cpu" } }),
      ),
  },
  mutations: {
    "pvc-zone-pin: every taint is tolerated": {
      change: ({ values }) => values("kube-prometheus-stack", prometheus({ tolerations: [{ operator: "Exists" }] })),
      finds: /may be made in the zone of pool 'h200'.*\(pvc-zone-pin\)/,
    },
    "pvc-zone-pin: the GPU pool has lost its taint": {
      change: ({ h200 }) => (h200["taint"] = []),
      finds: /\(pvc-zone-pin\)/,
    },
    "system-toleration-nfd": {
      change: ({ values }) =>
        values("node-feature-discovery", { worker: { nodeSelector: { "ai-factory/pool": "h200" } } }),
      finds: /do not run on 'cpu'.*\(system-toleration-nfd\)/,
    },
    "aks-wildcard-toleration": {
      change: ({ values }) => values("nodewright", { controllerManager: { tolerations: [{ operator: "Exists" }] } }),
      finds: /\(aks-wildcard-toleration\)/,
    },
  },
  unknown: {
    "the storage from a variable": ({ values }) =>
      values("kube-prometheus-stack", { prometheus: { prometheusSpec: { storageSpec: "${var.storage}" } } }),
  },
});
