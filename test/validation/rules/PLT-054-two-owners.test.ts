import { twoOwners } from "../../../validation/rules/PLT-054-two-owners";
import { describeRule } from "../support/describe-rule";
import { platform, type Json } from "../support/platform";

const defaultClass = (name: string): Json => ({
  apiVersion: "storage.k8s.io/v1",
  kind: "StorageClass",
  metadata: { name, annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
  provisioner: "x",
});
const ingress = (name: string): Json => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "IngressClass",
  metadata: { name, annotations: { "ingressclass.kubernetes.io/is-default-class": "true" } },
});

function withDefaults() {
  const input = platform();
  input.objects.push(defaultClass("gp3"), ingress("alb"));
  return input;
}

describeRule(twoOwners, {
  passing: withDefaults,
  stillPasses: {
    "the operator's plugin is off": ({ install }) =>
      install("gpu-operator", "v26.7.0", { devicePlugin: { enabled: false }, dcgmExporter: { enabled: false } }),
  },
  mutations: {
    "two device plugins": {
      change: ({ install }) => install("gpu-operator", "v26.7.0"),
      finds: /second component brings the NVIDIA device plugin/,
    },
    "two exporters": {
      change: ({ install }) => {
        install("dcgm-exporter", "4.8.2");
        install("gpu-operator", "v26.7.0", { devicePlugin: { enabled: false } });
      },
      finds: /brings the DCGM exporter/,
    },
    "an add-on beside the chart": {
      change: ({ addons }) => (addons["certs"] = { cluster_name: "factory", addon_name: "cert-manager" }),
      finds: /brings cert-manager/,
    },
    "two default storage classes": {
      change: ({ objects }) => objects.push(defaultClass("fast")),
      finds: /two StorageClasses are the default/,
    },
    "two default ingress classes": {
      change: ({ objects }) => objects.push(ingress("haproxy")),
      finds: /two IngressClasses are the default/,
    },
  },
  unknown: {
    "a switch from a variable": ({ install }) =>
      install("gpu-operator", "v26.7.0", { devicePlugin: { enabled: "${var.plugin}" } }),
  },
});
