import type { Documents, Resource } from "../../documents/types";
import { isObject, isUnknown, type Value } from "../../documents/value";
import { componentsCalled, componentsOf, type Component } from "../platform/components";
import { podTemplatesOf } from "../platform/pods";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const podIdentity: Rule = {
  id: "PLT-013-pod-identity",
  family: "PLT",
  title: "AWS identities belong to service accounts that exist, and the agent hands them out",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "EKS accepts an association with a service account that nobody has. The pod that should have it runs without " +
    "credentials, or with the node's: the CSI driver mounts nothing, or every pod may do what one was meant to. Without " +
    "the agent add-on no pod gets any.",
  mend: "name the namespace and service account that the component runs as, and install eks-pod-identity-agent",
  sources: [
    "Amazon EKS User Guide, pod-identities: the association names a service account; the agent must run on the node",
  ],
  unknownMeans: "Names are tokens, or the charts of the namespace take their service accounts from their own defaults.",
  example: {
    fails: "an association with kube-system/fsx-csi-controler, or no eks-pod-identity-agent",
    passes: "an association with kube-system/fsx-csi-controller-sa, which the chart's values name",
  },
  *check(subject) {
    const { documents } = subject;
    const associations = documents?.resources("aws_eks_pod_identity_association") ?? [];
    if (!documents || associations.length === 0) return;
    const components = componentsOf(subject);
    const roles = new Map<string, Resource>();
    for (const association of associations) {
      yield agent(association, documents);
      yield account(association, components, documents, roles);
    }
  },
};

function agent(association: Resource, documents: Documents): Outcome {
  const about = resourceAbout(association);
  const addons = documents.resources("aws_eks_addon").map((addon) => addon.get("addon_name"));
  if (addons.includes("eks-pod-identity-agent")) return pass(about);
  if (addons.some(isUnknown)) return unknown(about, { message: "whether the agent is installed is not known yet" });
  // A cluster of another stack, or in auto mode, may have it already.
  const clusters = documents.resources("aws_eks_cluster");
  const isAuto = clusters.some((cluster) => cluster.get("compute_config.enabled") === true);
  if (clusters.length === 0) return unknown(about, { message: "the cluster's add-ons are not among the documents" });
  if (isAuto) return pass(about);
  const message = "nothing hands out the identity: eks-pod-identity-agent is not installed";
  return fail(about, { message, given: addons.map(String), allowed: "with the add-on eks-pod-identity-agent" });
}

function account(
  association: Resource,
  components: readonly Component[],
  documents: Documents,
  seen: Map<string, Resource>,
): Outcome {
  const about = resourceAbout(association);
  const namespace = association.get("namespace");
  const name = association.get("service_account");
  if (typeof namespace !== "string" || typeof name !== "string") {
    return unknown(about, { message: "the service account is not known yet" });
  }
  const key = `${String(association.get("cluster_name"))}/${namespace}/${name}`;
  const earlier = seen.get(key);
  seen.set(key, earlier ?? association);
  if (earlier !== undefined) {
    const message = `service account ${namespace}/${name} has two identities, of which EKS takes one`;
    return fail(about, { message, given: [earlier.address, association.address], allowed: "one association" });
  }
  const objects = documents.kubernetesObjects("ServiceAccount");
  const inNamespace = (item: { readonly namespace?: string }) => (item.namespace ?? "default") === namespace;
  if (objects.some((object) => inNamespace(object) && object.name === name)) return pass(about);
  if (podTemplatesOf(documents).some((pod) => pod.namespace === namespace && pod.spec["serviceAccountName"] === name))
    return pass(about);
  // Kubernetes makes this one itself, in every namespace that there is.
  if (name === "default" && namespacesOf(documents).includes(namespace)) return pass(about);
  const releases = components.filter(({ release }) => release !== undefined && inNamespace(release));
  const named = releases.flatMap(({ values }) => accountsIn(values));
  if (named.includes(name)) return pass(about);
  // A chart that names no account runs as one of its own name.
  const own = componentsCalled(components, name).filter(inNamespace);
  if (own.some(({ values }) => accountsIn(values).length === 0)) return pass(about);
  if (documents.helmReleases().length === 0) {
    return unknown(about, { message: "the platform is not among the documents", given: `${namespace}/${name}` });
  }
  const message = `no component of namespace '${namespace}' runs as service account '${name}'`;
  const allowed = named.length > 0 ? [...new Set(named)] : `a service account that exists in ${namespace}`;
  return fail(about, { message, given: `${namespace}/${name}`, allowed });
}

/** Namespaces that every cluster has, and those that the documents make. */
function namespacesOf(documents: Documents): readonly string[] {
  const made = ["kubernetes_namespace_v1", "kubernetes_namespace"].flatMap((type) => documents.resources(type));
  const objects = documents.kubernetesObjects("Namespace");
  return [
    "default",
    "kube-system",
    ...made.map((resource) => String(resource.get("metadata.name"))),
    ...objects.map(({ name }) => name ?? ""),
  ];
}

/** Names of service accounts in a chart's values, in whatever part they stand. */
function accountsIn(value: Value | undefined, depth = 0): readonly string[] {
  if (depth > 8 || !isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    if (/^serviceAccountName$/i.test(key) && typeof item === "string") return [item];
    const own =
      /serviceAccount$/i.test(key) && isObject(item) && typeof item["name"] === "string" ? [item["name"]] : [];
    return [...own, ...accountsIn(item, depth + 1)];
  });
}
