import type { IPlatformComponent, KubernetesObject } from "../../../constructs/contracts";
import {
  CloudWatchExporter,
  DcgmExporter,
  EfaExporter,
  FactoryDashboards,
  FactoryRules,
  KubePrometheusStack,
  LogCollector,
  Loki,
  OpenCost,
} from "../../../constructs/observability";
import {
  AwsLoadBalancerController,
  CertManager,
  EbsStorageClass,
  EfaDevicePlugin,
  EfsCsiDriver,
  FsxCsiDriver,
  GpuOperator,
  Karpenter,
  KarpenterCrds,
  NeuronDevicePlugin,
  NvidiaDevicePlugin,
  OpenZfsCsiDriver,
  S3CsiDriver,
  type PlatformComponent,
} from "../../../constructs/platform";
import { ArgoWorkflows, KafkaCluster, LakeFs, Qdrant, StrimziOperator } from "../../../constructs/data";
import { JupyterHub, KubeRay, Mlflow, PostgresOperator } from "../../../constructs/mlops";
import {
  BoundaryIssuer,
  EnvoyAiGateway,
  EnvoyAiGatewayCrds,
  EnvoyGateway,
  EnvoyInferenceGateway,
  ExternalSecrets,
  GatewayAuthentication,
  GatewayMonitoring,
} from "../../../constructs/gateway";
import { AcceptanceJob, KubeflowTrainer, Kueue, NodeHealth } from "../../../constructs/scheduling";
import { TrainingJob, TrainingRuntime } from "../../../constructs/training";
import { Keda, KServe, KServeCrds, LeaderWorkerSet, ModelEndpoint, VllmRuntime } from "../../../constructs/serving";
import { Team, WorkPriorities } from "../../../constructs/tenancy";
import { fakeBucketUse, fakeEfs, fakeLustre, fakePool, fakeStore, gpuPool } from "./fakes";

export const neuronPool = Object.assign(
  fakePool("neuron", {
    taints: [{ key: "aws.amazon.com/neuron", value: "present", effect: "NoSchedule" }],
    acceleratorVendor: "aws-neuron",
    accelerators: { resourceName: "aws.amazon.com/neuron", perNode: 16 },
  }),
  { instanceTypes: ["trn2.48xlarge"] },
);

/** A pool of p5en.48xlarge that knows its instance type, as pools of EC2 instances do. */
export const training = Object.assign(gpuPool("training", { minNodes: 16 }), { instanceTypes: ["p5en.48xlarge"] });

export const notebookSignOn = {
  authorizeUrl: "https://id.example.org/authorize",
  tokenUrl: "https://id.example.org/token",
  userInfoUrl: "https://id.example.org/userinfo",
  clientId: "notebooks",
  secretName: "notebooks-oidc",
  publicUrl: "https://notebooks.example.org",
  groups: ["research"],
};

