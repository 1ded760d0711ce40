import { storageClass } from "../../../validation/rules/PLT-014-storage-class";
import { describeRule } from "../support/describe-rule";
import { platform, type Json } from "../support/platform";

const monitoring = (spec: Json) => ({
  prometheus: { prometheusSpec: { storageSpec: { volumeClaimTemplate: { spec } } } },
});

function withClass() {
  const input = platform();
  const gp3: Json = {
    apiVersion: "storage.k8s.io/v1",
    kind: "StorageClass",
    metadata: { name: "gp3", annotations: {} },
    provisioner: "ebs.csi.aws.com",
  };
  input.objects.push(gp3);
  input.addons["ebs"] = { cluster_name: "factory", addon_name: "aws-ebs-csi-driver" };
  input.install("kube-prometheus-stack", "88.5.3", monitoring({ storageClassName: "gp3" }));
  return Object.assign(input, { gp3 });
}

describeRule(storageClass, {
  passing: withClass,
  stillPasses: {
    "no class, and a default one": ({ gp3, values }) => {
      gp3["metadata"].annotations["storageclass.kubernetes.io/is-default-class"] = "true";
      values("kube-prometheus-stack", monitoring({}));
    },
    "a volume that is there already": ({ objects }) =>
      objects.push({
        apiVersion: "v1",
        kind: "PersistentVolumeClaim",
        metadata: { name: "x" },
        spec: { storageClassName: "", volumeName: "x" },
      }),
  },
  mutations: {
    "a chart that names no class": {
      change: ({ values }) => values("kube-prometheus-stack", monitoring({})),
      finds: /claimed from the default storage class, and the cluster has none/,
    },
    "a class that is not there": {
      change: ({ values }) => values("kube-prometheus-stack", monitoring({ storageClassName: "gp4" })),
      finds: /there is no such storage class/,
    },
    "a claim of a class that is not there": {
      change: ({ objects }) =>
        objects.push({
          apiVersion: "v1",
          kind: "PersistentVolumeClaim",
          metadata: { name: "x" },
          spec: { storageClassName: "fast" },
        }),
      finds: /no such storage class/,
    },
    "a stateful set's template": {
      change: ({ objects }) =>
        objects.push({
          apiVersion: "apps/v1",
          kind: "StatefulSet",
          metadata: { name: "x" },
          spec: { volumeClaimTemplates: [{ spec: { storageClassName: "fast" } }] },
        }),
      finds: /no such storage class/,
    },
    "the class is gone": {
      change: ({ objects, gp3 }) => objects.splice(objects.indexOf(gp3), 1),
      finds: /no such storage class/,
    },
    "the driver is gone": { change: ({ addons }) => delete addons["ebs"], finds: /no driver serves class 'gp3'/ },
  },
  unknown: {
    "a class from a variable": ({ values }) =>
      values("kube-prometheus-stack", monitoring({ storageClassName: "${var.class}" })),
  },
});
