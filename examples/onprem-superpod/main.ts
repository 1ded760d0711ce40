import { FabricAttachment, OnPremFactory, SubnetManager } from "ai-factory-blueprints";
import { App } from "cdktf";

const app = new App();

// One scalable unit of DGX H200: 32 places, one of which the subnet managers' ports take, so 31 nodes.
new OnPremFactory(app, "onprem-superpod", {
  intent: "training",
  site: {
    siteName: "oslo",
    country: "NO",
    racks: [
      { name: "gpu", units: 48, powerBudgetKW: 44, cooling: "rear-door" },
      { name: "service", units: 42, powerBudgetKW: 20 },
    ],
    systems: [
      { name: "dgx", system: "dgx-h200", count: 31, spares: 1, rackType: "gpu" },
      {
        name: "storage",
        figures: { heightU: 2, maxPowerKW: 1.2, weightKg: 40 },
        count: 8,
        role: "storage",
        rackType: "service",
        minRacks: 4,
      },
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
        name: "storage",
        use: "storage",
        endpointGbps: 400,
        leafSwitch: "QM9700",
        ports: { dgx: 2, storage: 2 },
        managementPorts: 2,
      },
      {
        name: "in-band",
        use: "in-band",
        technology: "ethernet",
        endpointGbps: 100,
        leafSwitch: "SN4600C",
        ports: { dgx: 2, storage: 2, control: 2 },
        minSpines: 2,
      },
      {
        name: "oob",
        use: "out-of-band",
        technology: "ethernet",
        endpointGbps: 1,
        leafSwitch: "SN2201",
        spineSwitch: "SN4600C",
        ports: { dgx: 1, storage: 1, control: 1 },
        minSpines: 2,
      },
    ],
    networkRackType: "service",
    // From the data sheets of your switches: the catalogue has no power for these.
    switchFigures: {
      QM9700: { maxPowerKW: 1.7 },
      SN4600C: { maxPowerKW: 0.5, heightU: 2 },
      SN2201: { maxPowerKW: 0.1 },
    },
    pue: 1.2,
    gridLimitKW: 600,
    energyMix: { carbonGPerKWh: 30, source: "your supplier's declaration" },
  },
  cluster: {
    kubernetesVersion: "1.34",
    access: { kind: "kubeconfig", context: "superpod" },
    podCidrs: ["10.244.0.0/16"],
    serviceCidr: "10.96.0.0/12",
  },
  fabrics: [
    {
      kind: "infiniband",
      name: "compute",
      network: "compute",
      // As `ibdev2netdev` prints them on a DGX H200, in rail order.
      interfaceNames: ["ibp24s0", "ibp64s0", "ibp79s0", "ibp94s0", "ibp154s0", "ibp192s0", "ibp206s0", "ibp220s0"],
      attachment: FabricAttachment.hostDevice(),
      subnetManager: SubnetManager.ufm(2),
    },
  ],
  pools: [{ name: "dgx", fabric: "compute", vCpus: 224, memoryGiB: 2048, localScratchGB: 30_720 }],
  cpuPools: [{ name: "storage", taints: [{ key: "ai-factory/storage", value: "present", effect: "NoSchedule" }] }],
  // DGX OS brings the GPUs' and the adapters' drivers.
  gpuDriverInImage: true,
  networkDriverInImage: true,
  workloads: [
    {
      id: "pretraining",
      kind: "training",
      model: "llama-3.1-70b",
      poolIds: ["dgx"],
      precision: "bf16",
      checkpointEveryMinutes: 30,
    },
  ],
});

app.synth();