/** One of each component, switched on as far as it goes, with the catalogue's id of its chart. */
export function everyComponent() {
  const cpu = fakePool("prep");
  const storage = new EbsStorageClass();
  const monitoring = new KubePrometheusStack({
    storageClassName: storage.storageClassName,
    dependsOn: [storage],
  });
  const certManager = new CertManager({ monitoring });
  const kueue = new Kueue({ pools: [training, neuronPool, cpu], monitoring });
  const nvidia = new NvidiaDevicePlugin({ pools: [training, cpu] });
  const efa = new EfaDevicePlugin({ pools: [training, cpu], region: "eu-north-1" });
  const crds = new KarpenterCrds();
  const dcgm = new DcgmExporter({ pools: [training], monitoring });
  const rules = new FactoryRules({ monitoring, exporters: [dcgm], usdPerAcceleratorHour: 3 });
  const loki = new Loki({
    bucket: fakeBucketUse("logging", "loki"),
    monitoring,
    storageClassName: storage.storageClassName,
    dependsOn: [storage],
  });
  const trainer = new KubeflowTrainer();
  const kubeRay = new KubeRay({ monitoring });
  const job = (name: string, runtime: TrainingRuntime) =>
    new TrainingJob({
      name,
      pool: training,
      nodes: 16,
      runtime,
      command: ["torchrun", "train.py"],
      checkpoints: { claimName: "scratch", mountPath: "/checkpoints" },
      queueName: "default",
      dependsOn: [kueue, nvidia, efa],
    });
  const image = "registry.example.org/train:1";
  const kserveCrds = new KServeCrds();
  const kserve = new KServe({ crds: kserveCrds, certManager });
  const leaderWorkerSet = new LeaderWorkerSet({ monitoring });
  const keda = new Keda({ monitoring });
  const externalSecrets = new ExternalSecrets({ monitoring });
  const envoyGateway = new EnvoyGateway();
  const aiGatewayCrds = new EnvoyAiGatewayCrds();
  const aiGateway = new EnvoyAiGateway({ crds: aiGatewayCrds, envoyGateway });
  const strimzi = new StrimziOperator({ monitoring });
  const gpuOperator = new GpuOperator({
    pools: [training],
    driverInImage: false,
    gpuDirectStorage: true,
    gdrCopy: true,
    dcgm: true,
    monitoring,
  });
  const nodeHealth = new NodeHealth({
    pools: [training, cpu],
    gpuOperator,
    certManager,
    kueue,
    storageClassName: storage.storageClassName,
    monitoring,
  });
  const byChart: Record<string, PlatformComponent> = {
    strimzi,
    opencost: new OpenCost({
      monitoring,
      prices: { usdPerCpuHour: 0.03, usdPerMemoryGiBHour: 0.004, usdPerAcceleratorHour: 5 },
    }),
    lakefs: new LakeFs({
      database: { host: "db.example.org", databaseName: "lakefs", secretName: "lakefs-db" },
      bucket: fakeBucketUse("lakefs", "lakefs"),
      encryptionSecretName: "lakefs-encryption",
      monitoring,
    }),
    "kserve-crd": kserveCrds,
    "kserve-resources": kserve,
    lws: leaderWorkerSet,
    keda,
    "external-secrets": externalSecrets,
    "envoy-gateway": envoyGateway,
    "envoy-ai-gateway-crds": aiGatewayCrds,
    "envoy-ai-gateway": aiGateway,
    "kube-prometheus-stack": monitoring,
    "cert-manager": certManager,
    kueue,
    "nvidia-device-plugin": nvidia,
    "aws-efa-k8s-device-plugin": efa,
    "gpu-operator": gpuOperator,
    nvsentinel: nodeHealth,
    "aws-neuron": new NeuronDevicePlugin({ pools: [neuronPool] }),
    "aws-load-balancer-controller": new AwsLoadBalancerController({
      clusterName: "factory",
      region: "eu-north-1",
      vpcId: "vpc-1",
      monitoring,
    }),
    "aws-fsx-csi-driver": new FsxCsiDriver({ clusterName: "factory" }),
    "aws-fsx-openzfs-csi-driver": new OpenZfsCsiDriver({ region: "eu-north-1" }),
    "aws-efs-csi-driver": new EfsCsiDriver(),
    "mountpoint-s3-csi": new S3CsiDriver(),
    "karpenter-crd": crds,
    karpenter: new Karpenter({ clusterName: "factory", interruptionQueue: "queue", crds, monitoring }),
    "kubeflow-trainer": trainer,
    "kuberay-operator": kubeRay,
    "argo-workflows": new ArgoWorkflows({
      bucket: fakeBucketUse("workflows", "workflow"),
      monitoring,
      signOn: { issuerUrl: "https://id.example.org", secretName: "sso", publicUrl: "https://argo.example.org" },
    }),
    "cloudnative-pg": new PostgresOperator({ monitoring }),
    qdrant: new Qdrant({ apiKeySecretName: "qdrant-key", storageClassName: storage.storageClassName, monitoring }),
    mlflow: new Mlflow({
      database: { host: "db.example.org", databaseName: "mlflow", secretName: "mlflow-db" },
      bucket: fakeBucketUse("mlflow", "mlflow"),
      monitoring,
      signOn: {
        discoveryUrl: "https://id.example.org/.well-known/openid-configuration",
        clientId: "mlflow",
        secretName: "mlflow-oidc",
        publicUrl: "https://mlflow.example.org",
        groups: ["research"],
        adminGroups: ["platform"],
      },
    }),
    jupyterhub: new JupyterHub({
      signOn: notebookSignOn,
      image: "registry.example.org/notebook:1",
      storageClassName: storage.storageClassName,
      profiles: [
        { title: "CPU", pool: cpu, cpus: 2, memoryGiB: 8 },
        { title: "One H200", pool: training, accelerators: 1, cpus: 16, memoryGiB: 200 },
      ],
    }),
    "dcgm-exporter": dcgm,
    "prometheus-cloudwatch-exporter": new CloudWatchExporter({
      filesystems: [fakeLustre("scratch"), fakeEfs("home")],
      region: "eu-north-1",
      monitoring,
    }),
    loki,
    alloy: new LogCollector({ loki }),
  };
  const acceptance = new AcceptanceJob({
    pool: training,
    devicePlugins: [nvidia, efa],
    queueName: "default",
    dependsOn: [kueue],
  });
  const runtime = new VllmRuntime({ kserve, image: "registry.example.org/ai/vllm-efa:0.28.0" });
  const weights = { store: fakeStore(), prefix: "deepseek-v3/1", sha256OfSums: "0".repeat(64) };
  const endpoint = new ModelEndpoint({
    name: "deepseek",
    namespace: "models",
    model: "deepseek-v3",
    precision: "bf16",
    pool: training,
    weights,
    kserve,
    runtime,
    leaderWorkerSet,
  });
  const priorities = new WorkPriorities({ kueue });
  const team = new Team({ name: "vision", work: "training", kueue, priorities, share: 0, memberGroups: ["vision"] });
  const issuer = new BoundaryIssuer({ certManager });
  const gateway = new EnvoyInferenceGateway({
    hostname: "ai.example.org",
    certManager,
    issuer: issuer.issuer,
    authentication: GatewayAuthentication.apiKeys({
      externalSecrets,
      secretStore: { name: "vault", kind: "ClusterSecretStore" },
    }),
    teams: [team.gateway],
    endpoints: [endpoint],
    aiGateway,
    dependsOn: [issuer],
  });
  const gatewayMonitoring = new GatewayMonitoring({ gateway, monitoring });
  const streams = new KafkaCluster({
    operator: strimzi,
    topics: [{ name: "events" }],
    clients: [{ name: "ingest", writes: ["events"] }],
    storageClassName: storage.storageClassName,
    monitoring,
  });
  const flow = [runtime, endpoint, priorities, team, issuer, gateway, gatewayMonitoring, streams];
  // The GPU operator stands for the device plugin and the exporter; all three on one cluster are refused.
  const { "gpu-operator": operator, nvsentinel, ...besides } = byChart;
  const components: IPlatformComponent[] = [
    storage,
    ...Object.values(besides),
    ...flow,
    acceptance,
    new EfaExporter({ pools: [training, cpu], monitoring }),
    rules,
    new FactoryDashboards({ monitoring, rules }),
    job("pretrain", TrainingRuntime.kubeflow(trainer, { image })),
    job("tune", TrainingRuntime.ray(kubeRay, { image, rayVersion: "2.49.0" })),
  ];
  return { byChart, components, operator, health: nvsentinel };
}

/** Paths of all values that are no map: `image.tag`. A list ends a path. */
export function leafPaths(values: unknown, path = ""): string[] {
  if (typeof values !== "object" || values === null || Array.isArray(values)) return [path];
  return Object.entries(values).flatMap(([key, inner]) => leafPaths(inner, path === "" ? key : `${path}.${key}`));
}

/** The object of that kind. */
export function objectOf(component: IPlatformComponent, kind: string, name?: string): KubernetesObject {
  const found = component.manifests.find(
    (object) => object.kind === kind && (name ?? object.metadata.name) === object.metadata.name,
  );
  if (found === undefined) throw new Error(`${component.name} has no ${kind}`);
  return found;
}
