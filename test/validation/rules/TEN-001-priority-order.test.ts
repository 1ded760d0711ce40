import { priorityOrder } from "../../../validation/rules/TEN-001-priority-order";
import { describeRule } from "../support/describe-rule";
import { platform, type Json } from "../support/platform";

function withPriorities() {
  const input = platform();
  const made = (apiVersion: string, kind: string, name: string, value: number): Json => ({
    apiVersion,
    kind,
    metadata: { name, labels: { "ai-factory/work": name } },
    value,
  });
  const values = { research: 1000, training: 10_000, "production-serving": 100_000 };
  const classes = Object.entries(values).flatMap(([name, value]) => [
    made("scheduling.k8s.io/v1", "PriorityClass", name, value),
    made("kueue.x-k8s.io/v1beta2", "WorkloadPriorityClass", name, value),
  ]);
  input.objects.push(...classes);
  const setBoth = (name: string, value: unknown) =>
    classes.filter(({ metadata }) => metadata.name === name).forEach((each) => (each["value"] = value));
  return Object.assign(input, { classes, setBoth });
}

describeRule(priorityOrder, {
  passing: withPriorities,
  stillPasses: {
    "classes of others": ({ objects }) =>
      objects.push({ apiVersion: "scheduling.k8s.io/v1", kind: "PriorityClass", metadata: { name: "x" }, value: 5 }),
  },
  mutations: {
    "Kueue thinks otherwise": {
      change: ({ classes }) => (classes[3]!["value"] = 9_000),
      finds: /class 'training' has one value for Kueue and another for the scheduler/,
    },
    "research above training": {
      change: ({ setBoth }) => setBoth("research", 20_000),
      finds: /class 'research' does not yield to 'training'/,
    },
    "training as urgent as production": {
      change: ({ setBoth }) => setBoth("training", 100_000),
      finds: /class 'training' does not yield to 'production-serving'/,
    },
  },
  unknown: { "a value from a variable": ({ setBoth }) => setBoth("training", "${var.priority}") },
});
