import {
  ArgoWorkflows,
  Capacity,
  CloudFactory,
  DcgmExporter,
  EbsStorageClass,
  FactoryDashboards,
  FactoryRules,
  JupyterHub,
  KubeflowTrainer,
  KubePrometheusStack,
  Kueue,
  LogCollector,
  Loki,
  LustreDeployment,
  Mlflow,
  PostgresCluster,
  PostgresOperator,
  TrainingJob,
  TrainingRuntime,
  type CloudInfrastructure,
  type IPlatformComponent,
} from "ai-factory-blueprints";
import { App } from "cdktf";

const app = new App();
const region = "eu-north-1";

// From data to a registered model: pipelines prepare data, a queue admits the training job, runs and weights are recorded.
new CloudFactory(app, "llm-training", {
  region,
  zones: ["eu-north-1a", "eu-north-1b"],
  intent: "training",
  pools: [
    {
      name: "h200",
      instanceType: "p5en.48xlarge",
      capacity: Capacity.capacityBlock({ reservationId: "cr-0123456789abcdef0", zone: "eu-north-1a", nodes: 16 }),
      fabric: true,
    },
    {
      name: "data-prep",
      instanceType: "m7i.16xlarge",
      capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 8 }),
    },
  ],
  buckets: [
    { name: "datasets", purpose: "datasets" },
    { name: "checkpoints", purpose: "checkpoints" },
    { name: "artefacts", purpose: "artifacts" },
    { name: "logs", purpose: "logs" },
  ],
  filesystems: [
    {
      name: "scratch",
      capacityGiB: 38_400,
      deployment: LustreDeployment.persistent2(1000),
      linkedBuckets: ["datasets", "checkpoints"],
    },
  ],
  queues: [{ name: "research", namespaces: ["default"] }],
  workloads: [
    {
      id: "pretraining",
      kind: "training",
      model: "llama-3.1-70b",
      poolIds: ["h200"],
      precision: "bf16",
      trainingTokens: 200e9,
      checkpointEveryMinutes: 30,
      datasetGB: 15_000,
    },
  ],
  components: flow,
});

function flow(made: readonly IPlatformComponent[], infra: CloudInfrastructure): readonly IPlatformComponent[] {
  const monitoring = made.find((component) => component instanceof KubePrometheusStack);
  const trainer = made.find((component) => component instanceof KubeflowTrainer);
  const kueue = made.find((component) => component instanceof Kueue);
  const storage = made.find((component) => component instanceof EbsStorageClass);
  const pool = infra.pools.find(({ poolName }) => poolName === "h200");
  const prep = infra.pools.find(({ poolName }) => poolName === "data-prep");
  if (monitoring === undefined || trainer === undefined || kueue === undefined || storage === undefined) {
    throw new Error("no platform");
  }
  if (pool === undefined || prep === undefined) throw new Error("no pools");

  const { storageClassName } = storage;
  const disks = { storageClassName, dependsOn: [storage] };

  // A bucket, and an identity of the cloud for the one service account that uses it.
  const bucket = (name: string, namespace: string, serviceAccountName: string) => {
    const store = infra.buckets.get(name);
    if (store === undefined) throw new Error(`no bucket '${name}'`);
    const identity = infra.cluster.addPodIdentity(serviceAccountName, { namespace, serviceAccountName });
    return { store, identity, region };
  };

  // Data: pipelines, with their artefacts in the factory's bucket.
  const workflows = new ArgoWorkflows({ bucket: bucket("artefacts", "workflows", "workflow"), monitoring });

  // Runs and registered models.
  const operator = new PostgresOperator({ monitoring });
  const records = new PostgresCluster({
    operator,
    namespace: "mlflow",
    databaseName: "mlflow",
    image: "registry.example.org/cloudnative-pg/postgresql:17",
    ...disks,
  });
  const mlflow = new Mlflow({
    database: records.database,
    bucket: bucket("artefacts", "mlflow", "mlflow"),
    monitoring,
  });

  // Notebooks on the processors' pool, and on one GPU.
  const notebooks = new JupyterHub({
    image: "registry.example.org/notebook:1",
    ...disks,
    signOn: {
      authorizeUrl: "https://id.example.org/authorize",
      tokenUrl: "https://id.example.org/token",
      userInfoUrl: "https://id.example.org/userinfo",
      clientId: "notebooks",
      secretName: "notebooks-oidc",
      publicUrl: "https://notebooks.example.org",
      groups: ["research"],
    },
    profiles: [
      { title: "Processors", pool: prep, cpus: 4, memoryGiB: 16 },
      { title: "One H200", pool, accelerators: 1, cpus: 16, memoryGiB: 200 },
    ],
  });

  // The job: sixteen nodes, admitted together, close to each other on the network, resumed from its last checkpoint.
  const pretraining = new TrainingJob({
    name: "pretraining",
    namespace: "default",
    pool,
    nodes: 16,
    runtime: TrainingRuntime.kubeflow(trainer, { image: "registry.example.org/train:1" }),
    command: ["torchrun", "pretrain.py"],
    checkpoints: { claimName: "scratch", mountPath: "/scratch" },
    queueName: "research",
    topology: { level: "topology.k8s.aws/network-node-layer-2" },
    model: { model: "llama-3.1-70b", precision: "bf16" },
    environment: { MLFLOW_TRACKING_URI: mlflow.trackingUri },
    dependsOn: [kueue, mlflow],
  });

  // What is watched: alerts, the factory's dashboard, logs.
  const exporters = made.filter((component) => component instanceof DcgmExporter);
  const rules = new FactoryRules({ monitoring, exporters });
  const loki = new Loki({ bucket: bucket("logs", "logging", "loki"), monitoring, ...disks });
  return [
    workflows,
    operator,
    records,
    mlflow,
    notebooks,
    pretraining,
    rules,
    new FactoryDashboards({ monitoring, rules }),
    loki,
    new LogCollector({ loki }),
  ];
}

app.synth();
