import type { ModelParameters } from "../../catalog";
import type { Precision } from "../../planning";
import type { INodePool, IPlatformComponent } from "../contracts";
import type { ComponentOptions } from "../platform/platform-component";
import type { Keda } from "./keda";
import type { KServe } from "./kserve";
import type { LeaderWorkerSet } from "./leader-worker-set";
import type { ModelWeights } from "./model-weights";
import type { VllmRuntime } from "./vllm-runtime";

/** A pool as an endpoint meets it: rented nodes of known types, or an owner's nodes on an owner's fabric. */
export type ServingPool = INodePool & {
  readonly instanceTypes?: readonly string[];
  readonly fabric?: { readonly kind: string };
};

/** How one copy of the model is split. */
export interface ModelSplit {
  /** Accelerators of one node that share every layer. */
  readonly tensor: number;
  /** Parts into which the layers are cut: each on the accelerators of `tensor`. */
  readonly pipeline: number;
}

/** What becomes of an endpoint with nobody asking. */
export interface ScaleToZero {
  /**
   * PromQL that is above zero when somebody asks for the model although no copy runs: only the gateway can tell.
   * `envoyDemandQuery` and `haproxyDemandQuery` give it.
   */
  readonly wakeQuery: string;
  /** Time without a request after which the last copy stops. @default 1800 */
  readonly idleSeconds?: number;
  /** Longest cold start that callers bear; a longer one is refused. @default 600 */
  readonly maxColdStartSeconds?: number;
}

/** When an endpoint gets more copies. Any one signal above its threshold adds one. */
export interface EndpointScaling {
  /** KEDA, which changes the number of copies. */
  readonly keda: Keda;
  /** Prometheus that has vLLM's metrics, and DCGM's for `gpuUtilizationPercent`. */
  readonly monitoring: IPlatformComponent;
  /** Copies at the most; the pool must have room for all of them. */
  readonly maxReplicas: number;
  /** Copies that run always; 0 only with `scaleToZero`. @default 1 */
  readonly minReplicas?: number;
  /** Waiting requests per copy. @default 8 */
  readonly queuedRequests?: number;
  /** Output tokens per second per copy. @default - not a signal */
  readonly tokensPerSecond?: number;
  /** Mean utilisation of the copies' GPUs. @default - not a signal: a busy decoder shows 100 % with room for more */
  readonly gpuUtilizationPercent?: number;
  /** Lets the last copy stop while nobody asks. @default - at least one copy runs always */
  readonly scaleToZero?: ScaleToZero;
}

/** Another version of the model beside the present one. */
export interface ModelCanary {
  /** Files of the other version. */
  readonly weights: ModelWeights;
  /** Part of the requests that goes to it, 1 to 99. An A/B split is the same with 50. */
  readonly percent: number;
  /** Image of the engine. @default - the endpoint's */
  readonly image?: string;
}

export interface ModelEndpointProps extends Pick<ComponentOptions, "dependsOn"> {
  /** Name of the endpoint: of its objects, and of the component. */
  readonly name: string;
  /** Kubernetes namespace of the pods, their weights' claim and secrets. */
  readonly namespace: string;
  /** Name in the catalogue of models, or the model's own parameters. */
  readonly model: string | ModelParameters;
  /** What callers write in `model`. @default - the endpoint's name */
  readonly servedName?: string;
  /** Precision in which the weights are stored. */
  readonly precision: Precision;
  /** Longest request, input and output together. @default - 8192, or the model's limit where that is less */
  readonly contextTokens?: number;
  /** Requests of the full length whose cache one copy must hold at a time. @default 4 */
  readonly concurrency?: number;

  /** Pool that the copies run on. */
  readonly pool: ServingPool;
  /** Row of the accelerator table. @default - what the pool's instance types or its label `ai-factory/accelerator` say */
  readonly accelerator?: string;
  /**
   * How one copy is split among accelerators and nodes.
   * @default - the least that holds model and cache: within a node first, then whole nodes
   */
  readonly split?: ModelSplit;

  /** The model's files in the factory's object store, pinned by a digest. */
  readonly weights: ModelWeights;
  /** Claim in the namespace that keeps the weights between starts. @default - the node's own disk */
  readonly weightsClaimName?: string;
  /** What one node reads from the store, decimal GB per second; the cold start follows from it. @default 1 */
  readonly weightsReadGBps?: number;
  /** What the engine needs from loaded weights to the first answer: compilation, graphs. @default 180 - an assumption; measure yours */
  readonly engineStartSeconds?: number;

  /** KServe, which runs copies that fit a node. */
  readonly kserve: KServe;
  /** vLLM's image and version, for accelerators of the pool's vendor. */
  readonly runtime: VllmRuntime;
  /** Needed where one copy takes several nodes. @default - only models that fit one node */
  readonly leaderWorkerSet?: LeaderWorkerSet;
  /** When copies are added and removed. @default - a fixed number of copies: `replicas` */
  readonly scaling?: EndpointScaling;
  /** Copies where nothing scales. @default 1 */
  readonly replicas?: number;
  /** Another version that gets a part of the requests. @default - one version gets all requests */
  readonly canary?: ModelCanary;

  /** Service account of the pods; grant it reading on the store. @default - the endpoint's name */
  readonly serviceAccountName?: string;
  /** Class of Kubernetes and, with a queue, of Kueue. @default - the cluster's default priority */
  readonly priorityClassName?: string;
  /** LocalQueue of Kueue that the pods' accelerators are taken from. @default - Kueue does not count them */
  readonly queueName?: string;
  /** Further arguments of `vllm serve`. @default - none */
  readonly extraArgs?: readonly string[];
}
