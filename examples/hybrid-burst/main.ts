import { DirectConnectPort, HybridFactory, LinkPath } from "ai-factory-blueprints";
import { App } from "cdktf";

const app = new App();

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
  },
  siteNetwork: { cidrBlocks: ["10.64.0.0/16"] },
  cloud: {
    region: "eu-north-1",
    zones: ["eu-north-1a", "eu-north-1b"],
    pools: [],
    elasticPools: [{ name: "burst", instanceTypes: ["p5.48xlarge"], maxNodes: 5 }],
    buckets: [
      { name: "datasets", purpose: "datasets" },
      { name: "checkpoints", purpose: "checkpoints" },
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
  burst: {
    pool: "burst",
    teams: [
      { name: "vision", namespaces: ["vision"], share: 0.5 },
      { name: "language", namespaces: ["language"], share: 0.5 },
    ],

    budgetUsdPerHour: 300,
    // Evenings and weekends.
    windows: [{ opens: "0 18 * * 1-5", closes: "0 7 * * 1-5", timeZone: "Europe/Stockholm" }],
    dataClasses: [
      { name: "public", mayLeave: true },
      { name: "internal", mayLeave: true },
      { name: "patient", mayLeave: false },
    ],
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

app.synth();
