import { namespaceSecurity } from "../../../validation/rules/PLT-009-namespace-security";
import { describeRule } from "../support/describe-rule";
import { platform, type Json } from "../support/platform";

const label = "pod-security.kubernetes.io/enforce";
const labels = ({ resource }: { resource: Record<string, Json> }): Json =>
  resource["kubernetes_namespace_v1"]!["team"].metadata.labels as Json;

describeRule(namespaceSecurity, {
  passing: platform,
  stillPasses: {
    "a privileged namespace for pods that need the host": (input) => {
      labels(input)[label] = "privileged";
      input.pod["hostNetwork"] = true;
    },
  },
  mutations: {
    "no level": { change: (input) => delete labels(input)[label], finds: /has no Pod Security level/ },
    "a level that does not exist": {
      change: (input) => (labels(input)[label] = "default"),
      finds: /refuses this Pod Security level/,
    },
    "the host's network": {
      change: ({ pod }) => (pod["hostNetwork"] = true),
      finds: /enforces 'baseline' and refuses the pod/,
    },
    "the host's disks": {
      change: ({ pod }) => (pod["volumes"] = [{ name: "x", hostPath: { path: "/" } }]),
      finds: /refuses the pod/,
    },
    "a privileged container": {
      change: ({ container }) => (container["securityContext"] = { privileged: true }),
      finds: /refuses the pod/,
    },
    "a capability": {
      change: ({ container }) => (container["securityContext"] = { capabilities: { add: ["IPC_LOCK"] } }),
      finds: /refuses the pod/,
    },
    "a stricter level than the pod keeps to": {
      change: (input) => (labels(input)[label] = "restricted"),
      finds: /enforces 'restricted'/,
    },
  },
  unknown: { "a level from a variable": (input) => (labels(input)[label] = "${var.level}") },
});
