import type { IPlatformComponent, KubernetesObject } from "../contracts";
import { PlatformComponent } from "../platform/platform-component";
import { transportOf } from "../scheduling/acceptance-transport";
import { scaledObject } from "./endpoint-scaling";
import {
  endpointLabel,
  serviceName,
  servicePort,
  versionObjects,
  type EndpointVersion,
} from "./model-endpoint-objects";
import { endpointPlan, type ColdStart, type EndpointPlan } from "./model-endpoint-plan";
import type { ModelEndpointProps, ModelSplit } from "./model-endpoint-props";
import { stagingImage } from "./model-weights";
import { vllmPort } from "./vllm-runtime";

/** Where a gateway sends requests for a model. */
export interface ModelBackend {
  /** Name of the version: the endpoint's, or its canary's. */
  readonly name: string;
  /** Namespace of the Service. */
  readonly namespace: string;
  /** Kubernetes Service that the requests go to. */
  readonly serviceName: string;
  /** TCP port of the Service. */
  readonly port: number;
  /** Part of the model's requests, percent. */
  readonly percent: number;
}

/** What a gateway needs to know of a model. */
export interface IModelEndpoint extends IPlatformComponent {
  /** What callers write in `model`. */
  readonly servedName: string;
  /** The model's versions: one, or two with a canary; their parts add up to 100. */
  readonly backends: readonly ModelBackend[];
}

/**
 * A language model behind an OpenAI-compatible Service, by vLLM on KServe. A copy that fits a node is an
 * InferenceService; one of several nodes is a LeaderWorkerSet, whose pods start and fail together. Weights come from the
 * factory's object store and are verified before the engine reads them.
 *
 * @throws FactoryError where model and cache do not fit the pool (with what would make them fit), the pool has no room
 * for all copies, or a cold start takes longer than is allowed
 */
export class ModelEndpoint extends PlatformComponent implements IModelEndpoint {
  readonly servedName: string;
  readonly backends: readonly ModelBackend[];
  /** Accelerators that share the layers, and stages. */
  readonly split: ModelSplit;
  /** Nodes that one copy takes. */
  readonly nodesPerReplica: number;
  /** Most accelerators that the endpoint takes, canary included. */
  readonly maxAccelerators: number;
  /** How long a new copy takes on a node that is there; the time for a new node comes on top. */
  readonly coldStart: ColdStart;

  constructor(props: ModelEndpointProps) {
    const plan = endpointPlan(props);
    const versions = versionsOf(props, plan);
    const { kserve, runtime, leaderWorkerSet, scaling } = props;
    const spans = plan.nodesPerReplica > 1;
    super(
      {
        name: props.name,
        namespace: props.namespace,
        namespaceLabels: spans ? transportOf(props.pool)?.namespaceLabels : undefined,
        manifests: [
          serviceAccount(props),
          ...versions.flatMap((version) => versionObjects(props, plan, version)),
          ...(scaling === undefined ? [] : versions.map((version) => scaledObject(props, scaling, plan, version))),
          ...(scaling === undefined ? [] : [podMonitor(props)]),
        ],
        images: [...new Set([stagingImage, ...versions.map(({ image }) => image)])],
        dependsOn: [...(spans ? [leaderWorkerSet] : [kserve]), runtime, scaling?.keda, scaling?.monitoring],
      },
      { dependsOn: props.dependsOn },
    );
    this.servedName = props.servedName ?? props.name;
    const percent = props.canary?.percent ?? 0;
    this.backends = versions.map((version, index) => ({
      name: version.name,
      namespace: props.namespace,
      serviceName: serviceName(version, plan),
      port: servicePort(plan),
      percent: index === 0 ? 100 - percent : percent,
    }));
    this.split = plan.split;
    this.nodesPerReplica = plan.nodesPerReplica;
    const perReplica = plan.split.tensor * plan.split.pipeline;
    this.maxAccelerators = perReplica * versions.reduce((sum, { maxReplicas }) => sum + maxReplicas, 0);
    this.coldStart = plan.coldStart;
  }
}

/** The endpoint's own version, and the canary, which has one copy. */
function versionsOf(props: ModelEndpointProps, plan: EndpointPlan): EndpointVersion[] {
  const { name, weights, runtime, canary } = props;
  const { minReplicas, maxReplicas } = plan;
  const own = { name, weights, image: runtime.image, minReplicas, maxReplicas };
  if (canary === undefined) return [own];
  const { image = runtime.image } = canary;
  return [
    own,
    { name: `${name}-canary`, weights: canary.weights, image, minReplicas: Math.min(1, minReplicas), maxReplicas: 1 },
  ];
}

function serviceAccount(props: ModelEndpointProps): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: props.serviceAccountName ?? props.name, namespace: props.namespace },
    automountServiceAccountToken: false,
  };
}

function podMonitor(props: ModelEndpointProps): KubernetesObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name: props.name, namespace: props.namespace },
    spec: {
      selector: { matchLabels: { [endpointLabel]: props.name } },
      podMetricsEndpoints: [{ portNumber: vllmPort, path: "/metrics", interval: "15s" }],
    },
  };
}
