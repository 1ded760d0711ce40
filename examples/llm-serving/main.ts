import {
  BoundaryIssuer,
  EnvoyAiGateway,
  EnvoyAiGatewayCrds,
  EnvoyGateway,
  envoyDemandQuery,
  EnvoyInferenceGateway,
  ExternalObjectStore,
  ExternalSecrets,
  FabricAttachment,
  GatewayAuthentication,
  GatewayMonitoring,
  Keda,
  KServe,
  KServeCrds,
  Kueue,
  LeaderWorkerSet,
  ModelEndpoint,
  OnPremFactory,
  SubnetManager,
  Team,
  VllmRuntime,
  WorkPriorities,
  type IPlatformComponent,
  type ModelWeights,
  type OnPremParts,
} from "ai-factory-blueprints";
import { App } from "cdktf";

const app = new App();

// Three models on eight DGX H200, behind one gateway; research has the nodes that serving leaves idle.
new OnPremFactory(app, "llm-serving", {
  intent: "inference",
  site: {
    siteName: "linz",
    country: "AT",
    racks: [
      { name: "gpu", units: 48, powerBudgetKW: 44, cooling: "rear-door" },
      { name: "service", units: 42, powerBudgetKW: 20 },
    ],
    systems: [
      { name: "dgx", system: "dgx-h200", count: 8, rackType: "gpu" },
      {
        name: "control",
        figures: { heightU: 1, maxPowerKW: 0.8, weightKg: 20 },
        count: 5,
        role: "service",
        rackType: "service",
        minRacks: 3,
      },
    ],
    networks: [
      { name: "compute", use: "compute", endpointGbps: 400, leafSwitch: "QM9700", ports: { dgx: 8 } },
      {
        name: "in-band",
        use: "in-band",
        technology: "ethernet",
        endpointGbps: 100,
        leafSwitch: "SN4600C",
        ports: { dgx: 2, control: 2 },
        minSpines: 2,
      },
      {
        name: "oob",
        use: "out-of-band",
        technology: "ethernet",
        endpointGbps: 1,
        leafSwitch: "SN2201",
        spineSwitch: "SN4600C",
        ports: { dgx: 1, control: 1 },
        minSpines: 2,
      },
    ],
    networkRackType: "service",
    switchFigures: {
      QM9700: { maxPowerKW: 1.7 },
      SN4600C: { maxPowerKW: 0.5, heightU: 2 },
      SN2201: { maxPowerKW: 0.1 },
    },
    pue: 1.2,
    gridLimitKW: 250,
  },
  cluster: {
    kubernetesVersion: "1.34",
    access: { kind: "kubeconfig", context: "linz" },
    podCidrs: ["10.244.0.0/16"],
    serviceCidr: "10.96.0.0/12",
  },
  fabrics: [
    {
      kind: "infiniband",
      name: "compute",
      network: "compute",
      interfaceNames: ["ibp24s0", "ibp64s0", "ibp79s0", "ibp94s0", "ibp154s0", "ibp192s0", "ibp206s0", "ibp220s0"],
      attachment: FabricAttachment.hostDevice(),
      subnetManager: SubnetManager.ufm(2),
    },
  ],
  pools: [{ name: "dgx", fabric: "compute", vCpus: 224, memoryGiB: 2048, localScratchGB: 30_720 }],
  cpuPools: [{ name: "control", role: "system" }],
  gpuDriverInImage: true,
  networkDriverInImage: true,
  storageClassName: "local-nvme",
  // Queues are the teams' own.
  queues: [],
  kueue: { serving: true },
  storage: ({ scope, site }) => ({
    buckets: [
      new ExternalObjectStore(scope, "weights", {
        siteId: site.siteId,
        endpointUrl: "https://s3.linz.example.org",
        bucketName: "model-weights",
        purpose: "weights",
        readSecretName: "weights-reader",
      }),
    ],
  }),
  workloads: [
    {
      id: "llama-70b",
      kind: "inference",
      model: "llama-3.3-70b",
      poolIds: ["dgx"],
      precision: "fp8",
      accelerators: 32,
    },
    { id: "llama-8b", kind: "inference", model: "llama-3.1-8b", poolIds: ["dgx"], precision: "bf16", accelerators: 4 },
    { id: "deepseek", kind: "inference", model: "deepseek-v3", poolIds: ["dgx"], precision: "bf16", accelerators: 16 },
  ],
  components: serving,
});

