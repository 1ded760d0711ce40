import type { KubernetesObject } from "../../documents/types";
import { isObject, type Value } from "../../documents/value";
import { listOf, podSpecs, type PodSpec } from "../reading/pods";
import { fail, flag, judge, not, oneOf, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

const escalating = ["*", "escalate", "bind", "impersonate"];
/** Namespaces whose operators drive devices of the node. */
const deviceNamespaces =
  /^(kube-system|gpu-operator|network-operator|nvidia-device-plugin|node-feature-discovery|dcgm-exporter|monitoring)$/;

export const SOV_OPS_06 = policyRule({
  id: "SOV-OPS-06-cluster-privilege",
  title: "nobody in the cluster has more than they need",
  weight: "high",
  stages: ["synth", "runtime"],
  guardrail: "VAP host-access",
  references: ["C5:2020 IDM-06", "SecNumCloud 3.2 9.7.a"],
  covers: ["CKV_K8S_16", "CKV_K8S_17", "CKV_K8S_19", "CKV_K8S_49"],
  cause: "A privileged pod is root on the node, and root on the node has every pod's data.",
  mend: "drop privileged, hostPath and hostPID, and bind roles that name verbs and resources",
  example: {
    fails: "a pod with `privileged: true`",
    passes: "a pod without a security context that lifts anything",
    evades: "a ClusterRole with the verb `impersonate`",
  },
  *check({ documents }) {
    for (const object of documents.kubernetesObjects()) {
      for (const pod of podSpecs(object)) {
        const lifted = liftedBy(pod);
        // Drivers and device plugins need the node; the guardrail admits them by digest.
        const severity = deviceNamespaces.test(object.namespace ?? "") ? ("info" as const) : undefined;
        if (lifted.length === 0) yield pass(object);
        else
          yield fail(object, {
            message: `its pods have ${lifted.join(", ")}`,
            given: lifted,
            ...(severity && { severity }),
          });
      }
    }
    for (const role of documents.kubernetesObjects("ClusterRole", "Role")) {
      const verbs = listOf(role.object["rules"]).flatMap((rule) => (isObject(rule) ? dangerous(rule) : []));
      if (verbs.length === 0) yield pass(role);
      else yield fail(role, { message: `it grants ${[...new Set(verbs)].join(", ")}`, given: verbs });
    }
    for (const binding of documents.kubernetesObjects("ClusterRoleBinding", "RoleBinding")) yield judgeBinding(binding);
    for (const cluster of documents.resources("aws_eks_cluster")) {
      const mode = oneOf(cluster.get("access_config.authentication_mode"), ["API"], false);
      yield judge(cluster, mode, {
        message: "who may administer it also stands in a ConfigMap",
        given: cluster.get("access_config.authentication_mode") ?? "CONFIG_MAP, the default",
      });
      const creator = cluster.get("access_config.bootstrap_cluster_creator_admin_permissions");
      yield judge(cluster, not(flag(creator, true)), {
        message: "whoever creates it administers it for ever",
        given: creator ?? "true, the default",
        severity: "warning",
        fix: "name `adminRoleArns`, and set bootstrap_cluster_creator_admin_permissions to false",
      });
    }
  },
});

function liftedBy({ spec, containers }: PodSpec): readonly string[] {
  const found: string[] = ["hostPID", "hostIPC"].filter((name) => flag(spec[name], false) === true);
  if (listOf(spec["volumes"]).some((volume) => isObject(volume) && isObject(volume["hostPath"])))
    found.push("hostPath");
  for (const { container, path } of containers) {
    const context = isObject(container["securityContext"]) ? container["securityContext"] : {};
    if (flag(context["privileged"], false) === true) found.push(`privileged (${path})`);
    const capabilities = isObject(context["capabilities"]) ? listOf(context["capabilities"]["add"]) : [];
    if (capabilities.some((one) => one === "SYS_ADMIN" || one === "ALL")) found.push(`SYS_ADMIN (${path})`);
  }
  return found;
}

function dangerous(rule: Readonly<Record<string, Value>>): readonly string[] {
  const verbs = listOf(rule["verbs"]).filter((verb) => typeof verb === "string");
  const resources = listOf(rule["resources"]);
  const all = verbs.includes("*") && resources.includes("*") ? ["every verb on everything"] : [];
  return [...all, ...verbs.filter((verb) => verb !== "*" && escalating.includes(verb))];
}

function judgeBinding(binding: KubernetesObject) {
  const ref = binding.object["roleRef"];
  const admin = isObject(ref) && (ref["name"] === "cluster-admin" || ref["name"] === "admin");
  const people = listOf(binding.object["subjects"]).filter(
    (subject) => isObject(subject) && subject["kind"] !== "ServiceAccount",
  );
  const names = people.map((subject) => (isObject(subject) ? String(subject["name"] as string) : ""));
  return judge(binding, !(admin && people.length > 0), {
    message: `${names.join(", ")} administers the whole cluster`,
    given: names,
  });
}
