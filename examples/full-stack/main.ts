import { Capacity, CloudFactory, cloudParts, Delivery, fullStack, LustreDeployment } from "ai-factory-blueprints";
import { App } from "cdktf";

const app = new App();
const domain = "factory.example.org";

// All of it, small: two nodes of eight H200 that training and serving share, L40S for the small model, notebooks on L4.
new CloudFactory(app, "full-stack", {
  region: "eu-north-1",
  zones: ["eu-north-1a", "eu-north-1b"],
  pools: [
    {
      name: "h200",
      instanceType: "p5en.48xlarge",
      capacity: Capacity.capacityBlock({ reservationId: "cr-0123456789abcdef0", zone: "eu-north-1a", nodes: 2 }),
      fabric: true,
    },
    { name: "l40s", instanceType: "g6e.12xlarge", capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 2 }) },
    { name: "general", instanceType: "m7i.8xlarge", capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 6 }) },
  ],
  // Kueue does not see notebooks: they have a pool of their own, which is empty while nobody works.
  elasticPools: [
    {
      name: "notebooks",
      instanceTypes: ["g6.2xlarge", "g6.4xlarge"],
      maxNodes: 4,
      zones: ["eu-north-1a"],
      queued: false,
    },
  ],
  buckets: [
    { name: "datasets", purpose: "datasets" },
    { name: "checkpoints", purpose: "checkpoints" },
    { name: "artefacts", purpose: "artifacts" },
    { name: "weights", purpose: "weights" },
    { name: "logs", purpose: "logs" },
  ],
  filesystems: [
    {
      name: "scratch",
      capacityGiB: 9_600,
      deployment: LustreDeployment.persistent2(1000),
      linkedBuckets: ["datasets", "checkpoints"],
    },
  ],
  filesystemNamespaces: ["tuning"],
  // Queues are the teams' own.
  queues: [],
  kueue: { serving: true },
  // Argo CD can have the platform instead of Terraform, once the infrastructure stands and has handed over its ids.
  deliveries: [
    Delivery.argoCd({ repository: { url: "https://git.example.org/platform.git", path: "clusters/full-stack" } }),
  ],
  workloads: [
    {
      id: "tuning",
      kind: "training",
      model: "llama-3.1-8b",
      poolIds: ["h200"],
      precision: "bf16",
      trainingTokens: 10e9,
      accelerators: 8,
      checkpointEveryMinutes: 30,
      datasetGB: 400,
    },
    {
      id: "assistant",
      kind: "inference",
      model: "llama-3.3-70b",
      poolIds: ["h200"],
      precision: "fp8",
      accelerators: 8,
    },
    { id: "autocomplete", kind: "inference", model: "llama-3.1-8b", poolIds: ["l40s"], precision: "fp8" },
  ],
  components: (made, infra) =>
    fullStack(cloudParts(made, infra), {
      domain,
      signOn: {
        issuerUrl: "https://id.example.org",
        authorizeUrl: "https://id.example.org/authorize",
        tokenUrl: "https://id.example.org/token",
        userInfoUrl: "https://id.example.org/userinfo",
        groups: ["research", "tuning", "models"],
        adminGroups: ["platform"],
      },
      // What teams are told their pods cost: put in prices of your own.
      prices: { usdPerCpuHour: 0.04, usdPerMemoryGiBHour: 0.003, usdPerAcceleratorHour: 6 },
      postgresImage: "registry.example.org/cloudnative-pg/postgresql:17",
      streams: {
        topics: [{ name: "questions", retentionHours: 72 }],
        clients: [
          { name: "applications", writes: ["questions"] },
          { name: "pipelines", reads: ["questions"] },
        ],
      },
      notebookImage: "registry.example.org/notebook:1",
      notebooks: [
        { title: "Processors", pool: "general", cpus: 4, memoryGiB: 16 },
        { title: "One L4", pool: "notebooks", accelerators: 1, cpus: 6, memoryGiB: 24 },
      ],
      teams: [
        {
          name: "models",
          work: "production-serving",
          share: 0.5,
          memberGroups: ["oidc:models"],
          podSecurity: "baseline",
          egress: [{ cidrBlock: "10.0.0.0/16" }],
        },
        {
          name: "tuning",
          work: "training",
          share: 0.25,
          memberGroups: ["oidc:tuning"],
          podSecurity: "baseline",
          egress: [{ cidrBlock: "10.0.0.0/16" }],
          gateway: { tokensPerHour: 5_000_000 },
        },
        {
          name: "research",
          work: "research",
          share: 0.25,
          memberGroups: ["oidc:research"],
          egress: [{ cidrBlock: "10.0.0.0/16" }],
          volumesGiB: 4_096,
          gateway: { tokensPerHour: 2_000_000, requestsPerMinute: 300 },
        },
      ],
      training: [
        {
          name: "tune-assistant",
          team: "tuning",
          pool: "h200",
          nodes: 1,
          image: "registry.example.org/train:1",
          command: ["torchrun", "tune.py"],
          checkpoints: { claimName: "scratch", mountPath: "/scratch" },
          model: { model: "llama-3.1-8b", precision: "bf16" },
        },
      ],
      models: [
        {
          name: "assistant",
          model: "llama-3.3-70b",
          precision: "fp8",
          pool: "h200",
          contextTokens: 32_768,
          concurrency: 8,
          maxReplicas: 4,
          weightsReadGBps: 5,
          prefix: "llama-3.3-70b/1",
          sha256OfSums: "6a09e667f3bcc908b2fb1366ea957d3e3adec17512775099da2f590b0667322a",
          canary: {
            percent: 5,
            prefix: "llama-3.3-70b/2",
            sha256OfSums: "bb67ae8584caa73b25742d7078b83b8925d834cc53da4798c720a6486e45a6e2",
          },
        },
        {
          name: "autocomplete",
          model: "llama-3.1-8b",
          precision: "fp8",
          pool: "l40s",
          maxReplicas: 4,
          scaleToZero: true,
          prefix: "llama-3.1-8b/1",
          sha256OfSums: "3c6ef372fe94f82ba54ff53a5f1d36f1510e527fade682d19b05688c2b3e6c1f",
        },
      ],
      gateway: { servingTeam: "models", secretStore: { name: "vault", kind: "ClusterSecretStore" } },
    }),
});

app.synth();
