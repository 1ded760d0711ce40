import { hostPorts } from "../../../validation/rules/PLT-015-host-ports";
import { describeRule } from "../support/describe-rule";
import { platform, type Json } from "../support/platform";

function withAgent() {
  const input = platform();
  input.install("kube-prometheus-stack", "88.5.3");
  const spec: Json = {
    hostNetwork: true,
    tolerations: [{ operator: "Exists" }],
    containers: [{ name: "agent", image: "a/b:1", ports: [{ containerPort: 9101 }] }],
  };
  const agent: Json = {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "agent" },
    spec: { template: { spec } },
  };
  input.objects.push(agent);
  return Object.assign(input, { agent, spec });
}

describeRule(hostPorts, {
  passing: withAgent,
  stillPasses: {
    "the same port off the host's network": ({ spec }) => {
      delete spec["hostNetwork"];
      spec["containers"][0].ports[0].containerPort = 9100;
    },
    "the node exporter is off": ({ spec, values }) => {
      values("kube-prometheus-stack", { nodeExporter: { enabled: false } });
      spec["containers"][0].ports[0].containerPort = 9100;
    },
  },
  mutations: {
    "the node exporter's port": {
      change: ({ spec }) => (spec["containers"][0].ports[0].containerPort = 9100),
      finds: /taken by DaemonSet\/agent and kube-prometheus-stack/,
    },
    "a host port": {
      change: ({ spec }) => {
        delete spec["hostNetwork"];
        spec["containers"][0].ports[0] = { containerPort: 80, hostPort: 9100 };
      },
      finds: /the same port of a node/,
    },
    "two agents": {
      change: ({ objects, agent }) => objects.push({ ...structuredClone(agent), metadata: { name: "second" } }),
      finds: /DaemonSet\/second and DaemonSet\/agent/,
    },
  },
});
