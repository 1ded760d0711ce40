import { Token } from "../../../core/cdktf";
import type { Finding } from "../../../validation/finding";
import type { IPlatformComponent, KubernetesObject } from "../../contracts";
import { changeComponents } from "../change-components";
import type { MirrorOptions } from "../mirror";
import { planPlatform } from "../plan";
import { outsideReferences } from "./outside-references";

/** What to render as files. */
export interface FilesProps extends MirrorOptions {
  /** Name of the platform: prefix of what the GitOps tool calls its parts. A DNS label. */
  readonly name: string;
  /** What to install; the order does not matter. */
  readonly components: readonly IPlatformComponent[];
}

/** Components in order, and namespaces as objects, ready to be written as files. */
export interface FilesPlan {
  /** Prefix of what the GitOps tool calls its parts. */
  readonly name: string;
  /** Components in the order of installation. */
  readonly components: readonly IPlatformComponent[];
  /** Namespaces as objects, with their labels. */
  readonly namespaces: readonly KubernetesObject[];
}

/** A rendering, with all that is wrong with it: files with errors are not to be used. */
export interface FilesPlanResult {
  /** What renderers write. */
  readonly plan: FilesPlan;
  /** Everything that is wrong with it. */
  readonly findings: readonly Finding[];
}

/**
 * Checks and orders components for a rendering as files, in which nothing can wait for Terraform.
 *
 * @param valuesToCome whether values that only Terraform knows are still to be handed over, so that they are no fault yet
 */
export function planFiles(props: FilesProps, path: string, valuesToCome = false): FilesPlanResult {
  const planned = planPlatform(props, path);
  const namespaces = [...planned.namespaces].map(([name, labels]): KubernetesObject => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name, labels },
  }));
  return {
    plan: { name: props.name, components: withNamespaces(planned.components), namespaces },
    findings: [
      ...planned.findings,
      ...checkName(props.name, path),
      ...(valuesToCome ? [] : planned.components.flatMap((component) => tokenFindings(component, path))),
      ...outsideReferences(planned.components, props, path),
    ],
  };
}

/**
 * Components whose objects all say their namespace: `helm` fills it in, `kubectl` and Flux do not. Custom kinds are left
 * as they are, because only the cluster knows which of them have a namespace.
 */
function withNamespaces(components: readonly IPlatformComponent[]): readonly IPlatformComponent[] {
  return changeComponents(components, ({ namespace, manifests }) => ({
    manifests: manifests.map((object) =>
      object.metadata.namespace === undefined && namespacedKinds.has(object.kind)
        ? { ...object, metadata: { ...object.metadata, namespace } }
        : object,
    ),
  }));
}

const namespacedKinds: ReadonlySet<string> = new Set([
  "ConfigMap",
  "CronJob",
  "DaemonSet",
  "Deployment",
  "Endpoints",
  "HorizontalPodAutoscaler",
  "Ingress",
  "Job",
  "LimitRange",
  "NetworkPolicy",
  "PersistentVolumeClaim",
  "Pod",
  "PodDisruptionBudget",
  "ResourceQuota",
  "Role",
  "RoleBinding",
  "Secret",
  "Service",
  "ServiceAccount",
  "StatefulSet",
]);

function checkName(name: string, path: string): Finding[] {
  if (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(name) && name.length <= 40) return [];
  return [
    {
      rule: "PLT-071-platform-name",
      severity: "error",
      verdict: "fail",
      message: "the name of the platform is no DNS label",
      path,
      given: name,
      allowed: "lower-case letters, digits and inner dashes, at most 40 characters",
      fix: "give the platform another name",
    },
  ];
}

/** Numbers and lists are found by `planPlatform` already; here are the strings that only Terraform fills in. */
function tokenFindings(component: IPlatformComponent, path: string): Finding[] {
  const { name, chart = {}, values, manifests, images } = component;
  const objects = Object.fromEntries(
    manifests.map((object) => [`${object.kind} ${object.metadata.name}`, object] as const),
  );
  return Object.entries({ chart, images, values, manifests: objects })
    .flatMap(([part, value]) => stringTokens(value, part))
    .map((given) => ({
      rule: "PLT-070-gitops-token",
      severity: "error",
      verdict: "fail",
      message: `component '${name}' has a value that only Terraform knows, so it cannot be written into a file`,
      path,
      given,
      allowed: "values that are known when the program runs",
      fix: "refer to an attribute of a stack whose outputs are handed over (`outputs`), write the value out, or deliver this platform by Terraform",
    }));
}

function stringTokens(value: unknown, path: string): string[] {
  if (typeof value === "string") return Token.isUnresolved(value) ? [path] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => stringTokens(item, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(Token.isUnresolved(key) ? [`${path} (a key)`] : []),
    ...stringTokens(inner, `${path}.${key}`),
  ]);
}
