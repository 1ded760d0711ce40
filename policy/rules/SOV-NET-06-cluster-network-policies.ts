import type { Documents, KubernetesObject } from "../../documents/types";
import { isObject, type Value } from "../../documents/value";
import { isInternet } from "../reading/ranges";
import { listOf, objectsIn, podSpecs } from "../reading/pods";
import { fail, flag, judge, not, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Namespaces of the system, which a policy would cut off from the control plane. */
const systemNamespaces = ["kube-system", "kube-public", "kube-node-lease", "default"];

/** Checks of other tools for pods in the network of the node. */
const hostNetwork = ["CKV_K8S_19", "KSV-0009", "6b6bdfb3-c3ae-44cb-88e4-7405c1ba2c8a"];

export const SOV_NET_06 = policyRule({
  id: "SOV-NET-06-cluster-network-policies",
  title: "every namespace denies ingress and egress by default",
  weight: "high",
  stages: ["synth", "runtime"],
  guardrail: "VAP host-network and NetworkPolicy default-deny",
  references: ["SecNumCloud 3.2 13.2.e", "C5:2020 COS-06"],
  covers: hostNetwork,
  cause: "Without a policy every pod reaches every other, the instance metadata and whatever the node reaches.",
  mend: "add a NetworkPolicy with an empty selector and both policy types to the namespace",
  example: {
    fails: "a namespace with a Deployment and no NetworkPolicy",
    passes: "the same with a policy that selects all pods and names Ingress and Egress",
    evades: "a policy that names only Ingress",
  },
  *check({ documents }) {
    for (const object of documents.kubernetesObjects()) {
      for (const { spec } of podSpecs(object)) {
        yield judge(object, not(flag(spec["hostNetwork"], false)), {
          message: "its pods are in the node's network, past every policy",
          covers: hostNetwork,
          severity: systemNamespaces.includes(object.namespace ?? "") ? "info" : "warning",
        });
      }
    }
    const policies = documents.kubernetesObjects("NetworkPolicy");
    for (const policy of policies) {
      const open = [...objectsIn(policy.object)].some(
        ({ path, object }) =>
          path.includes("egress") &&
          isObject(object["ipBlock"]) &&
          isWide(object["ipBlock"]["cidr"]) &&
          listOf(object["ipBlock"]["except"]).length === 0,
      );
      yield judge(policy, !open, { message: "it lets its pods out to the whole internet" });
    }
    for (const [namespace, holder] of namespacesIn(documents)) {
      if (systemNamespaces.includes(namespace)) continue;
      const own = policies.filter((policy) => policy.namespace === namespace && selectsAll(policy));
      const missing = ["Ingress", "Egress"].filter((type) => !own.some((policy) => typesOf(policy).includes(type)));
      const about = { path: holder, address: `Namespace/${namespace}` };
      if (missing.length === 0) yield pass(about);
      else
        yield fail(about, {
          message: `namespace ${namespace} has no default-deny for ${missing.join(" and ").toLowerCase()}`,
        });
    }
    for (const addon of documents.resources("aws_eks_addon")) {
      if (addon.get("addon_name") !== "vpc-cni") continue;
      const settings = addon.json("configuration_values");
      const enforce = isObject(settings) ? settings["enableNetworkPolicy"] : undefined;
      const message = "the network plug-in does not enforce network policies";
      yield judge(addon, flag(enforce, false), {
        message,
        fix: 'set enableNetworkPolicy to "true" in configuration_values',
      });
    }
  },
});

/** Namespaces in which something runs, with what says so. */
function namespacesIn(documents: Documents): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const add = (namespace: string | undefined, holder: string) => {
    if (namespace !== undefined && !found.has(namespace)) found.set(namespace, holder);
  };
  for (const object of documents.kubernetesObjects()) {
    const holder = object.resource?.constructPath ?? object.address;
    if (object.kind === "Namespace") add(object.name, holder);
    else if (podSpecs(object).length > 0) add(object.namespace ?? "default", holder);
  }
  for (const release of documents.helmReleases())
    add(release.namespace, release.resource.constructPath ?? release.address);
  return found;
}

function selectsAll(policy: KubernetesObject): boolean {
  const spec = policy.object["spec"];
  const selector = isObject(spec) ? spec["podSelector"] : undefined;
  return isObject(selector)
    ? Object.values(selector).every(
        (part) =>
          part === null ||
          (isObject(part) && Object.keys(part).length === 0) ||
          (Array.isArray(part) && part.length === 0),
      )
    : isObject(spec);
}

function typesOf(policy: KubernetesObject): readonly Value[] {
  const spec = policy.object["spec"];
  return isObject(spec) ? listOf(spec["policyTypes"]) : [];
}

function isWide(cidr: Value | undefined): boolean {
  return typeof cidr === "string" && isInternet(cidr);
}
