import type { IPlatformComponent, KubernetesObject } from "../contracts";
import { namespacesOfObjects, podSecurityLabel } from "../platform/namespaces";
import { PlatformComponent } from "../platform/platform-component";
import { throwErrors } from "../../validation/factory-error";
import { checkAdmissionScope } from "./check-guardrails";
import { admissionRules, type AdmissionRule, type AdmissionScope } from "./admission-rules";

export interface AdmissionPoliciesProps extends AdmissionScope {
  /** Components of the platform: in their namespaces images may be named by tag, and tools bring their own switches. */
  readonly components: readonly IPlatformComponent[];
  /** Further namespaces whose pods need the host. @default - `kube-system` and the privileged ones of the components */
  readonly hostNamespaces?: readonly string[];
}

/**
 * Guardrails at the API server of the cluster: images from registries of the boundary and by digest, telemetry off, no
 * access to the node, no way to the internet, encrypted volumes, placement inside. Nobody's pipeline gets around them.
 *
 * @throws FactoryError where a region is not known, or a registry or driver is no name
 */
export class AdmissionPolicies extends PlatformComponent {
  constructor(props: AdmissionPoliciesProps) {
    throwErrors(checkAdmissionScope(props, "admission-policies"));
    super({
      name: "admission-policies",
      namespace: "kube-system",
      manifests: admissionObjects(props),
      // What is refused must not be on its way already.
      dependsOn: props.components,
    });
  }
}

/** The policies and their bindings as Kubernetes objects. */
export function admissionObjects(props: AdmissionPoliciesProps): KubernetesObject[] {
  const used = (component: IPlatformComponent) => [component.namespace, ...namespacesOfObjects(component)];
  const privileged = props.components.filter(
    ({ namespaceLabels }) => namespaceLabels?.[podSecurityLabel] === "privileged",
  );
  const namespaces = {
    platform: sorted(["kube-system", ...props.components.flatMap(used)].filter((name) => name !== "default")),
    host: sorted(["kube-system", ...privileged.map(({ namespace }) => namespace), ...(props.hostNamespaces ?? [])]),
  };
  return admissionRules(props).flatMap((rule) => [
    policyObject(rule),
    bindingObject(rule, rule.spares === undefined ? [] : namespaces[rule.spares]),
  ]);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

const apiVersion = "admissionregistration.k8s.io/v1";

function policyObject({ name, apiGroups, resources, validations }: AdmissionRule): KubernetesObject {
  return {
    apiVersion,
    kind: "ValidatingAdmissionPolicy",
    metadata: { name: `sovereign-${name}` },
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        resourceRules: [{ apiGroups, apiVersions: ["*"], operations: ["CREATE", "UPDATE"], resources }],
      },
      validations: validations.map((validation) => ({ ...validation, reason: "Forbidden" })),
    },
  };
}

function bindingObject({ name }: AdmissionRule, spared: readonly string[]): KubernetesObject {
  const others = { key: "kubernetes.io/metadata.name", operator: "NotIn", values: spared };
  return {
    apiVersion,
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: `sovereign-${name}` },
    spec: {
      policyName: `sovereign-${name}`,
      validationActions: ["Deny", "Audit"],
      ...(spared.length === 0 ? {} : { matchResources: { namespaceSelector: { matchExpressions: [others] } } }),
    },
  };
}
