import type { FactoryModel, ServiceNode } from "../../model";

/** Steps from data to tokens, and what stands beside them. */
export const flowStages = {
  data: "Data",
  notebooks: "Notebooks",
  queues: "Queues",
  training: "Training",
  registry: "Registry",
  serving: "Serving",
  gateway: "Gateway",
  teams: "Teams",
  watching: "Observability",
} as const;

export type FlowStage = keyof typeof flowStages;

export interface FlowStep {
  readonly stage: FlowStage;
  /** What the step is made of, the most telling first. */
  readonly things: readonly string[];
}

export interface FlowEdge {
  readonly from: FlowStage;
  readonly to: FlowStage;
  /** `carries`: data, models or answers pass. `steers`: one decides over, or watches, the other. */
  readonly kind: "carries" | "steers";
  /** In words: `weights go from the registry to serving`. */
  readonly words: string;
}

export interface Flow {
  readonly steps: readonly FlowStep[];
  readonly edges: readonly FlowEdge[];
}

/** Charts that are a part of the flow, in the order in which a step names them. */
const ofChart: Readonly<Record<string, readonly [FlowStage, string]>> = {
  lakefs: ["data", "lakeFS"],
  "argo-workflows": ["data", "Argo Workflows"],
  "strimzi-kafka-operator": ["data", "Kafka"],
  qdrant: ["data", "Qdrant"],
  jupyterhub: ["notebooks", "JupyterHub"],
  kueue: ["queues", "Kueue"],
  slurm: ["queues", "Slurm"],
  "kubeflow-trainer": ["training", "Kubeflow Trainer"],
  "kuberay-operator": ["training", "KubeRay"],
  mlflow: ["registry", "MLflow"],
  "kserve-resources": ["serving", "KServe"],
  lws: ["serving", "LeaderWorkerSet"],
  keda: ["serving", "KEDA"],
  "ai-gateway-helm": ["gateway", "Envoy AI Gateway"],
  "kube-prometheus-stack": ["watching", "Prometheus"],
  loki: ["watching", "Loki"],
  "dcgm-exporter": ["watching", "DCGM exporter"],
  opencost: ["watching", "OpenCost"],
};

/** Kinds of objects that make their component a step's own: a job, an endpoint, a gateway. */
const ofKind: Readonly<Record<string, FlowStage>> = {
  TrainJob: "training",
  RayJob: "training",
  InferenceService: "serving",
  LeaderWorkerSet: "serving",
  AIGatewayRoute: "gateway",
  SlurmCluster: "queues",
};

/** How data becomes tokens in this factory: its steps, and what goes from one to the next. */
export function flowOf(model: FactoryModel): Flow {
  const things = new Map<FlowStage, string[]>();
  const add = (stage: FlowStage, thing: string) => things.set(stage, [...(things.get(stage) ?? []), thing]);
  for (const { stage, name } of model.services.flatMap(ownStep)) add(stage, name);
  for (const workload of model.workloads) {
    const stage = workload.kind === "training" ? "training" : "serving";
    const hasOwn = things.get(stage)?.some((thing) => thing.startsWith(workload.id)) === true;
    if (!hasOwn) add(stage, workload.id);
  }
  for (const [chart, [stage, title]] of Object.entries(ofChart)) {
    if (model.services.some((service) => service.chart?.name === chart)) add(stage, title);
  }
  for (const { id, use } of model.filesystems) {
    if (use !== "home") add("data", `filesystem ${id}`);
  }
  for (const { id, purpose } of model.buckets) add(bucketStage[purpose], `bucket ${id}`);
  for (const { id } of model.teams) add("teams", id);
  const steps = (Object.keys(flowStages) as FlowStage[]).flatMap((stage): FlowStep[] => {
    const own = things.get(stage);
    return own === undefined ? [] : [{ stage, things: own }];
  });
  const present = new Set(steps.map(({ stage }) => stage));
  return { steps, edges: edgesAmong(present) };
}

const bucketStage = {
  datasets: "data",
  checkpoints: "training",
  weights: "registry",
  artifacts: "registry",
  logs: "watching",
  other: "data",
} as const;

function ownStep({
  id,
  customResources,
}: ServiceNode): readonly { readonly stage: FlowStage; readonly name: string }[] {
  const stage = customResources.map(({ kind }) => ofKind[kind]).find((each) => each !== undefined);
  return stage === undefined ? [] : [{ stage, name: stage === "gateway" ? "AI gateway" : id }];
}

function edgesAmong(present: ReadonlySet<FlowStage>): readonly FlowEdge[] {
  const carries = (from: FlowStage, to: FlowStage, what: string, instead = true): FlowEdge[] =>
    present.has(from) && present.has(to) && instead
      ? [{ from, to, kind: "carries", words: words(what, from, to) }]
      : [];
  const steers = (from: FlowStage, to: FlowStage, what: string): FlowEdge[] =>
    present.has(from) && present.has(to) ? [{ from, to, kind: "steers", words: words(what, from, to) }] : [];
  const without = (stage: FlowStage) => !present.has(stage);
  return [
    ...carries("data", "notebooks", "samples"),
    ...carries("data", "training", "datasets"),
    ...carries("notebooks", "registry", "runs"),
    ...carries("training", "registry", "runs, checkpoints and models"),
    ...carries("training", "serving", "models", without("registry")),
    ...carries("registry", "serving", "weights and their digests"),
    ...carries("serving", "gateway", "answers"),
    ...carries("serving", "teams", "tokens", without("gateway")),
    ...carries("gateway", "teams", "tokens"),
    ...steers("queues", "training", "nodes for jobs"),
    ...steers("queues", "serving", "nodes for models"),
    ...steers("serving", "watching", "figures and logs"),
    ...steers("training", "watching", "figures and logs"),
  ];
}

function words(what: string, from: FlowStage, to: FlowStage): string {
  const name = (stage: FlowStage) => flowStages[stage].toLowerCase();
  return `${what}: from ${name(from)} to ${name(to)}`;
}
