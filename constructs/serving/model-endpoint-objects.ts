import { poolLabel, type KubernetesObject } from "../contracts";
import { tolerationsOf } from "../platform/placement";
import { transportOf } from "../scheduling/acceptance-transport";
import type { EndpointPlan } from "./model-endpoint-plan";
import type { ModelEndpointProps } from "./model-endpoint-props";
import { stagingContainer, type ModelWeights } from "./model-weights";
import { containerSecurity, vllmEnvironment, vllmPort, weightsPath } from "./vllm-runtime";

/** One version of the model: the endpoint's own, or the canary's. */
export interface EndpointVersion {
  readonly name: string;
  readonly image: string;
  readonly weights: ModelWeights;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/** Annotations that say what is served, for rules and for people. */
export function servedAnnotations(props: ModelEndpointProps, plan: EndpointPlan): Record<string, string> {
  return {
    ...(typeof props.model === "string" ? { "ai-factory/model": props.model } : {}),
    "ai-factory/precision": props.precision,
    "ai-factory/accelerator": plan.accelerator,
    "ai-factory/context-tokens": `${plan.contextTokens}`,
    "ai-factory/concurrency": `${props.concurrency ?? 4}`,
    "ai-factory/cold-start-seconds": `${plan.coldStart.totalSeconds}`,
  };
}

/** Name of the Service in front of a version's pods: KServe's own, or ours for groups of nodes. */
export function serviceName(version: EndpointVersion, plan: EndpointPlan): string {
  return plan.nodesPerReplica > 1 ? version.name : `${version.name}-predictor`;
}

/** Port of that Service. KServe's listens on 80. */
export function servicePort(plan: EndpointPlan): number {
  return plan.nodesPerReplica > 1 ? vllmPort : 80;
}

export function versionObjects(props: ModelEndpointProps, plan: EndpointPlan, version: EndpointVersion) {
  return plan.nodesPerReplica > 1
    ? [groupObject(props, plan, version), groupService(props, version)]
    : [inferenceService(props, plan, version)];
}

function inferenceService(props: ModelEndpointProps, plan: EndpointPlan, version: EndpointVersion): KubernetesObject {
  return {
    apiVersion: "serving.kserve.io/v1beta1",
    kind: "InferenceService",
    metadata: {
      name: version.name,
      namespace: props.namespace,
      labels: labelsOf(props, version),
      annotations: {
        "serving.kserve.io/deploymentMode": "Standard",
        // KServe's own scaler knows CPU and memory only; where nothing scales, none is made at all.
        "serving.kserve.io/autoscalerClass": props.scaling === undefined ? "none" : "external",
        ...servedAnnotations(props, plan),
      },
    },
    spec: {
      predictor: {
        minReplicas: Math.max(1, version.minReplicas),
        maxReplicas: Math.max(1, version.maxReplicas),
        // A second copy for the time of an update may not find accelerators: the old one goes first.
        deploymentStrategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
        ...podSpec(props, version, plan),
        model: {
          modelFormat: { name: "vllm" },
          runtime: props.runtime.runtimeName,
          image: version.image,
          args: engineArgs(props, plan),
          env: vllmEnvironment,
          resources: engineResources(props, plan),
          ...probes,
          volumeMounts: engineMounts,
        },
      },
    },
  };
}

function groupObject(props: ModelEndpointProps, plan: EndpointPlan, version: EndpointVersion): KubernetesObject {
  const transport = transportOf(props.pool);
  // The first two steer the acceptance test and mean nothing to NCCL.
  const nccl = Object.entries(transport?.env ?? {}).filter(([key]) => key !== "TRANSPORT" && key !== "NCCL_MUST_LOG");
  const pod = (name: string, more: readonly string[], leads: boolean) => ({
    metadata: {
      labels: { ...labelsOf(props, version), "ai-factory/role": name },
      ...(transport === undefined || transport.podNetworks === ""
        ? {}
        : { annotations: { "k8s.v1.cni.cncf.io/networks": transport.podNetworks } }),
    },
    spec: {
      ...podSpec(props, version, plan),
      containers: [
        {
          name: "engine",
          image: version.image,
          command: ["vllm", "serve", weightsPath],
          args: [...engineArgs(props, plan), ...groupArgs(plan), ...more],
          env: [...vllmEnvironment, ...nccl.map(([key, value]) => ({ name: key, value }))],
          resources: engineResources(props, plan, transport?.resources),
          securityContext: transport === undefined ? containerSecurity : transport.securityContext,
          ...(leads ? { ports: [{ name: "http1", containerPort: vllmPort }], ...probes } : {}),
          volumeMounts: engineMounts,
        },
      ],
    },
  });
  return {
    apiVersion: "leaderworkerset.x-k8s.io/v1",
    kind: "LeaderWorkerSet",
    metadata: {
      name: version.name,
      namespace: props.namespace,
      labels: labelsOf(props, version),
      annotations: servedAnnotations(props, plan),
    },
    spec: {
      replicas: Math.max(1, version.minReplicas),
      startupPolicy: "LeaderCreated",
      leaderWorkerTemplate: {
        size: plan.nodesPerReplica,
        // One rank that is gone hangs all others: the group starts anew.
        restartPolicy: "RecreateGroupOnPodRestart",
        leaderTemplate: pod("leader", [], true),
        workerTemplate: pod("worker", ["--headless"], false),
      },
    },
  };
}

/** Only the first pod of a group answers. */
function groupService(props: ModelEndpointProps, version: EndpointVersion): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: version.name, namespace: props.namespace, labels: labelsOf(props, version) },
    spec: {
      selector: {
        "leaderworkerset.sigs.k8s.io/name": version.name,
        "leaderworkerset.sigs.k8s.io/worker-index": "0",
      },
      ports: [{ name: "http", port: vllmPort, targetPort: vllmPort, protocol: "TCP" }],
    },
  };
}

