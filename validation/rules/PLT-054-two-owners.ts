import type { Documents } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { componentsCalled, componentsOf, settingOf, type Component } from "../platform/components";
import { aboutObject } from "../platform/pods";
import { fail, pass, unknown, type About, type Outcome, type Rule } from "../rule";
import { isDefault } from "./PLT-014-storage-class";

/** A thing of which a cluster has one, and which charts and add-ons bring it, by the switch that turns it off. */
const things: readonly { readonly thing: string; readonly by: Readonly<Record<string, string | undefined>> }[] = [
  {
    thing: "the NVIDIA device plugin",
    by: { "nvidia-device-plugin": undefined, "gpu-operator": "devicePlugin.enabled" },
  },
  { thing: "the DCGM exporter", by: { "dcgm-exporter": undefined, "gpu-operator": "dcgmExporter.enabled" } },
  {
    thing: "the Prometheus operator",
    by: {
      "kube-prometheus-stack": "prometheusOperator.enabled",
      "vllm-production-stack": "kube-prometheus-stack.enabled",
    },
  },
  { thing: "cert-manager", by: { "cert-manager": undefined } },
  { thing: "the metrics server", by: { "metrics-server": undefined } },
  { thing: "the EBS driver", by: { "aws-ebs-csi-driver": undefined } },
  { thing: "the EFS driver", by: { "aws-efs-csi-driver": undefined } },
  { thing: "the FSx driver", by: { "aws-fsx-csi-driver": undefined } },
  { thing: "the S3 driver", by: { "mountpoint-s3-csi": undefined, "aws-mountpoint-s3-csi-driver": undefined } },
  { thing: "Kueue", by: { kueue: undefined } },
  { thing: "Karpenter", by: { karpenter: undefined } },
  { thing: "the EFA device plugin", by: { "aws-efa-k8s-device-plugin": undefined } },
];

export const twoOwners: Rule = {
  id: "PLT-054-two-owners",
  family: "PLT",
  title: "what a cluster has one of has one owner",
  severity: "error",
  reads: "either",
  scope: "cluster",
  cause:
    "Two device plugins register the same GPUs and give one GPU to two pods. Two default storage or ingress classes, two " +
    "drivers of one name, two copies of one operator: each undoes what the other does, and which wins changes.",
  mend: "remove one of them, or switch its part off",
  sources: [
    "NVIDIA GPU operator documentation: the operator brings device plugin and DCGM exporter; do not run them beside it",
    "Kubernetes documentation: more than one default StorageClass or IngressClass",
  ],
  unknownMeans: "A switch is a token.",
  example: {
    fails: "nvidia-device-plugin beside gpu-operator, or two StorageClasses annotated as default",
    passes: "gpu-operator with devicePlugin.enabled false beside nvidia-device-plugin",
  },
  *check(subject) {
    const components = componentsOf(subject);
    const clusters = Math.max(
      subject.documents?.resources("aws_eks_cluster").length ?? 0,
      subject.model?.clusters.length ?? 0,
    );
    for (const { thing, by } of things) yield* oneOwner(thing, by, components, clusters > 1);
    if (subject.documents) yield* oneDefault(subject.documents);
  },
};

function* oneOwner(
  thing: string,
  by: Readonly<Record<string, string | undefined>>,
  components: readonly Component[],
  severalClusters: boolean,
): Iterable<Outcome> {
  let first: Component | undefined;
  for (const component of componentsCalled(components, ...Object.keys(by))) {
    const path = by[component.id];
    const on = path === undefined ? true : (settingOf(component, path) ?? true);
    if (isUnknown(on))
      yield unknown(component.about, { message: `whether ${component.id} brings ${thing} is not known` });
    else if (on === false) yield pass(component.about);
    else if (first === undefined || (severalClusters && runApart(first, component))) {
      first ??= component;
      yield pass(component.about);
    } else {
      const given = [first, component].map(({ id, about }) => `${id} (${about.address ?? about.path})`);
      yield fail(component.about, { message: `a second component brings ${thing}`, given, allowed: "one owner" });
    }
  }
}

/** The same chart in stacks of different clusters is not twice on one cluster. */
function runApart(a: Component, b: Component): boolean {
  return (
    a.resource !== undefined &&
    b.resource !== undefined &&
    a.release !== undefined &&
    b.release !== undefined &&
    a.resource.stack !== b.resource.stack
  );
}

const ingressLabel = "ingressclass.kubernetes.io/is-default-class";

function* oneDefault(documents: Documents): Iterable<Outcome> {
  const storage = documents.kubernetesObjects("StorageClass").filter(isDefault);
  const ingress = documents
    .kubernetesObjects("IngressClass")
    .filter(({ annotations }) => String(annotations[ingressLabel]) === "true");
  for (const [kind, objects] of [
    ["StorageClass", storage],
    ["IngressClass", ingress],
  ] as const) {
    for (const [index, object] of objects.entries()) {
      const about: About = aboutObject(object);
      const other = objects.slice(0, index).find((earlier) => earlier.resource?.stack === object.resource?.stack);
      if (other === undefined) yield pass(about);
      else {
        const given = [other.name, object.name];
        yield fail(about, { message: `two ${kind}es are the default`, given, allowed: `one default ${kind}` });
      }
    }
  }
}
