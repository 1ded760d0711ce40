import {
  BoundaryIssuer,
  cloudParts,
  DirectConnectPort,
  EnvoyAiGateway,
  EnvoyAiGatewayCrds,
  EnvoyGateway,
  EnvoyInferenceGateway,
  ExternalObjectStore,
  ExternalSecrets,
  FactoryIdentity,
  GatewayAuthentication,
  HybridFactory,
  InferenceFailover,
  KServe,
  KServeCrds,
  LinkPath,
  ModelEndpoint,
  onPremParts,
  SiteAgent,
  SiteStore,
  VllmRuntime,
  weightsIn,
  type FailoverGatewayProps,
  type IPlatformComponent,
  type PresetParts,
} from "ai-factory-blueprints";
import { App } from "cdktf";

const app = new App();

// The site and the cloud serve one model, and stand in for each other: what does not answer here is asked for there.
const failover = new InferenceFailover({
  domain: "models.example.org",
  models: [{ servedName: "llama-8b", dataClass: "internal" }],
  siteAddresses: ["10.64.0.40"],
  cloudAddresses: ["10.0.0.40", "10.0.16.40"],
});

// A small site of L40S nodes near Stockholm that sends jobs to eu-north-1 when the teams choose to.
new HybridFactory(app, "hybrid-burst", {
  intent: "mixed",
  site: {
    site: {
      siteName: "stockholm",
      country: "SE",
      racks: [{ name: "standard", units: 42, powerBudgetKW: 22, cooling: "rear-door" }],
      systems: [
        // Figures of your own server: the catalogue knows the L40S, not the machine around eight of them.
        {
          name: "l40s",
          system: "l40s-node",
          figures: { heightU: 4, maxPowerKW: 4.2, weightKg: 60 },
          count: 8,
        },
        {
          name: "control",
          figures: { heightU: 1, maxPowerKW: 0.8, weightKg: 20 },
          count: 3,
          role: "service",
          minRacks: 2,
        },
      ],
      networks: [
        {
          name: "in-band",
          use: "in-band",
          technology: "ethernet",
          endpointGbps: 100,
          leafSwitch: "SN4600C",
          ports: { l40s: 2, control: 2 },
          minSpines: 2,
        },
      ],
      switchFigures: { SN4600C: { maxPowerKW: 0.5, heightU: 2 } },
      pue: 1.2,
      energyMix: { carbonGPerKWh: 30, source: "your supplier's declaration" },
    },
    cluster: {
      kubernetesVersion: "1.34",
      access: { kind: "kubeconfig", context: "stockholm" },
      podCidrs: ["10.244.0.0/16"],
      serviceCidr: "10.96.0.0/16",
    },
    pools: [{ name: "l40s", vCpus: 128, memoryGiB: 1024, networkGbpsPerNode: 200 }],
    cpuPools: [{ name: "control" }],
    storage: ({ scope, site }) => ({
      buckets: [
        new ExternalObjectStore(scope, "weights", {
          siteId: site.siteId,
          endpointUrl: "https://s3.stockholm.example.org",
          bucketName: "models",
          purpose: "weights",
          readSecretName: "weights-reader",
        }),
      ],
    }),
    components: (parts, made) => serving(onPremParts(parts, made), "l40s", failover.atSite),
  },
  siteNetwork: { cidrBlocks: ["10.64.0.0/16"] },
  cloud: {
    region: "eu-north-1",
    zones: ["eu-north-1a", "eu-north-1b"],
    pools: [],
    elasticPools: [
      { name: "burst", instanceTypes: ["p5.48xlarge"], maxNodes: 5 },
      { name: "serving", instanceTypes: ["g6e.4xlarge"], maxNodes: 2 },
    ],
    components: (made, infra) => serving(cloudParts(made, infra), "serving", failover.atCloud),
    buckets: [
      { name: "datasets", purpose: "datasets" },
      { name: "checkpoints", purpose: "checkpoints" },
      { name: "weights", purpose: "weights" },
    ],
  },
  link: {
    paths: [
      // Two ports at different locations; a VPN over the internet stands by for both.
      LinkPath.directConnect({
        name: "kista",
        port: DirectConnectPort.ordered({ location: "EqSK1", gbps: 10 }),
        vlan: 101,
        routerAsn: 64520,
      }),
      LinkPath.directConnect({
        name: "bromma",
        port: DirectConnectPort.ordered({ location: "InSTO1", gbps: 10 }),
        vlan: 102,
        routerAsn: 64520,
      }),
      LinkPath.vpn({ name: "internet", routerAddress: "203.0.113.10", routerAsn: 64520 }),
    ],
    dns: { siteDomains: ["stockholm.example.org"], siteServers: ["10.64.0.10", "10.64.1.10"] },
  },
  // Asked before anything is moved: by the checks below, and by the site's API server for every job.
  dataClasses: [
    { name: "public", mayLeave: true },
    { name: "internal", mayLeave: true, regions: ["eu-north-1"] },
    { name: "patient", mayLeave: false },
  ],
  identity: new FactoryIdentity({
    issuerUrl: "https://login.example.org/realms/factory",
    jwksUrl: "https://login.example.org/realms/factory/protocol/openid-connect/certs",
    clientId: "factory",
    adminGroups: ["ml-platform"],
    viewGroups: ["operations"],
  }),
  inferenceFailover: failover,
  dataMovement: {
    agents: [
      SiteAgent.activated({ name: "agent-1", address: "10.64.0.20" }),
      SiteAgent.activated({ name: "agent-2", address: "10.64.1.20" }),
    ],
    copies: [
      {
        name: "crawl",
        direction: "to-cloud",
        dataClass: "public",
        siteStore: SiteStore.nfs({ server: "nfs.stockholm.example.org", path: "/export/crawl" }),
        bucket: "datasets",
        prefix: "/crawl",
        totalGB: 60_000,
        dailyChangeGB: 400,
        everyHours: 6,
        limitMbps: 8_000,
      },
      {
        name: "checkpoints",
        direction: "to-site",
        dataClass: "internal",
        siteStore: SiteStore.nfs({ server: "nfs.stockholm.example.org", path: "/export/checkpoints" }),
        bucket: "checkpoints",
        totalGB: 1_200,
        dailyChangeGB: 200,
        everyHours: 1,
      },
      {
        // Weights that were trained in the cloud, where the site's own endpoints load them from.
        name: "weights",
        direction: "to-site",
        dataClass: "internal",
        siteStore: SiteStore.nfs({ server: "nfs.stockholm.example.org", path: "/export/models" }),
        bucket: "weights",
        totalGB: 300,
        dailyChangeGB: 150,
        everyHours: 24,
      },
    ],
  },
  burst: {
    pool: "burst",
    teams: [
      { name: "vision", namespaces: ["vision"], share: 0.5 },
      { name: "language", namespaces: ["language"], share: 0.5 },
    ],

    budgetUsdPerHour: 300,
    // Evenings and weekends.
    windows: [{ opens: "0 18 * * 1-5", closes: "0 7 * * 1-5", timeZone: "Europe/Stockholm" }],
    workloads: [
      { name: "fine-tuning", datasetGB: 2_000, resultGB: 500, computeHours: 12, dataClass: "internal" },
      // The web crawl is kept in the bucket as well; what changes within a day goes over.
      {
        name: "pretraining",
        datasetGB: 60_000,
        staged: true,
        dailyChangeGB: 400,
        resultGB: 1_200,
        computeHours: 160,
        dataClass: "public",
      },
    ],
  },
});

