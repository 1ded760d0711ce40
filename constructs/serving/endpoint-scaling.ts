import type { IPlatformComponent, KubernetesObject } from "../contracts";
import type { EndpointVersion } from "./model-endpoint-objects";
import type { EndpointPlan } from "./model-endpoint-plan";
import type { EndpointScaling, ModelEndpointProps } from "./model-endpoint-props";

/** A signal of Prometheus that KEDA divides by a threshold. */
interface Signal {
  readonly query: string;
  readonly threshold: number;
  /** `AverageValue`: per copy. `Value`: as it is. */
  readonly metricType: "AverageValue" | "Value";
}

/** Scales one version's Deployment or LeaderWorkerSet; a copy of several nodes counts as one. */
export function scaledObject(
  props: ModelEndpointProps,
  scaling: EndpointScaling,
  plan: EndpointPlan,
  version: EndpointVersion,
): KubernetesObject {
  const { scaleToZero } = scaling;
  const target =
    plan.nodesPerReplica > 1
      ? { apiVersion: "leaderworkerset.x-k8s.io/v1", kind: "LeaderWorkerSet", name: version.name }
      : { apiVersion: "apps/v1", kind: "Deployment", name: `${version.name}-predictor` };
  const serverAddress = prometheusAddress(scaling.monitoring);
  const trigger = ({ query, threshold, metricType }: Signal) => ({
    type: "prometheus",
    metricType,
    metadata: { serverAddress, query, threshold: `${threshold}`, activationThreshold: "0" },
  });
  return {
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    metadata: { name: version.name, namespace: props.namespace },
    spec: {
      scaleTargetRef: target,
      minReplicaCount: version.minReplicas,
      maxReplicaCount: version.maxReplicas,
      pollingInterval: 15,
      cooldownPeriod: scaleToZero?.idleSeconds ?? 300,
      triggers: signals(props, scaling, version).map(trigger),
      advanced: {
        horizontalPodAutoscalerConfig: {
          behavior: {
            // A copy needs as long as a cold start before it helps: no second one is ordered meanwhile.
            scaleUp: {
              policies: [{ type: "Pods", value: 1, periodSeconds: Math.min(1800, plan.coldStart.totalSeconds) }],
            },
            scaleDown: {
              stabilizationWindowSeconds: 600,
              policies: [{ type: "Pods", value: 1, periodSeconds: 300 }],
            },
          },
        },
      },
    },
  };
}

function signals(props: ModelEndpointProps, scaling: EndpointScaling, version: EndpointVersion): Signal[] {
  const pods = `namespace="${props.namespace}",pod=~"${version.name}-(predictor-.*|[0-9]+)"`;
  const { tokensPerSecond, gpuUtilizationPercent, scaleToZero } = scaling;
  return [
    {
      query: `sum(vllm:num_requests_waiting{${pods}})`,
      threshold: scaling.queuedRequests ?? 8,
      metricType: "AverageValue",
    },
    ...(tokensPerSecond === undefined
      ? []
      : [
          {
            query: `sum(rate(vllm:generation_tokens_total{${pods}}[2m]))`,
            threshold: tokensPerSecond,
            metricType: "AverageValue",
          } as const,
        ]),
    ...(gpuUtilizationPercent === undefined
      ? []
      : [
          {
            query: `avg(DCGM_FI_DEV_GPU_UTIL{${pods}})`,
            threshold: gpuUtilizationPercent,
            metricType: "Value",
          } as const,
        ]),
    // Any demand at all is worth one copy; more copies are the other signals' matter.
    ...(scaleToZero === undefined
      ? []
      : [{ query: `clamp_max(${scaleToZero.wakeQuery}, 1)`, threshold: 1, metricType: "AverageValue" } as const]),
  ];
}

/** Prometheus of kube-prometheus-stack: the chart names its service after the release. */
function prometheusAddress({ name, namespace }: IPlatformComponent): string {
  return `http://${name}-prometheus.${namespace}.svc:9090`;
}
