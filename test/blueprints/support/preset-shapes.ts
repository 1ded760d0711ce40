import type { FullStackProps, LlmServingProps, LlmTrainingProps, ResearchPlatformProps } from "../../../blueprints";
import { propsFor, research } from "../preset-props";

/** Props of all presets that are right, for a factory whose pools have these names; together they state every prop. */
export function presetShapes(gpus: string, cpus: string) {
  const little = propsFor(gpus, cpus);
  const much = withMore(little);
  return {
    researchPlatform: [little, much].map(ofResearch),
    llmTraining: [little, much].map((props): LlmTrainingProps => ({ ...ofResearch(props), training: props.training })),
    llmServing: [little, much].map(ofServing),
    fullStack: [little, much],
  };
}

const without = <P extends object, K extends keyof P>(props: P, ...keys: readonly K[]) =>
  Object.fromEntries(Object.entries(props).filter(([key]) => !keys.includes(key as K))) as Omit<P, K>;

const ofResearch = (props: FullStackProps): ResearchPlatformProps =>
  without(props, "training", "models", "gateway", "engineImage");

const ofServing = (props: FullStackProps): LlmServingProps =>
  without(
    props,
    ...(["training", "signOn", "postgresImage", "notebookImage", "notebooks", "notebookIdleMinutes"] as const),
    ...(["databases", "streams"] as const),
  );

function withMore({ training, models, gateway, ...rest }: FullStackProps): FullStackProps {
  return {
    ...rest,
    ...moreOfResearch(),
    training: training.map((job) => ({
      ...job,
      volumes: [{ claimName: "data", mountPath: "/data", readOnly: true }],
      maxRestarts: 3,
      topology: { level: "ai-factory/fabric-unit", required: false },
      model: { model: "llama-3.1-8b", precision: "bf16" as const, accelerator: "h200-sxm-141gb", sequenceTokens: 4096 },
      environment: { NCCL_DEBUG: "INFO" },
      processesPerNode: 8,
      allowTcp: false,
    })),
    models: models.map((model) => ({ ...model, replicas: 1, weightsReadGBps: 5 })),
    gateway: {
      ...gateway,
      exposure: "load-balancer" as const,
      serviceAnnotations: { "example.org/internal": "true" },
      fallbacks: [
        {
          servedName: "assistant",
          hostname: "cloud.models.example.org",
          port: 8443,
          caConfigMapName: "ca",
          keySecretName: "key",
        },
      ],
    },
  };
}

/** What every preset in which people work on data may be told beside what they must. */
function moreOfResearch() {
  const { teams } = research;
  return {
    databases: {
      mlflow: {
        host: "mlflow.db.example.org",
        port: 5433,
        databaseName: "mlflow",
        secretName: "mlflow-db",
        usernameKey: "user",
        passwordKey: "pass",
      },
    },
    streams: {
      topics: [{ name: "questions", partitions: 6, retentionHours: 72 }],
      clients: [{ name: "pipelines", reads: ["questions"], writes: ["questions"] }],
      brokers: 3,
      storageGiB: 100,
      zoneLabel: "ai-factory/fabric-rack",
    },
    notebookIdleMinutes: 45,
    teams: teams.map((team) => ({
      ...team,
      namespaces: [team.name, `${team.name}-more`],
      weight: 2,
      adminGroups: ["leads"],
      costCentre: "4711",
      gateway: { tokensPerHour: 1_000_000, requestsPerMinute: 60 },
    })),
    buckets: { datasets: "datasets", artefacts: "artefacts", weights: "weights", logs: "logs" },
    prices: { usdPerCpuHour: 0.04, usdPerMemoryGiBHour: 0.003, usdPerAcceleratorHour: 3, usdPerVolumeGiBMonth: 0.1 },
  };
}
