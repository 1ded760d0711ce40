import { join } from "node:path";
import { OnPremFactory } from "ai-factory-blueprints";
import { loadBoundary } from "ai-factory-blueprints/policy";
import { App } from "cdktf";

const app = new App();

// An air-gapped site: every image and every chart comes from a registry inside it.
new OnPremFactory(app, "sovereign-onprem", {
  intent: "inference",
  site: {
    siteName: "graz",
    country: "AT",
    racks: [{ name: "server", units: 42, powerBudgetKW: 16 }],
    systems: [
      // Figures of your own server: the catalogue knows the L40S (350 W each), not the machine around eight of them.
      {
        name: "l40s",
        system: "l40s-node",
        figures: { heightU: 4, maxPowerKW: 4.2, weightKg: 60 },
        count: 12,
        rackType: "server",
        maxPerRack: 3,
      },
      {
        name: "shared",
        system: "l40s-node",
        figures: { heightU: 4, maxPowerKW: 4.2, weightKg: 60 },
        count: 2,
        rackType: "server",
        maxPerRack: 1,
        minRacks: 2,
      },
      {
        name: "service",
        figures: { heightU: 1, maxPowerKW: 0.7, weightKg: 20 },
        count: 6,
        role: "service",
        minRacks: 3,
      },
    ],
    networks: [
      {
        name: "service",
        use: "in-band",
        technology: "ethernet",
        endpointGbps: 100,
        leafSwitch: "SN4600C",
        ports: { l40s: 2, shared: 2, service: 2 },
        minSpines: 2,
        railOptimised: false,
      },
      {
        name: "oob",
        use: "out-of-band",
        technology: "ethernet",
        endpointGbps: 1,
        leafSwitch: "SN2201",
        spineSwitch: "SN4600C",
        ports: { l40s: 1, shared: 1, service: 1 },
      },
    ],
    switchFigures: { SN4600C: { maxPowerKW: 0.5, heightU: 2 }, SN2201: { maxPowerKW: 0.1 } },
    pue: 1.3,
    gridLimitKW: 160,
  },
  cluster: {
    kubernetesVersion: "1.34",
    access: { kind: "kubeconfig", context: "graz" },
    podCidrs: ["10.244.0.0/16"],
    serviceCidr: "10.96.0.0/12",
  },
  pools: [
    { name: "l40s", vCpus: 128, memoryGiB: 1024, networkGbpsPerNode: 200 },
    // Whole accelerators: what shares one by time shares its memory bandwidth and its faults with other data.
    { name: "shared", vCpus: 128, memoryGiB: 1024, networkGbpsPerNode: 200 },
  ],
  cpuPools: [{ name: "service", role: "system" }],
  // Images and charts from the site's registry, and an API server that asks every image, volume and way out whether it
  // stays inside, follow from it; what is emitted is judged by it.
  boundary: loadBoundary(join(__dirname, "boundary.yaml")),
  // Every namespace is closed but for name resolution, its own pods, monitoring and these.
  closedNamespaces: {
    controlPlaneCidrBlocks: ["10.20.0.0/24"],
    controlPlanePorts: [443, 6443],
    nodeCidrBlocks: ["10.20.1.0/24"],
  },
  admission: { provisioners: ["local.csi.example.org"] },
  storageClassName: "local-nvme",
});

app.synth();