/** The model and its gateway: the same at both places. */
function serving(parts: PresetParts, poolName: string, gateway: FailoverGatewayProps): readonly IPlatformComponent[] {
  const { certManager } = parts;
  const namespace = "models";
  const crds = new KServeCrds();
  const kserve = new KServe({ crds, certManager });
  const runtime = new VllmRuntime({ kserve });
  const endpoint = new ModelEndpoint({
    name: "llama-8b",
    namespace,
    model: "llama-3.1-8b",
    precision: "bf16",
    pool: parts.pool(poolName),
    weights: weightsIn(parts.bucket("weights", namespace, "llama-8b"), {
      prefix: "llama-3.1-8b/1",
      sha256OfSums: "3c6ef372fe94f82ba54ff53a5f1d36f1510e527fade682d19b05688c2b3e6c1f",
    }),
    kserve,
    runtime,
  });
  const envoyGateway = new EnvoyGateway();
  const aiCrds = new EnvoyAiGatewayCrds();
  const aiGateway = new EnvoyAiGateway({ crds: aiCrds, envoyGateway });
  const externalSecrets = new ExternalSecrets();
  const issuer = new BoundaryIssuer({ certManager });
  const front = new EnvoyInferenceGateway({
    ...gateway,
    aiGateway,
    certManager,
    issuer: issuer.issuer,
    authentication: GatewayAuthentication.apiKeys({
      externalSecrets,
      secretStore: { name: "vault", kind: "ClusterSecretStore" },
    }),
    teams: [{ name: "vision" }, { name: "language" }, failover.team],
    endpoints: [endpoint],
    dependsOn: [issuer],
  });
  return [crds, kserve, runtime, endpoint, envoyGateway, aiCrds, aiGateway, externalSecrets, issuer, front];
}

app.synth();
