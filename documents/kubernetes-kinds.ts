import { emptyObject } from "./text";
import { isObject, isUnknown, type Value, type ValueObject } from "./value";

/** API version and kind behind the typed resources of the Kubernetes provider, without their version suffix. */
export const typedKinds: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  api_service: ["apiregistration.k8s.io/v1", "APIService"],
  cluster_role: ["rbac.authorization.k8s.io/v1", "ClusterRole"],
  cluster_role_binding: ["rbac.authorization.k8s.io/v1", "ClusterRoleBinding"],
  config_map: ["v1", "ConfigMap"],
  cron_job: ["batch/v1", "CronJob"],
  csi_driver: ["storage.k8s.io/v1", "CSIDriver"],
  daemon_set: ["apps/v1", "DaemonSet"],
  daemonset: ["apps/v1", "DaemonSet"],
  deployment: ["apps/v1", "Deployment"],
  endpoint_slice: ["discovery.k8s.io/v1", "EndpointSlice"],
  endpoints: ["v1", "Endpoints"],
  horizontal_pod_autoscaler: ["autoscaling/v2", "HorizontalPodAutoscaler"],
  ingress: ["networking.k8s.io/v1", "Ingress"],
  ingress_class: ["networking.k8s.io/v1", "IngressClass"],
  job: ["batch/v1", "Job"],
  limit_range: ["v1", "LimitRange"],
  mutating_webhook_configuration: ["admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"],
  namespace: ["v1", "Namespace"],
  network_policy: ["networking.k8s.io/v1", "NetworkPolicy"],
  persistent_volume: ["v1", "PersistentVolume"],
  persistent_volume_claim: ["v1", "PersistentVolumeClaim"],
  pod: ["v1", "Pod"],
  pod_disruption_budget: ["policy/v1", "PodDisruptionBudget"],
  priority_class: ["scheduling.k8s.io/v1", "PriorityClass"],
  replication_controller: ["v1", "ReplicationController"],
  resource_quota: ["v1", "ResourceQuota"],
  role: ["rbac.authorization.k8s.io/v1", "Role"],
  role_binding: ["rbac.authorization.k8s.io/v1", "RoleBinding"],
  runtime_class: ["node.k8s.io/v1", "RuntimeClass"],
  secret: ["v1", "Secret"],
  service: ["v1", "Service"],
  service_account: ["v1", "ServiceAccount"],
  stateful_set: ["apps/v1", "StatefulSet"],
  storage_class: ["storage.k8s.io/v1", "StorageClass"],
  validating_webhook_configuration: ["admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration"],
};

/** `deployment_v1`, `horizontal_pod_autoscaler_v2beta2` → the name without its version. */
export function typedKindOf(type: string): readonly [string, string] | undefined {
  const base = type.replace(/^kubernetes_/, "").replace(/_v\d+((alpha|beta)\d+)?$/, "");
  return Object.hasOwn(typedKinds, base) ? typedKinds[base] : undefined;
}

/** Blocks that the provider names in the singular and the API as a list. */
const listBlocks: Readonly<Record<string, string>> = {
  container: "containers",
  env: "env",
  env_from: "envFrom",
  egress: "egress",
  from: "from",
  host_aliases: "hostAliases",
  image_pull_secrets: "imagePullSecrets",
  ingress: "ingress",
  init_container: "initContainers",
  items: "items",
  limit: "limits",
  match_expressions: "matchExpressions",
  match_fields: "matchFields",
  match_label_expressions: "matchLabelExpressions",
  metric: "metrics",
  node_selector_term: "nodeSelectorTerms",
  path: "paths",
  port: "ports",
  ports: "ports",
  preferred_during_scheduling_ignored_during_execution: "preferredDuringSchedulingIgnoredDuringExecution",
  readiness_gate: "readinessGates",
  rule: "rules",
  sources: "sources",
  subject: "subjects",
  tls: "tls",
  to: "to",
  toleration: "tolerations",
  topology_spread_constraint: "topologySpreadConstraints",
  volume: "volumes",
  volume_claim_template: "volumeClaimTemplates",
  volume_device: "volumeDevices",
  volume_mount: "volumeMounts",
  webhook: "webhooks",
};

/** Maps whose keys are the user's own and stay as they are. */
const userMaps = new Set([
  "annotations",
  "binary_data",
  "capacity",
  "data",
  "default",
  "default_request",
  "hard",
  "labels",
  "limits",
  "match_labels",
  "node_selector",
  "overhead",
  "parameters",
  "requests",
  "string_data",
]);

/** The attributes of a typed resource under the field names of the Kubernetes API. */
export function toApiFields(value: Value): Value {
  if (Array.isArray(value)) return (value as readonly Value[]).map(toApiFields);
  if (!isObject(value)) return value;
  const fields = emptyObject();
  for (const [key, item] of Object.entries(value)) {
    if (item === null) continue;
    if (userMaps.has(key)) {
      fields[camelCase(key)] = single(item);
      continue;
    }
    const list = Object.hasOwn(listBlocks, key) ? listBlocks[key] : undefined;
    const isBlock = isObject(item) || isUnknown(item) || (Array.isArray(item) && item.every(isObject));
    if (list !== undefined && isBlock) fields[list] = asArray(toApiFields(item));
    else fields[camelCase(key)] = single(toApiFields(item));
  }
  return fields;
}

/** Names of the API in which an acronym keeps its capitals. */
const acronyms: Readonly<Record<string, string>> = {
  cluster_ip: "clusterIP",
  cluster_ips: "clusterIPs",
  disk_uri: "diskURI",
  external_ips: "externalIPs",
  host_ip: "hostIP",
  host_ipc: "hostIPC",
  host_pid: "hostPID",
  load_balancer_ip: "loadBalancerIP",
  non_resource_urls: "nonResourceURLs",
  pod_cidr: "podCIDR",
  pod_cidrs: "podCIDRs",
  provider_id: "providerID",
  set_hostname_as_fqdn: "setHostnameAsFQDN",
  storage_policy_id: "storagePolicyID",
  target_wwns: "targetWWNs",
  volume_id: "volumeID",
};

function camelCase(name: string): string {
  if (Object.hasOwn(acronyms, name)) return acronyms[name] ?? name;
  return name.replace(/_([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
}

/** A block that can stand once only, written as a list of one. */
function single(value: Value): Value {
  if (!Array.isArray(value)) return value;
  const [only, ...others] = value as readonly Value[];
  return only !== undefined && others.length === 0 && isObject(only) ? only : value;
}

function asArray(value: Value): Value {
  return Array.isArray(value) ? value : [value];
}

/** A block that may be written as an object or a list of one. */
export function objectOf(value: Value | undefined): ValueObject {
  const one = value === undefined ? undefined : single(value);
  return isObject(one) ? one : emptyObject();
}
