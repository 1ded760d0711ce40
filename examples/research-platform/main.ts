import { Capacity, CloudFactory, cloudParts, LustreDeployment, researchPlatform } from "ai-factory-blueprints";
import { App } from "cdktf";

const app = new App();
/** Endpoints of AWS in the VPC; data is read from Lustre. */
const egress = [{ cidrBlock: "10.0.0.0/16" }];

// Three teams share eight nodes fairly; notebooks take GPUs of their own and give them back.
new CloudFactory(app, "research-platform", {
  region: "eu-north-1",
  zones: ["eu-north-1a", "eu-north-1b"],
  intent: "training",
  pools: [
    {
      name: "l40s",
      instanceType: "g6e.48xlarge",
      capacity: Capacity.onDemand({ minNodes: 1, maxNodes: 8 }),
      fabric: true,
    },
    { name: "general", instanceType: "m7i.8xlarge", capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 8 }) },
  ],
  elasticPools: [
    {
      name: "notebooks",
      instanceTypes: ["g6.2xlarge", "g6.4xlarge"],
      maxNodes: 12,
      zones: ["eu-north-1a"],
      // Kueue does not see notebooks.
      queued: false,
    },
  ],
  buckets: [
    { name: "datasets", purpose: "datasets" },
    { name: "artefacts", purpose: "artifacts" },
    { name: "logs", purpose: "logs" },
  ],
  filesystems: [
    {
      name: "scratch",
      capacityGiB: 9_600,
      deployment: LustreDeployment.persistent2(500),
      linkedBuckets: ["datasets"],
    },
  ],
  filesystemNamespaces: ["vision", "language", "robotics"],
  // Queues are the teams' own; what one leaves idle is shared by weight.
  queues: [],
  kueue: { fairSharing: true },
  workloads: [
    {
      id: "fine-tuning",
      kind: "training",
      model: "llama-3.1-8b",
      poolIds: ["l40s"],
      precision: "bf16",
      trainingTokens: 1e9,
      checkpointEveryMinutes: 60,
      datasetGB: 500,
    },
  ],
  components: (made, infra) =>
    researchPlatform(cloudParts(made, infra), {
      domain: "research.example.org",
      signOn: {
        issuerUrl: "https://id.example.org",
        authorizeUrl: "https://id.example.org/authorize",
        tokenUrl: "https://id.example.org/token",
        userInfoUrl: "https://id.example.org/userinfo",
        groups: ["vision", "language", "robotics"],
        adminGroups: ["platform"],
      },
      postgresImage: "registry.example.org/cloudnative-pg/postgresql:17",
      notebookImage: "registry.example.org/notebook:1",
      notebookIdleMinutes: 45,
      notebooks: [
        { title: "Processors", pool: "general", cpus: 4, memoryGiB: 16 },
        { title: "One L4", pool: "notebooks", accelerators: 1, cpus: 6, memoryGiB: 24 },
      ],
      teams: [
        {
          name: "vision",
          work: "training",
          share: 0.5,
          weight: 2,
          memberGroups: ["oidc:vision"],
          podSecurity: "baseline",
          volumesGiB: 8_192,
          egress,
        },
        {
          name: "language",
          work: "training",
          share: 0.25,
          memberGroups: ["oidc:language"],
          podSecurity: "baseline",
          volumesGiB: 4_096,
          egress,
        },
        { name: "robotics", work: "research", share: 0.25, memberGroups: ["oidc:robotics"], volumesGiB: 4_096, egress },
      ],
    }),
});

app.synth();