export const endpointLabel = "ai-factory/endpoint";

function labelsOf(props: ModelEndpointProps, version: EndpointVersion): Record<string, string> {
  const { queueName, priorityClassName } = props;
  return {
    [endpointLabel]: props.name,
    "ai-factory/version": version.name,
    ...(queueName === undefined ? {} : { "kueue.x-k8s.io/queue-name": queueName }),
    ...(queueName === undefined || priorityClassName === undefined
      ? {}
      : { "kueue.x-k8s.io/priority-class": priorityClassName }),
  };
}

function podSpec(props: ModelEndpointProps, version: EndpointVersion, plan: EndpointPlan) {
  const { pool, priorityClassName, weightsClaimName } = props;
  // A tenth more than the weights: tokenizer, configuration, the list of digests.
  const sizeLimit = `${Math.ceil((plan.weightsGB * 1.1 * 1e9) / 2 ** 30) + 1}Gi`;
  return {
    serviceAccountName: props.serviceAccountName ?? props.name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    nodeSelector: { [poolLabel]: pool.poolName },
    tolerations: tolerationsOf([pool]),
    // Requests in flight are finished before the engine goes.
    terminationGracePeriodSeconds: 120,
    initContainers: [stagingContainer(version.weights)],
    volumes: [
      weightsClaimName === undefined
        ? { name: "weights", emptyDir: { sizeLimit } }
        : { name: "weights", persistentVolumeClaim: { claimName: weightsClaimName } },
      // Ranks of one node exchange through shared memory.
      { name: "shared-memory", emptyDir: { medium: "Memory", sizeLimit: "16Gi" } },
    ],
  };
}

const engineMounts = [
  { name: "weights", mountPath: weightsPath },
  { name: "shared-memory", mountPath: "/dev/shm" },
];

function engineArgs(props: ModelEndpointProps, plan: EndpointPlan): string[] {
  return [
    `--served-model-name=${props.servedName ?? props.name}`,
    `--port=${vllmPort}`,
    `--tensor-parallel-size=${plan.split.tensor}`,
    `--pipeline-parallel-size=${plan.split.pipeline}`,
    `--max-model-len=${plan.contextTokens}`,
    "--gpu-memory-utilization=0.9",
    // What is asked is nobody's business but the caller's.
    "--no-enable-log-requests",
    ...(props.extraArgs ?? []),
  ];
}

/** LeaderWorkerSet sets both variables in every pod of a group. */
function groupArgs(plan: EndpointPlan): string[] {
  return [
    `--nnodes=${plan.nodesPerReplica}`,
    "--node-rank=$(LWS_WORKER_INDEX)",
    "--master-addr=$(LWS_LEADER_ADDRESS)",
    "--distributed-executor-backend=mp",
  ];
}

/** Eight tenths of the node's CPU and memory, as many parts of them as the pod has of the accelerators. */
function engineResources(
  { pool }: ModelEndpointProps,
  plan: EndpointPlan,
  fabric: Readonly<Record<string, string>> = {},
): Record<string, unknown> {
  const { resourceName, perNode } = pool.accelerators ?? { resourceName: "", perNode: 1 };
  const part = (0.8 * plan.acceleratorsPerPod) / perNode;
  const memory = pool.memoryGiB === undefined ? {} : { memory: `${Math.max(1, Math.floor(pool.memoryGiB * part))}Gi` };
  const cpu = pool.vCpus === undefined ? {} : { cpu: `${Math.max(1, Math.floor(pool.vCpus * part))}` };
  const devices = { [resourceName]: `${plan.acceleratorsPerPod}`, ...fabric };
  return { requests: { ...cpu, ...memory, ...devices }, limits: { ...memory, ...devices } };
}

const health = { httpGet: { path: "/health", port: vllmPort } };
const probes = {
  // Loading takes minutes; until then nothing else is asked.
  startupProbe: { ...health, periodSeconds: 10, failureThreshold: 360 },
  readinessProbe: { ...health, periodSeconds: 5, failureThreshold: 3 },
  livenessProbe: { ...health, periodSeconds: 10, timeoutSeconds: 10, failureThreshold: 6 },
};
