import {
  CephPool,
  ExternalSecrets,
  FabricAttachment,
  FilesystemExporter,
  LustreMount,
  NvidiaDraDriver,
  OnPremFactory,
  RookCeph,
  SchedulerLabels,
  SlurmAccounting,
  SlurmCluster,
  SlurmDatabase,
  SlurmGres,
  SlurmOperator,
  SlurmOperatorCrds,
  SlurmSecrets,
  SubnetManager,
  slurmTopologyFile,
  type IPlatformComponent,
  type OnPremParts,
  type OnPremStorage,
  type Site,
} from "ai-factory-blueprints";
import { App } from "cdktf";

const app = new App();
const storageTaint = { key: "ai-factory/storage", value: "present", effect: "NoSchedule" } as const;

// A EuroHPC-like site: eight NVL72 racks of GB200, 64 nodes of MI300X; Slurm and Kubernetes side by side.
new OnPremFactory(app, "supercomputer-dual-stack", {
  intent: "mixed",
  site: {
    siteName: "kajaani",
    country: "FI",
    racks: [
      { name: "nvl72", units: 48, powerBudgetKW: 132, cooling: "direct-liquid" },
      { name: "gpu", units: 48, powerBudgetKW: 50, cooling: "rear-door" },
      { name: "service", units: 42, powerBudgetKW: 20 },
    ],
    systems: [
      {
        name: "gb200",
        system: "gb200-nvl72",
        // Your vendor's data sheet: a compute tray's height and weight are not in the catalogue.
        figures: { heightU: 1, weightKg: 35 },
        count: 144,
        rackType: "nvl72",
      },
      {
        name: "mi300x",
        system: "mi300x-node",
        figures: { heightU: 8, maxPowerKW: 11, weightKg: 130 },
        count: 64,
        rackType: "gpu",
        maxPerRack: 4,
      },
      {
        name: "storage",
        figures: { heightU: 2, maxPowerKW: 1.2, weightKg: 40 },
        count: 12,
        role: "storage",
        rackType: "service",
        minRacks: 6,
      },
      {
        name: "control",
        figures: { heightU: 1, maxPowerKW: 0.8, weightKg: 20 },
        count: 6,
        role: "service",
        rackType: "service",
        minRacks: 3,
      },
    ],
    networks: [
      {
        name: "quantum",
        use: "compute",
        endpointGbps: 400,
        leafSwitch: "QM9700",
        ports: { gb200: 4 },
        managementPorts: 2,
      },
      {
        name: "ethernet",
        use: "compute",
        technology: "ethernet",
        endpointGbps: 400,
        leafSwitch: "64x400",
        ports: { mi300x: 8 },
      },
      {
        name: "storage",
        use: "storage",
        technology: "ethernet",
        endpointGbps: 200,
        leafSwitch: "64x200",
        ports: { gb200: 1, mi300x: 2, storage: 2, control: 1 },
        railOptimised: false,
      },
      {
        name: "oob",
        use: "out-of-band",
        technology: "ethernet",
        endpointGbps: 1,
        leafSwitch: "SN2201",
        spineSwitch: "SN4600C",
        ports: { gb200: 1, mi300x: 1, storage: 1, control: 1 },
        minSpines: 2,
      },
    ],
    networkRackType: "service",
    // From the data sheets of your switches: the catalogue has no power for these.
    switchFigures: {
      QM9700: { maxPowerKW: 1.7 },
      "64x400": { maxPowerKW: 1.9, heightU: 2 },
      "64x200": { maxPowerKW: 1.2, heightU: 2 },
      SN4600C: { maxPowerKW: 0.5, heightU: 2 },
      SN2201: { maxPowerKW: 0.1 },
    },
    pue: 1.1,
    energyMix: { carbonGPerKWh: 40, source: "your supplier's declaration" },
  },
  cluster: {
    kubernetesVersion: "1.34",
    access: { kind: "kubeconfig", context: "kajaani" },
    podCidrs: ["10.244.0.0/14"],
    serviceCidr: "10.96.0.0/12",
  },
  fabrics: [
    {
      kind: "infiniband",
      name: "quantum",
      network: "quantum",
      // As `ibdev2netdev` prints them on a compute tray, in rail order.
      interfaceNames: ["ibp3s0", "ibP2p3s0", "ibP16p3s0", "ibP18p3s0"],
      attachment: FabricAttachment.hostDevice(),
      subnetManager: SubnetManager.ufm(2),
    },
    {
      kind: "roce",
      name: "ethernet",
      network: "ethernet",
      interfaceNames: ["ens0", "ens1", "ens2", "ens3", "ens4", "ens5", "ens6", "ens7"],
      cidrBlock: "10.128.0.0/13",
    },
  ],
  pools: [
    { name: "gb200", fabric: "quantum", vCpus: 144, memoryGiB: 960, localScratchGB: 15_360, networkGbpsPerNode: 200 },
    {
      name: "mi300x",
      fabric: "ethernet",
      vCpus: 192,
      memoryGiB: 2304,
      localScratchGB: 30_720,
      networkGbpsPerNode: 400,
    },
  ],
  cpuPools: [
    { name: "storage", taints: [storageTaint], networkGbpsPerNode: 400 },
    { name: "control", role: "system", vCpus: 64, memoryGiB: 512, networkGbpsPerNode: 200 },
  ],
  // The one declaration of the dual stack. Six NVL72 racks and 40 nodes of MI300X are Slurm's, the rest is Kubernetes'.
  division: [
    { pool: "gb200", slurmNodes: 108, kubernetesNodes: 36 },
    { pool: "mi300x", slurmNodes: 40, kubernetesNodes: 24 },
  ],
  storage,
  components: slurm,
  // Jobs of both sides find the same files: claims in the namespaces of Slurm and of the cloud-native teams.
  filesystemNamespaces: ["slurm", "research"],
  queues: [{ name: "research", namespaces: ["research"] }],
  gpuDriverInImage: true,
  networkDriverInImage: true,
  workloads: [
    {
      id: "foundation-model",
      kind: "training",
      model: "llama-3.1-70b",
      poolIds: ["gb200"],
      precision: "bf16",
      checkpointEveryMinutes: 30,
      datasetGB: 20_000,
    },
  ],
});

