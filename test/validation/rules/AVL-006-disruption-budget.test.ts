import { disruptionBudget } from "../../../validation/rules/AVL-006-disruption-budget";
import { describeRule } from "../support/describe-rule";

function factory() {
  const labels = { app: "gateway" };
  const metadata = { name: "gateway", namespace: "serving" };
  const budget: Record<string, unknown> = { maxUnavailable: 1, selector: { matchLabels: labels } };
  const deployment: Record<string, unknown> = { replicas: 2, template: { metadata: { labels } } };
  const kubernetes_manifest = {
    budget: { manifest: { apiVersion: "policy/v1", kind: "PodDisruptionBudget", metadata, spec: budget } },
    gateway: { manifest: { apiVersion: "apps/v1", kind: "Deployment", metadata, spec: deployment } },
  };
  return { budget, deployment, stacks: { platform: { resource: { kubernetes_manifest } } } };
}
const least = (value: unknown) => (input: ReturnType<typeof factory>) => {
  delete input.budget["maxUnavailable"];
  input.budget["minAvailable"] = value;
};

describeRule(disruptionBudget, {
  passing: factory,
  stillPasses: { "one of two must stay": least(1) },
  mutations: {
    "no disruption": { change: ({ budget }) => (budget["maxUnavailable"] = 0), finds: /no disruption at all/ },
    "no disruption in per cent": ({ budget }) => (budget["maxUnavailable"] = "0%"),
    "all must stay, in per cent": { change: least("100%"), finds: /no disruption at all/ },
    "all must stay": { change: least(2), finds: /needs all replicas of Deployment/ },
    "the only replica must stay": (input) => {
      least(1)(input);
      delete input.deployment["replicas"];
    },
  },
  unknown: {
    "a budget from a variable": ({ budget }) => (budget["maxUnavailable"] = "${var.most}"),
    "replicas from a variable": (input) => {
      least(2)(input);
      input.deployment["replicas"] = "${var.replicas}";
    },
  },
});
