import { containerImage } from "../../catalog";
import type { INodePool, IPlatformComponent, KubernetesObject } from "../contracts";
import { PlatformComponent } from "../platform";
import { accountedResources, poolCapacity, quotaOf } from "../scheduling/kueue-capacity";
import { burstNodes, burstQueueName, teamShare, type BurstPolicy } from "./burst-policy";
import { dataClassGuard } from "./data-class-guard";

const apiVersion = "kueue.x-k8s.io/v1beta2";
const queueKind = "clusterqueues.kueue.x-k8s.io";

export interface MultiKueueProps {
  /** Who may burst, when, how much, and with which data. */
  readonly policy: BurstPolicy;
  /** Name of the cluster that jobs are sent to. */
  readonly workerName: string;
  /** The cloud's pool that the burst runs on. */
  readonly pool: INodePool;
  /**
   * Price of a node by the hour, USD: with it the policy's budget limits the nodes.
   * @default - the price decides nothing
   */
  readonly usdPerNodeHour?: number;
  /** Kueue of this cluster. */
  readonly kueue: IPlatformComponent;
  /**
   * Secret in Kueue's namespace that holds a kubeconfig of the worker cluster under the key `kubeconfig`, with inline
   * certificates. No credential is written by this library.
   *
   * @default - `multikueue-<workerName>`
   */
  readonly kubeconfigSecretName?: string;
  /** Image with kubectl that opens and closes the queues. @default "registry.k8s.io/kubectl:v1.34.2" */
  readonly kubectlImage?: string;
}

/**
 * The site's side of a burst: a queue for each team whose jobs MultiKueue sends to the cloud's cluster, the quota that
 * the policy and its budget allow, windows in which the queues are open, and a guard that asks every job for the class of
 * its data before it is taken.
 *
 * MultiKueue takes all jobs of a queue or none: a job leaves because it is submitted to a burst queue, not because the
 * site is full.
 */
export class MultiKueue extends PlatformComponent {
  /** Nodes that all bursts together may have. */
  readonly maxNodes: number;

  constructor(props: MultiKueueProps) {
    const { policy, pool, kueue } = props;
    const maxNodes = burstNodes(policy, { maxNodes: pool.maxNodes, usdPerNodeHour: props.usdPerNodeHour });
    const image = props.kubectlImage ?? containerImage("kubectl");
    const windows = policy.windows ?? [];
    super({
      name: "multikueue",
      namespace: kueue.namespace,
      manifests: [
        ...dispatchObjects(props),
        ...queueObjects(policy, pool, maxNodes),
        ...(windows.length === 0 ? [] : windowObjects(policy, kueue.namespace, image)),
        ...dataClassGuard(policy.dataClasses),
      ],
      images: windows.length === 0 ? [] : [image],
      dependsOn: [kueue],
    });
    this.maxNodes = maxNodes;
  }
}

const checkName = "burst";
const flavorName = "burst";

function dispatchObjects({ workerName, kubeconfigSecretName }: MultiKueueProps): KubernetesObject[] {
  return [
    {
      apiVersion,
      kind: "MultiKueueCluster",
      metadata: { name: workerName },
      spec: {
        clusterSource: {
          kubeConfig: { locationType: "Secret", location: kubeconfigSecretName ?? `multikueue-${workerName}` },
        },
      },
    },
    {
      apiVersion,
      kind: "MultiKueueConfig",
      metadata: { name: checkName },
      spec: { clusters: [workerName] },
    },
    {
      apiVersion,
      kind: "AdmissionCheck",
      metadata: { name: checkName },
      spec: {
        controllerName: "kueue.x-k8s.io/multikueue",
        parameters: { apiGroup: "kueue.x-k8s.io", kind: "MultiKueueConfig", name: checkName },
      },
    },
    // Stands for the cloud's nodes: the worker's own flavors choose them.
    { apiVersion, kind: "ResourceFlavor", metadata: { name: flavorName }, spec: {} },
  ];
}

function queueObjects(policy: BurstPolicy, pool: INodePool, maxNodes: number): KubernetesObject[] {
  const coveredResources = accountedResources([pool]);
  const capacity = poolCapacity(pool);
  return policy.teams.flatMap((team): KubernetesObject[] => {
    const name = burstQueueName(team);
    const share = (teamShare(team, policy) * maxNodes) / pool.maxNodes;
    const resources = coveredResources.map((resource) => ({
      name: resource,
      nominalQuota: quotaOf(resource, capacity, share),
    }));
    return [
      {
        apiVersion,
        kind: "ClusterQueue",
        metadata: { name },
        spec: {
          // A cohort apart from the site's own: idle cloud quota must not be lent to jobs that stay.
          cohortName: "burst",
          namespaceSelector: {
            matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: [...team.namespaces] }],
          },
          queueingStrategy: "BestEffortFIFO",
          resourceGroups: [{ coveredResources, flavors: [{ name: flavorName, resources }] }],
          admissionChecksStrategy: { admissionChecks: [{ name: checkName }] },
        },
      },
      ...team.namespaces.map((namespace) => ({
        apiVersion,
        kind: "LocalQueue",
        metadata: { name, namespace },
        spec: { clusterQueue: name },
      })),
    ];
  });
}

/** Two CronJobs for each window, and what they are allowed: to change the burst queues, nothing else. */
function windowObjects(policy: BurstPolicy, namespace: string, image: string): KubernetesObject[] {
  const name = "burst-window";
  const queues = policy.teams.map(burstQueueName);
  const cronJobs = (policy.windows ?? []).flatMap(({ opens, closes, timeZone = "Etc/UTC" }, index) =>
    [
      { action: "open", schedule: opens, stopPolicy: "None" },
      { action: "close", schedule: closes, stopPolicy: "Hold" },
    ].map(({ action, schedule, stopPolicy }): KubernetesObject => ({
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: `${name}-${index}-${action}`, namespace },
      spec: {
        schedule,
        timeZone,
        concurrencyPolicy: "Replace",
        startingDeadlineSeconds: 3600,
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 3,
        jobTemplate: {
          spec: {
            backoffLimit: 6,
            template: { spec: windowPod(name, image, queues, stopPolicy) },
          },
        },
      },
    })),
  );
  const role = {
    apiGroup: "rbac.authorization.k8s.io",
    kind: "ClusterRole",
    name,
  };
  return [
    { apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRole",
      metadata: { name },
      rules: [
        {
          apiGroups: ["kueue.x-k8s.io"],
          resources: ["clusterqueues"],
          resourceNames: queues,
          verbs: ["get", "patch"],
        },
      ],
    },
    {
      apiVersion: "rbac.authorization.k8s.io/v1",
      kind: "ClusterRoleBinding",
      metadata: { name },
      roleRef: role,
      subjects: [{ kind: "ServiceAccount", name, namespace }],
    },
    ...cronJobs,
  ];
}

function windowPod(serviceAccountName: string, image: string, queues: readonly string[], stopPolicy: string) {
  return {
    serviceAccountName,
    restartPolicy: "OnFailure",
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
    containers: [
      {
        name: "kubectl",
        image,
        args: ["patch", queueKind, ...queues, "--type=merge", "--patch", JSON.stringify({ spec: { stopPolicy } })],
        resources: { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        },
      },
    ],
  };
}
