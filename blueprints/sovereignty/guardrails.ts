import type { IPlatformComponent } from "../../constructs/contracts";
import {
  AdmissionPolicies,
  NetworkPolicies,
  type AdmissionScope,
  type NetworkPoliciesProps,
} from "../../constructs/sovereignty";
import type { Boundary } from "../../policy";

/** Guardrails of a cluster. */
export interface GuardedCluster {
  /** Ranges that closed namespaces reach. @default - namespaces stay as they are */
  readonly networks?: Omit<NetworkPoliciesProps, "components">;
  /** What the API server lets in. @default - whatever anybody asks for */
  readonly admission?: AdmissionScope;
}

/**
 * Components with the guardrails of their cluster: closed namespaces, and an API server that refuses what does not stay
 * inside. A component of the same name takes a guardrail's place.
 */
export function guarded(
  components: readonly IPlatformComponent[],
  { networks, admission }: GuardedCluster,
): readonly IPlatformComponent[] {
  const names = components.map(({ name }) => name);
  const others = components.filter(({ name }) => !guardrails.includes(name));
  const made = [
    ...(networks === undefined ? [] : [new NetworkPolicies({ ...networks, components: others })]),
    ...(admission === undefined ? [] : [new AdmissionPolicies({ ...admission, components: others })]),
  ];
  return [...components, ...made.filter(({ name }) => !names.includes(name))];
}

const guardrails = ["network-policies", "admission-policies"];

/** Registries of the boundary that admission lets in beside ECR; one with a wildcard cannot be asked for. */
export function registriesOf({ data }: Boundary): string[] {
  return data.registries.map(({ host }) => host).filter((host) => !host.startsWith("*."));
}
