import { customResourceGroups, findCustomResourceGroup } from "../../catalog/custom-resources";
import type { Documents, KubernetesObject } from "../../documents/types";
import { isObject, type Value } from "../../documents/value";
import { componentsCalled, componentsOf, type Component } from "../platform/components";
import { aboutObject, at } from "../platform/pods";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const customResourceDefinition: Rule = {
  id: "PLT-001-custom-resource-definition",
  family: "PLT",
  title: "a custom resource's definition is installed by some component",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "The API server refuses an object of a kind that nobody has defined, and Helm then rolls the whole release back: a " +
    "queue without Kueue, a Ray cluster without its operator, a chart that wants ServiceMonitors without Prometheus.",
  mend: "install the component that brings the definition, or leave the object out",
  sources: [...new Set(customResourceGroups().map(({ source }) => source))],
  unknownMeans: "No chart of the catalogue is known to bring the group, or the platform is not among the documents.",
  example: {
    fails: "a ClusterQueue on a cluster without kueue, or serviceMonitor.enabled without kube-prometheus-stack",
    passes: "a ClusterQueue beside the kueue chart",
  },
  *check(subject) {
    const { documents } = subject;
    if (!documents) return;
    const components = componentsOf(subject);
    const defined = new Set(
      documents.kubernetesObjects("CustomResourceDefinition").map(({ object }) => String(at(object, "spec")["group"])),
    );
    for (const object of documents.kubernetesObjects()) {
      const outcome = judge(object, components, defined, documents);
      if (outcome) yield outcome;
    }
    for (const component of components) {
      if (component.release && wantsMonitor(component.values)) yield monitored(component, components, defined);
    }
  },
};

function judge(
  object: KubernetesObject,
  components: readonly Component[],
  defined: ReadonlySet<string>,
  documents: Documents,
): Outcome | undefined {
  const group = object.apiVersion.includes("/") ? (object.apiVersion.split("/")[0] ?? "") : "";
  // Groups of the API server itself have no dot, or end in k8s.io without an operator of their own.
  const row = findCustomResourceGroup(group);
  if (row === undefined && (!group.includes(".") || /^[a-z]+(\.authorization|\.storage)?\.k8s\.io$/.test(group)))
    return undefined;
  const about = aboutObject(object);
  if (defined.has(group)) return pass(about);
  if (row === undefined) {
    return unknown(about, { message: `no component is known to define ${object.kind}`, given: object.apiVersion });
  }
  if (componentsCalled(components, ...row.charts).length > 0) return pass(about);
  if (documents.helmReleases().every(({ resource }) => resource === object.resource)) {
    return unknown(about, {
      message: `what defines ${object.kind} is not among the documents`,
      given: object.apiVersion,
    });
  }
  return fail(about, {
    message: `nothing installs the definition of ${object.kind}`,
    given: object.apiVersion,
    allowed: row.charts.length === 1 ? `with the component ${row.charts[0]}` : `with one of ${row.charts.join(", ")}`,
  });
}

function monitored(component: Component, components: readonly Component[], defined: ReadonlySet<string>): Outcome {
  const owners = findCustomResourceGroup("monitoring.coreos.com")?.charts ?? [];
  const isThere = defined.has("monitoring.coreos.com") || componentsCalled(components, ...owners).length > 0;
  if (isThere) return pass(component.about);
  return fail(component.about, {
    message: `${component.id} makes a ServiceMonitor, whose definition nothing installs`,
    given: "serviceMonitor.enabled true",
    allowed: `with ${owners.join(", ")}`,
    fix: "switch the ServiceMonitor off, or install kube-prometheus-stack first",
  });
}

/** Whether the values switch a ServiceMonitor or PodMonitor on, wherever the chart has the switch. */
function wantsMonitor(value: Value | undefined, depth = 0): boolean {
  if (depth > 8 || !isObject(value)) return false;
  return Object.entries(value).some(([key, item]) => {
    const isSwitch = /^(service|pod)monitor$/i.test(key) && isObject(item);
    return isSwitch ? item["enabled"] === true : wantsMonitor(item, depth + 1);
  });
}
