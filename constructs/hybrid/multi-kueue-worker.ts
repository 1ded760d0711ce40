import type { IPlatformComponent, KubernetesObject } from "../contracts";
import { PlatformComponent } from "../platform";
import type { KueueQueue } from "../scheduling";
import { burstNodes, burstQueueName, teamShare, type BurstPolicy } from "./burst-policy";

/** The queues that the worker's Kueue needs: named as the site's, because MultiKueue sends a job to its namesake. */
export function burstQueues(
  policy: Omit<BurstPolicy, "dataClasses">,
  pool: { readonly maxNodes: number; readonly usdPerNodeHour?: number },
): KueueQueue[] {
  const part = burstNodes(policy, pool) / pool.maxNodes;
  return policy.teams.map((team) => ({
    name: burstQueueName(team),
    namespaces: team.namespaces,
    share: teamShare(team, policy) * part,
  }));
}

export interface MultiKueueWorkerProps {
  /** Kueue of the worker cluster. */
  readonly kueue: IPlatformComponent;
}

/**
 * The identity that the site's MultiKueue acts under on the worker cluster: it may handle jobs and their workloads,
 * nothing else. Its token is what the site's kubeconfig holds; deleting the Secret takes it back.
 */
export class MultiKueueWorker extends PlatformComponent {
  constructor({ kueue }: MultiKueueWorkerProps) {
    super({
      name: "multikueue-worker",
      namespace: kueue.namespace,
      manifests: identity(kueue.namespace),
      images: [],
      dependsOn: [kueue],
    });
  }
}

const name = "multikueue";

function identity(namespace: string): KubernetesObject[] {
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
    {
      apiVersion: "v1",
      kind: "Secret",
      // The cluster fills in the token; none is written here.
      metadata: { name: `${name}-token`, namespace, annotations: { "kubernetes.io/service-account.name": name } },
      type: "kubernetes.io/service-account-token",
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name },
      rules: [
        ...remoteJobs.map(([group, resources]) => ({
          apiGroups: [group],
          resources,
          verbs: ["create", "delete", "get", "list", "watch"],
        })),
        ...remoteJobs.map(([group, resources]) => ({
          apiGroups: [group],
          resources: resources.map((resource) => `${resource}/status`),
          verbs: ["get"],
        })),
        {
          apiGroups: ["kueue.x-k8s.io"],
          resources: ["workloads"],
          verbs: ["create", "delete", "get", "list", "watch", "update", "patch"],
        },
        { apiGroups: ["kueue.x-k8s.io"], resources: ["workloads/status"], verbs: ["get", "patch", "update"] },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name },
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
  ];
}

const remoteJobs: readonly (readonly [string, readonly string[]])[] = [
  ["batch", ["jobs"]],
  ["jobset.x-k8s.io", ["jobsets"]],
  ["trainer.kubeflow.org", ["trainjobs"]],
  ["ray.io", ["rayjobs", "rayclusters"]],
];
