import type { KubernetesObject } from "../../documents/types";
import { isUnknown, type ValueObject } from "../../documents/value";
import { aboutObject, at, items, podTemplatesOf, type PodTemplate } from "../platform/pods";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

const label = "pod-security.kubernetes.io/enforce";
const levels = ["privileged", "baseline", "restricted"];

export const namespaceSecurity: Rule = {
  id: "PLT-009-namespace-security",
  family: "PLT",
  title: "namespaces state their Pod Security level, and their pods keep to it",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "A namespace without a level lets every pod take the host: its disks, its network, its GPUs. One whose level is " +
    "stricter than its pods refuses them, and the Deployment only says that it has 0 replicas.",
  mend: "label the namespace with the strictest level that its pods can keep to",
  sources: ["Kubernetes documentation, Pod Security Standards: privileged, baseline and restricted"],
  unknownMeans: "The label or a pod's setting is a token.",
  example: {
    fails: "a namespace without pod-security.kubernetes.io/enforce, or a hostNetwork pod in a baseline namespace",
    passes: "enforce: baseline for controllers, enforce: privileged for device plugins",
  },
  *check({ documents }) {
    if (!documents) return;
    const namespaces = documents.kubernetesObjects("Namespace");
    for (const namespace of namespaces) yield labelled(namespace);
    for (const pod of podTemplatesOf(documents)) {
      const namespace = namespaces.find(({ name }) => name === pod.namespace);
      if (namespace) yield keepsTo(pod, namespace);
    }
  },
};

function labelled(namespace: KubernetesObject): Outcome {
  const about = aboutObject(namespace);
  const level = namespace.labels[label];
  if (isUnknown(level)) return unknown(about, { message: "the namespace's level is not known yet" });
  if (level === undefined) {
    const message = `namespace '${namespace.name}' has no Pod Security level: its pods may take the host`;
    return fail(about, { severity: "warning", message, given: "no level", allowed: levels });
  }
  if (levels.includes(String(level))) return pass(about);
  return fail(about, { message: "the API server refuses this Pod Security level", given: level, allowed: levels });
}

function keepsTo(pod: PodTemplate, namespace: KubernetesObject): Outcome {
  const level = namespace.labels[label];
  if (isUnknown(level)) return unknown(pod.about, { message: "the namespace's level is not known yet" });
  if (level === undefined || level === "privileged") return pass(pod.about);
  const taken = [...takesHost(pod), ...(level === "restricted" ? lacksRestrictions(pod) : [])];
  if (taken.length === 0) return pass(pod.about);
  return fail(pod.about, {
    message: `namespace '${pod.namespace}' enforces '${String(level)}' and refuses the pod`,
    given: taken,
    allowed:
      level === "restricted" ? "a pod without these, or level baseline" : "a pod without these, or level privileged",
  });
}

/** What `baseline` forbids. */
function takesHost({ spec, containers }: PodTemplate): readonly string[] {
  const host = ["hostNetwork", "hostPID", "hostIPC"].filter((name) => spec[name] === true);
  const paths = items(spec["volumes"]).filter((volume) => Object.hasOwn(volume, "hostPath"));
  const contexts = containers.map((container) => at(container, "securityContext"));
  const ports = containers
    .flatMap((container) => items(container["ports"]))
    .filter(({ hostPort }) => Number(hostPort ?? 0) > 0);
  return [
    ...host,
    ...(paths.length > 0 ? ["hostPath volumes"] : []),
    ...(contexts.some(({ privileged }) => privileged === true) ? ["privileged containers"] : []),
    ...(contexts.some((context) => extraCapabilities(context)) ? ["added capabilities"] : []),
    ...(ports.length > 0 ? ["hostPort"] : []),
  ];
}

/** Capabilities that `baseline` leaves to containers. */
const plain = [
  ..."AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD".split(" "),
  ..."NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT".split(" "),
];

function extraCapabilities(context: ValueObject): boolean {
  const { add } = at(context, "capabilities");
  return Array.isArray(add) && add.some((name) => !plain.includes(String(name)));
}

/** What `restricted` asks for beyond that. */
function lacksRestrictions({ spec, containers }: PodTemplate): readonly string[] {
  const pod = at(spec, "securityContext");
  const contexts = containers.map((container) => at(container, "securityContext"));
  const everyOne = (name: string, value: unknown) => contexts.every((own) => (own[name] ?? pod[name]) === value);
  const profile = [pod, ...contexts].some((own) => at(own, "seccompProfile")["type"] !== undefined);
  return [
    ...(everyOne("runAsNonRoot", true) ? [] : ["no runAsNonRoot"]),
    ...(contexts.every((own) => own["allowPrivilegeEscalation"] === false) ? [] : ["privilege escalation"]),
    ...(profile ? [] : ["no seccompProfile"]),
  ];
}
