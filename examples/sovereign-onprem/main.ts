import { AdmissionPolicies, NetworkPolicies, OnPremFactory } from "ai-factory-blueprints";
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
  // Every namespace is closed but for name resolution, the API server, its own pods and monitoring;
  // the API server asks every image, volume and way out whether it stays inside.
  components: (_parts, made) => [
    new NetworkPolicies({
      components: made,
      controlPlaneCidrBlocks: ["10.20.0.0/24"],
      controlPlanePorts: [443, 6443],
      nodeCidrBlocks: ["10.20.1.0/24"],
    }),
    new AdmissionPolicies({
      components: made,
      registries: ["registry.graz.example.org/mirror"],
      provisioners: ["local.csi.example.org"],
    }),
  ],
  storageClassName: "local-nvme",
  imageRegistry: "registry.graz.example.org/mirror",
  chartRepository: "oci://registry.graz.example.org/charts",
});

app.synth();
