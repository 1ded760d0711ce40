import type { App } from "cdktf";
import { fullStack, OnPremFactory, onPremParts, researchPlatform } from "../../blueprints";
import { everything, research, site } from "./preset-props";
import { disturbed } from "./support/disturb";
import { buildsOrSaysWhy } from "./support/fuzz";

const options = { storageClassName: "local-nvme", signingRegion: "oslo" };
const factory = (app: App, components: (typeof site)["components"]) =>
  new OnPremFactory(app, "factory", { ...site, kueue: { ...site.kueue, fairSharing: true }, components });

describe("researchPlatform with any props", () => {
  const required = ["domain", "signOn", "postgresImage", "notebookImage", "notebooks", "teams"];
  const props = disturbed([research, { ...research, ...moreOfResearch() }], required);
  buildsOrSaysWhy(
    props,
    (app, given) => factory(app, (parts, made) => researchPlatform(onPremParts(parts, made, options), given)),
    6,
  );
});

describe("fullStack with any props", () => {
  const { gateway, models, training } = everything;
  const required = [...Object.keys(research), "training", "models", "gateway"];
  const more = {
    ...everything,
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
  buildsOrSaysWhy(
    disturbed([everything, more], required),
    (app, given) => factory(app, (parts, made) => fullStack(onPremParts(parts, made, options), given)),
    4,
  );
});

/** What both presets may be told beside what they must. */
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
