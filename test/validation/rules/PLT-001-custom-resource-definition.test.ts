import { customResourceDefinition } from "../../../validation/rules/PLT-001-custom-resource-definition";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

function withKueue() {
  const input = platform();
  input.install("kueue", "0.19.3");
  input.objects.push({
    apiVersion: "kueue.x-k8s.io/v1beta2",
    kind: "ClusterQueue",
    metadata: { name: "team" },
    spec: {},
  });
  return input;
}

describeRule(customResourceDefinition, {
  passing: withKueue,
  stillPasses: {
    "an own definition": ({ objects }) =>
      objects.push(
        {
          apiVersion: "apiextensions.k8s.io/v1",
          kind: "CustomResourceDefinition",
          metadata: { name: "x" },
          spec: { group: "acme.io" },
        },
        { apiVersion: "acme.io/v1", kind: "Thing", metadata: { name: "x" } },
      ),
    "kinds of the API server itself": ({ objects }) =>
      objects.push({ apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy", metadata: { name: "x" } }),
  },
  mutations: {
    "the operator is gone": {
      change: ({ releases }) => delete releases["kueue"],
      finds: /nothing installs the definition of ClusterQueue/,
    },
    "an object of an operator that nobody installs": {
      change: ({ objects }) => objects.push({ apiVersion: "ray.io/v1", kind: "RayCluster", metadata: { name: "x" } }),
      finds: /definition of RayCluster/,
    },
    "a chart that makes ServiceMonitors without Prometheus": {
      change: ({ values }) =>
        values("cert-manager", { prometheus: { enabled: true, servicemonitor: { enabled: true } } }),
      finds: /cert-manager makes a ServiceMonitor/,
    },
  },
  unknown: {
    "a group that no chart of the catalogue brings": ({ objects }) =>
      objects.push({ apiVersion: "acme.io/v1", kind: "Thing", metadata: { name: "x" } }),
    "no platform among the documents": ({ releases }) => Object.keys(releases).forEach((name) => delete releases[name]),
  },
});
