import type { KubernetesObject } from "../contracts";
import type { RuleGroup } from "./rules/rule";

/** A group of rules as the operator of Prometheus takes it. */
export function ruleObject(group: RuleGroup, namespace: string): KubernetesObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PrometheusRule",
    metadata: { name: group.name, namespace },
    spec: { groups: [group] },
  };
}