function serving(parts: OnPremParts, made: readonly IPlatformComponent[]): readonly IPlatformComponent[] {
  const { certManager, monitoring, pools, storage } = parts;
  const kueue = made.find((component): component is Kueue => component instanceof Kueue);
  const pool = pools.get("dgx");
  const store = storage?.buckets?.[0];
  if (kueue === undefined || pool === undefined || store === undefined || monitoring === undefined) {
    throw new Error("this example needs its pool, its bucket and monitoring");
  }

  const crds = new KServeCrds();
  const kserve = new KServe({ crds, certManager });
  const runtime = new VllmRuntime({ kserve });
  const leaderWorkerSet = new LeaderWorkerSet({ monitoring });
  const keda = new Keda({ monitoring });
  const priorities = new WorkPriorities({ kueue });

  const models = new Team({
    name: "models",
    work: "production-serving",
    kueue,
    priorities,
    share: 0.75,
    memberGroups: ["oidc:ml-platform"],
    // Engines of several nodes lock memory for RDMA.
    podSecurity: "privileged",
    ingressNamespaces: ["envoy-gateway-system", monitoring.namespace],
    egress: [{ cidrBlock: "10.60.0.0/24" }],
  });
  const research = new Team({
    name: "research",
    work: "research",
    kueue,
    priorities,
    share: 0.25,
    memberGroups: ["oidc:research"],
    egress: [{ cidrBlock: "10.60.0.0/24" }],
    volumesGiB: 4096,
    gateway: { tokensPerHour: 2_000_000, requestsPerMinute: 300 },
  });

  // The digest of SHA256SUMS as it was when the model was approved.
  const weights = (prefix: string, sha256OfSums: string): ModelWeights => ({
    store,
    prefix,
    sha256OfSums,
    credentials: { secretName: "weights-reader" },
  });
  const common = {
    namespace: "models",
    pool,
    kserve,
    runtime,
    leaderWorkerSet,
    weightsReadGBps: 5,
    queueName: models.queueName,
    priorityClassName: models.priorityClassName,
    dependsOn: [models],
  };
  const chat = new ModelEndpoint({
    ...common,
    name: "llama-70b",
    model: "llama-3.3-70b",
    precision: "fp8",
    contextTokens: 32_768,
    concurrency: 16,
    weights: weights("llama-3.3-70b/1", "6a09e667f3bcc908b2fb1366ea957d3e3adec17512775099da2f590b0667322a"),
    scaling: { keda, monitoring, minReplicas: 2, maxReplicas: 8, tokensPerSecond: 2000 },
    canary: {
      percent: 5,
      weights: weights("llama-3.3-70b/2", "bb67ae8584caa73b25742d7078b83b8925d834cc53da4798c720a6486e45a6e2"),
    },
  });
  const small = new ModelEndpoint({
    ...common,
    name: "llama-8b",
    model: "llama-3.1-8b",
    precision: "bf16",
    weights: weights("llama-3.1-8b/1", "3c6ef372fe94f82ba54ff53a5f1d36f1510e527fade682d19b05688c2b3e6c1f"),
    scaling: {
      keda,
      monitoring,
      minReplicas: 0,
      maxReplicas: 4,
      scaleToZero: { wakeQuery: envoyDemandQuery("llama-8b") },
    },
  });
  const large = new ModelEndpoint({
    ...common,
    name: "deepseek",
    model: "deepseek-v3",
    precision: "bf16",
    contextTokens: 32_768,
    weights: weights("deepseek-v3/1", "a54ff53a5f1d36f1ce1b2fb1366ea957d3e3adec17512775099da2f590b06673"),
  });
  const endpoints = [chat, small, large];
  const envoyGateway = new EnvoyGateway();
  const aiCrds = new EnvoyAiGatewayCrds();
  const aiGateway = new EnvoyAiGateway({ crds: aiCrds, envoyGateway });
  const externalSecrets = new ExternalSecrets({ monitoring });
  const issuer = new BoundaryIssuer({ certManager });
  const gateway = new EnvoyInferenceGateway({
    hostname: "ai.linz.example.org",
    aiGateway,
    certManager,
    issuer: issuer.issuer,
    authentication: GatewayAuthentication.apiKeys({
      externalSecrets,
      secretStore: { name: "vault", kind: "ClusterSecretStore" },
    }),
    teams: [research.gateway, { name: "search", tokensPerHour: 20_000_000 }],
    endpoints,
    exposure: "load-balancer",
    dependsOn: [issuer],
  });

  return [
    crds,
    kserve,
    runtime,
    leaderWorkerSet,
    keda,
    priorities,
    models,
    research,
    ...endpoints,
    envoyGateway,
    aiCrds,
    aiGateway,
    externalSecrets,
    issuer,
    gateway,
    // The small model wakes from zero by the gateway's metrics.
    new GatewayMonitoring({ gateway, monitoring }),
  ];
}

app.synth();
