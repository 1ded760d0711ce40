import type { KubernetesObject } from "../../documents/types";
import { isObject, type Value, type ValueObject } from "../../documents/value";
import { listOf, podSpecs, type PodSpec } from "../reading/pods";
import { fail, flag, judge, not, oneOf, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

const escalating = ["*", "escalate", "bind", "impersonate"];
/** Namespaces whose operators drive devices of the node. */
const deviceNamespaces =
  /^(kube-system|gpu-operator|network-operator|nvidia-device-plugin|node-feature-discovery|dcgm-exporter|monitoring)$/;

/** What lifts a pod out of its bounds, with the checks of other tools for it. */
const lifting = {
  hostPID: ["CKV_K8S_17", "KSV-0010", "302736f4-b16c-41b8-befe-c0baffa0bd9d"],
  hostIPC: ["CKV_K8S_18", "KSV-0008", "cd290efd-6c82-4e9d-a698-be12ae31d536"],
  hostPath: ["KSV-0023"],
  privileged: ["CKV_K8S_16", "KSV-0017", "dd29336b-fe57-445b-a26e-e6aa867ae609"],
  SYS_ADMIN: ["CKV_K8S_39", "KSV-0005", "235236ee-ad78-4065-bd29-61b061f28ce0"],
} as const;
const wildcards = ["CKV_K8S_49", "6b896afb-ca07-467a-b256-1a0077a1c08e"];

interface Lift {
  readonly by: keyof typeof lifting;
  readonly path?: string;
}

export const SOV_OPS_06 = policyRule({
  id: "SOV-OPS-06-cluster-privilege",
  title: "nobody in the cluster has more than they need",
  weight: "high",
  stages: ["synth", "runtime"],
  guardrail: "VAP host-access",
  references: ["C5:2020 IDM-06", "SecNumCloud 3.2 9.7.a"],
  covers: [...Object.values(lifting).flat(), ...wildcards],
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
            message: `its pods have ${lifted.map(shown).join(", ")}`,
            given: lifted.map(shown),
            covers: [...new Set(lifted.flatMap(({ by }) => lifting[by]))],
            ...(severity && { severity }),
          });
      }
    }
    for (const role of documents.kubernetesObjects("ClusterRole", "Role")) {
      const rules = listOf(role.object["rules"]).filter(isObject);
      const verbs = rules.flatMap(dangerous);
      const wide = rules.some(isWild);
      const covers = wide ? wildcards : [];
      if (verbs.length > 0)
        yield fail(role, { message: `it grants ${[...new Set(verbs)].join(", ")}`, given: verbs, covers });
      else if (wide) yield fail(role, { message: "it grants by a wildcard", severity: "warning", covers });
      else yield pass(role);
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

function shown({ by, path }: Lift): string {
  return path === undefined ? by : `${by} (${path})`;
}

function liftedBy({ spec, containers }: PodSpec): readonly Lift[] {
  const found: Lift[] = (["hostPID", "hostIPC"] as const)
    .filter((by) => flag(spec[by], false) === true)
    .map((by) => ({ by }));
  if (listOf(spec["volumes"]).some((volume) => isObject(volume) && isObject(volume["hostPath"])))
    found.push({ by: "hostPath" });
  for (const { container, path } of containers) {
    const context = isObject(container["securityContext"]) ? container["securityContext"] : {};
    if (flag(context["privileged"], false) === true) found.push({ by: "privileged", path });
    const capabilities = isObject(context["capabilities"]) ? listOf(context["capabilities"]["add"]) : [];
    if (capabilities.some((one) => ["SYS_ADMIN", "CAP_SYS_ADMIN", "ALL"].includes(String(one as string))))
      found.push({ by: "SYS_ADMIN", path });
  }
  return found;
}

function dangerous(rule: Readonly<Record<string, Value>>): readonly string[] {
  const verbs = listOf(rule["verbs"]).filter((verb) => typeof verb === "string");
  const resources = listOf(rule["resources"]);
  const all = verbs.includes("*") && resources.includes("*") ? ["every verb on everything"] : [];
  return [...all, ...verbs.filter((verb) => verb !== "*" && escalating.includes(verb))];
}

/** Whether it names any group, resource or verb, so that it grows with the cluster. */
function isWild(rule: ValueObject): boolean {
  return ["apiGroups", "resources", "verbs"].some((field) => listOf(rule[field]).includes("*"));
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