app.synth();

/** Lustre for the jobs of both sides, Ceph on the storage nodes for objects and the platform's disks. */
function storage({ scope, site, monitoring }: OnPremParts): OnPremStorage {
  const scratch = new LustreMount(scope, "scratch", {
    siteId: site.siteId,
    use: "scratch",
    // Your vendor's acceptance test states these.
    capacityGiB: 7_450_000,
    readMBps: 1_000_000,
    writeMBps: 700_000,
    managementServers: ["10.40.0.11@tcp", "10.40.0.12@tcp"],
    fsname: "scratch",
    // Whamcloud's lustrefs-exporter on each server.
    exporter: FilesystemExporter.lustre({ targets: [1, 2, 3, 4].map((index) => `10.40.0.${10 + index}:32221`) }),
  });
  const ceph = new RookCeph(scope, "ceph", {
    siteId: site.siteId,
    nodes: (site.findPool("storage")?.nodeNames ?? []).map((name) => ({ name })),
    disksPerNode: 12,
    diskGiB: 14_300,
    deviceFilter: "^nvme[1-9][0-9]*n1$",
    taints: [storageTaint],
    objectStore: {
      pool: CephPool.erasureCoded(8, 3),
      share: 0.9,
      gateways: 6,
      buckets: [
        { name: "datasets", purpose: "datasets" },
        { name: "weights", purpose: "weights" },
      ],
    },
    block: { share: 0.1 },
    monitoring,
  });
  return { filesystems: [scratch], components: ceph.components, buckets: [...ceph.buckets.values()] };
}

/** Slurm on its part of the nodes, with the REST service as the door for the cloud-native side. */
function slurm(parts: OnPremParts, components: readonly IPlatformComponent[]): IPlatformComponent[] {
  const { scope, site, division, discovery, certManager, monitoring, storage: made, pools } = parts;
  const [scratch] = made?.filesystems ?? [];
  if (division === undefined || scratch === undefined)
    throw new Error("the dual stack needs a division and a filesystem");
  const crds = new SlurmOperatorCrds();
  const operator = new SlurmOperator({ crds, certManager });
  const externalSecrets = new ExternalSecrets({ monitoring });
  // Made at random once, kept in the vault: `vault` is your ClusterSecretStore.
  const vault = { externalSecrets, clusterSecretStore: "vault" };
  const [keys, passwords] = [SlurmSecrets.forCluster(vault), SlurmSecrets.forDatabase(vault)];
  const database = new SlurmDatabase({
    pool: pools.get("control"),
    dependsOn: [passwords, ...(made?.components ?? [])],
  });
  const topology = slurmTopologyFile([
    { name: "tree", kind: "tree", placements: placements(site, division) },
    { name: "nvlink", kind: "block", block: "rack", placements: placements(site, division, "quantum") },
  ]);
  const cluster = new SlurmCluster(scope, "slurm", {
    operator,
    siteId: site.siteId,
    nodes: [
      {
        pool: division.slurmPool("gb200"),
        nvlinkDriver: components.find((component) => component instanceof NvidiaDraDriver),
      },
      // As `ls /dev/dri` lists them on a node: with ROCm 6 each MI300X takes eight numbers.
      {
        pool: division.slurmPool("mi300x"),
        gres: SlurmGres.files("/dev/dri/renderD[128,136,144,152,160,168,176,184]"),
      },
    ],
    partitions: [
      { name: "nvl72", pools: ["gb200"], isDefault: true, maxTimeHours: 48, topology: "nvlink" },
      { name: "amd", pools: ["mi300x"], maxTimeHours: 48 },
    ],
    mounts: [{ filesystem: scratch, mountPath: "/scratch" }],
    accounting: SlurmAccounting.inCluster(database),
    enforceAccounts: true,
    login: { sssdConfig: { name: "slurm-sssd", key: "sssd.conf" } },
    rest: { submitters: [{ username: "workflows" }], fromNamespaces: ["research"] },
    topology,
    controlPool: pools.get("control"),
    scratchHostPath: "/mnt/nvme",
    nvlinkImex: true,
    monitoring,
    dependsOn: [keys, ...(made?.components ?? [])],
  });
  const labels = new SchedulerLabels({ division, discovery, topologySpecs: topology.nodeSpecs });
  return [labels, crds, operator, externalSecrets, keys, passwords, ...cluster.components];
}

/** Where Slurm's nodes are in the compute networks, or in one of them. */
function placements(site: Site, division: NonNullable<OnPremParts["division"]>, network?: string) {
  const own = new Set(division.slurmPools.flatMap(({ nodeNames }) => nodeNames));
  return ["quantum", "ethernet"]
    .filter((name) => network === undefined || name === network)
    .flatMap((name) =>
      site.placements(site.network(name).plan).map((placement) => ({
        ...placement,
        node: site.nodeNameOf(placement.node),
        unit: `${name}-${placement.unit}`,
      })),
    )
    .filter(({ node }) => own.has(node));
}
