import { Token } from "../../../core/cdktf";
import type { Finding } from "../../../validation/finding";
import { problem } from "../../aws/problem";
import type { Taint } from "../../contracts";
import type { PoolFacts } from "../pool-props";

const dnsLabel = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const maxNameLength = 63;
const qualifiedName = /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

/** The name becomes a node group's name and a label's value. */
export function checkPoolName({ poolName }: PoolFacts, path: string): Finding[] {
  return checkAnyPoolName(poolName, path);
}

export function checkAnyPoolName(poolName: string, path: string): Finding[] {
  if (Token.isUnresolved(poolName)) return [];
  if (poolName.length <= maxNameLength && dnsLabel.test(poolName)) return [];
  return [
    problem("OPS-050-pool-name", `${path}.poolName`, "not a usable name for a node pool", {
      given: poolName,
      allowed: `lower-case letters, digits and '-', at most ${maxNameLength} characters, neither end a '-'`,
      fix: "choose a DNS label, for example 'training'",
    }),
  ];
}

/** Kubernetes refuses other label keys and values, and EKS then refuses the node group. */
export function checkLabels({ labels = {} }: PoolFacts, path: string): Finding[] {
  return checkAnyLabels(labels, path);
}

export function checkAnyLabels(labels: Readonly<Record<string, string>>, path: string): Finding[] {
  return Object.entries(labels)
    .filter(([key, value]) => !Token.isUnresolved(value) && !isLabel(key, value))
    .map(([key, value]) =>
      problem("OPS-051-node-labels", `${path}.labels`, `'${key}' is not a label that Kubernetes accepts`, {
        given: `${key}=${value}`,
        allowed: "[prefix/]name=value; name and value at most 63 letters, digits, '-', '_' and '.'",
        fix: "correct the label's key or value",
      }),
    );
}

/** Taints have the same form as labels. */
export function checkTaints({ taints = [] }: PoolFacts, path: string): Finding[] {
  return checkAnyTaints(taints, path);
}

export function checkAnyTaints(taints: readonly Taint[], path: string): Finding[] {
  return taints
    .filter(({ key, value = "" }) => !Token.isUnresolved(value) && !isLabel(key, value))
    .map((taint) =>
      problem("OPS-052-node-taints", `${path}.taints`, `'${taint.key}' is not a taint that Kubernetes accepts`, {
        given: taint,
        allowed: "[prefix/]name and value of at most 63 letters, digits, '-', '_' and '.'",
        fix: "correct the taint's key or value",
      }),
    );
}

function isLabel(key: string, value: string): boolean {
  const name = key.slice(key.indexOf("/") + 1);
  return (
    qualifiedName.test(key) && name.length <= maxNameLength && value.length <= maxNameLength && labelValue.test(value)
  );
}
