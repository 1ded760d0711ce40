import type { KubernetesObject } from "../contracts";
import { clusterQueueObject } from "../scheduling/kueue-objects";
import type { TeamProps, TeamStorage } from "./team";
import { teamLabels } from "./team-labels";
import { workKinds, workPriority } from "./work-priorities";

/** Where the team's objects are in its store. */
export function storagePrefix(team: string, { prefix }: Pick<TeamStorage, "prefix">): string {
  return prefix ?? `teams/${team}`;
}

/** Everything that a team consists of, beside its namespaces. */
export function teamObjects(props: TeamProps, namespaces: readonly string[]): KubernetesObject[] {
  return [
    queueObject(props, namespaces),
    ...namespaces.flatMap((namespace) => namespaceObjects(props, namespace, namespaces)),
  ];
}

function queueObject(props: TeamProps, namespaces: readonly string[]): KubernetesObject {
  const queue = clusterQueueObject({ name: props.name, namespaces, share: props.share }, props.kueue.pools);
  const spec = queue["spec"] as Readonly<Record<string, unknown>>;
  return {
    ...queue,
    metadata: { ...queue.metadata, labels: teamLabels(props.name, props.costCentre) },
    spec: {
      ...spec,
      fairSharing: { weight: `${props.weight ?? 1}` },
      ...(props.work === "production-serving" ? { preemption: handover(props) } : {}),
    },
  };
}

/**
 * Serving takes its quota back from whoever borrowed it, and borrows more from what trains. Under fair sharing Kueue
 * decides by weights alone who gives way beyond the quotas.
 */
function handover({ kueue }: TeamProps) {
  return {
    reclaimWithinCohort: "Any",
    withinClusterQueue: "LowerPriority",
    ...(kueue.fairSharing
      ? {}
      : { borrowWithinCohort: { policy: "LowerPriority", maxPriorityThreshold: workPriority.training } }),
  };
}

function namespaceObjects(props: TeamProps, namespace: string, namespaces: readonly string[]): KubernetesObject[] {
  const labels = teamLabels(props.name, props.costCentre);
  const metadata = (name: string) => ({ name, namespace, labels });
  const { memberGroups, adminGroups = [], volumesGiB, storage } = props;
  return [
    {
      apiVersion: "kueue.x-k8s.io/v1beta2",
      kind: "LocalQueue",
      metadata: metadata("default"),
      spec: { clusterQueue: props.name },
    },
    bindingObject(metadata("team-members"), "edit", memberGroups),
    ...(adminGroups.length === 0 ? [] : [bindingObject(metadata("team-admins"), "admin", adminGroups)]),
    networkPolicy(props, metadata("team-network"), namespaces),
    ...(volumesGiB === undefined
      ? []
      : [
          {
            apiVersion: "v1",
            kind: "ResourceQuota",
            metadata: metadata("team-volumes"),
            spec: { hard: { "requests.storage": `${volumesGiB}Gi` } },
          },
        ]),
    ...higherKinds(props).map((kind) => forbiddenKind(metadata(`no-${kind}`), kind)),
    ...(storage === undefined
      ? []
      : [
          {
            apiVersion: "v1",
            kind: "ConfigMap",
            metadata: metadata("team-storage"),
            data: {
              BUCKET: storage.store.bucketName,
              PREFIX: storagePrefix(props.name, storage),
              ...(storage.store.endpointUrl === undefined ? {} : { S3_ENDPOINT: storage.store.endpointUrl }),
            },
          },
        ]),
  ];
}

function bindingObject(
  metadata: KubernetesObject["metadata"],
  role: string,
  groups: readonly string[],
): KubernetesObject {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata,
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: role },
    subjects: groups.map((name) => ({ apiGroup: "rbac.authorization.k8s.io", kind: "Group", name })),
  };
}

function higherKinds({ work }: TeamProps) {
  return workKinds.filter((kind) => workPriority[kind] > workPriority[work]);
}

/** Nobody makes work more urgent than the team's is: no pod of a higher class starts here. */
function forbiddenKind(metadata: KubernetesObject["metadata"], kind: string): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "ResourceQuota",
    metadata,
    spec: {
      hard: { pods: "0" },
      scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "In", values: [kind] }] },
    },
  };
}

/** Closed both ways; open within the team, to DNS, and where the props say. */
function networkPolicy(
  { ingressNamespaces = [], egressNamespaces = [], egress = [] }: TeamProps,
  metadata: KubernetesObject["metadata"],
  namespaces: readonly string[],
): KubernetesObject {
  const from = (names: readonly string[]) => ({
    namespaceSelector: {
      matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [...names] }],
    },
  });
  const port = (protocol: "TCP" | "UDP", number: number) => ({ protocol, port: number });
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata,
    spec: {
      podSelector: {},
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [from([...new Set([...namespaces, ...ingressNamespaces])])] }],
      egress: [
        { to: [from([...new Set([...namespaces, ...egressNamespaces])])] },
        { to: [from(["kube-system"])], ports: [port("UDP", 53), port("TCP", 53)] },
        ...egress.map(({ cidrBlock, ports = [443] }) => ({
          to: [{ ipBlock: { cidr: cidrBlock } }],
          ports: ports.map((number) => port("TCP", number)),
        })),
      ],
    },
  };
}
