import type { Finding } from "../../validation/finding";
import type { IPlatformComponent } from "../contracts";

/** Namespaces that every cluster has; they are neither created nor labelled. */
export const builtInNamespaces: readonly string[] = ["default", "kube-system", "kube-public", "kube-node-lease"];

/** Label that sets the Pod Security level of a namespace. */
export const podSecurityLabel = "pod-security.kubernetes.io/enforce";

/** Labels of a namespace whose pods need the host: device plugins, CSI drivers, node exporters. */
export const privilegedNamespace: Readonly<Record<string, string>> = { [podSecurityLabel]: "privileged" };

/** Labels of a namespace whose pods run without any privilege. */
export const restrictedNamespace: Readonly<Record<string, string>> = { [podSecurityLabel]: "restricted" };

const defaultLabels: Readonly<Record<string, string>> = { [podSecurityLabel]: "baseline" };

/** Namespaces that the components need, with the labels that all of them agree on. */
export interface NamespaceLabels {
  /** Labels of each namespace to create, in the order of the components. */
  readonly labels: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Components that ask one namespace for different values of a label. */
  readonly findings: readonly Finding[];
}

/** Namespaces that the component's manifests stand in, beside its own, as far as they must be created. */
export function namespacesOfObjects(component: IPlatformComponent): readonly string[] {
  const namespaces = component.manifests.map(({ metadata }) => metadata.namespace ?? component.namespace);
  return [...new Set(namespaces)].filter(
    (namespace) => namespace !== component.namespace && !builtInNamespaces.includes(namespace),
  );
}

/** The namespaces that components and their manifests need, each once. Components that share one must not want different labels. */
export function namespacesOf(components: readonly IPlatformComponent[], path: string): NamespaceLabels {
  const findings: Finding[] = [];
  const labels = new Map<string, Record<string, string>>();
  const givenBy = new Map<string, string>();
  for (const component of components) {
    for (const namespace of namespacesOfObjects(component)) labels.set(namespace, labels.get(namespace) ?? {});
    const own = { ...component.moreNamespaces, [component.namespace]: component.namespaceLabels ?? {} };
    for (const [namespace, given] of Object.entries(own)) {
      if (builtInNamespaces.includes(namespace)) continue;
      const wanted = labels.get(namespace) ?? {};
      labels.set(namespace, wanted);
      for (const [label, value] of Object.entries(given)) {
        const owner = `${namespace} ${label}`;
        if (wanted[label] !== undefined && wanted[label] !== value) {
          findings.push({
            rule: "PLT-057-namespace-labels",
            severity: "error",
            verdict: "fail",
            message: `components '${givenBy.get(owner)}' and '${component.name}' want different labels on one namespace`,
            path,
            given: `${label}: ${wanted[label]} and ${value}`,
            allowed: "one value for each label of a namespace",
            fix: `give one of them a namespace of its own instead of '${namespace}'`,
          });
          continue;
        }
        wanted[label] = value;
        givenBy.set(owner, component.name);
      }
    }
  }
  for (const wanted of labels.values()) wanted[podSecurityLabel] ??= defaultLabels[podSecurityLabel]!;
  return { labels, findings };
}
