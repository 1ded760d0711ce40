import {
  FactoryState,
  type BoundaryProp,
  type CloudFactoryProps,
  type HybridFactoryProps,
  type OnPremFactoryProps,
} from "../../../blueprints";
import { AcceleratorSharing, Capacity, NodeSelection } from "../../../constructs/compute";
import { FabricAttachment, SubnetManager } from "../../../constructs/fabric";
import {
  DirectConnectPort,
  FactoryIdentity,
  InferenceFailover,
  LinkPath,
  SiteAgent,
  SiteStore,
} from "../../../constructs/hybrid";
import { Delivery } from "../../../constructs/platform";
import { LustreDeployment } from "../../../constructs/storage";
import { Boundary, boundaryFrom } from "../../../policy";
import { smallSite } from "../../constructs/onprem/site-props";

/** Props of a factory whose boundary is a profile's name, or data as a file has it. */
export type Shape<P extends { readonly boundary?: BoundaryProp }> = Omit<P, "boundary"> & {
  readonly boundary?: string | object;
};

/** The props, with the boundary that its data states. @throws PolicyFileError where it states none */
export function propsOf<P extends { readonly boundary?: BoundaryProp }>({ boundary, ...rest }: Shape<P>): P {
  const isData = typeof boundary === "object" && !(boundary instanceof Boundary);
  const read = isData ? boundaryFrom(boundary, "ours") : boundary;
  return { ...rest, boundary: read } as unknown as P;
}

const acknowledgements = [
  { rule: "QUO-001", path: "factory", reason: "asked for", owner: "platform", expires: "2027-01-31" },
];
const asOf = "2026-11-21";

/** A boundary that states everything. */
const boundary = {
  extends: "eu-strict",
  name: "ours",
  accounts: ["111122223333"],
  organization: "o-abcdefghij",
  egress: [{ host: "mirror.example.eu", jurisdiction: "DE", purpose: "packages" }],
  edgeZones: [],
  globalTypes: ["aws_iam_*"],
  edgeServices: false,
  publicIngress: false,
  minZones: 2,
  vendorAccounts: [{ account: "444455556666", name: "vendor", jurisdiction: "DE" }],
  identityIssuers: [{ host: "id.example.eu", jurisdiction: "DE", purpose: "sign-on" }],
  retention: { logDays: 365, backupDays: 30 },
};

const smallCloud: Shape<CloudFactoryProps> = {
  region: "eu-north-1",
  zones: ["eu-north-1a", "eu-north-1b"],
  pools: [{ name: "l40s", instanceType: "g6e.12xlarge", capacity: Capacity.onDemand({ minNodes: 1, maxNodes: 4 }) }],
};

const ecr = "111122223333.dkr.ecr.eu-north-1.amazonaws.com";

/** Cloud factories that are right; together they state every prop. */
export const cloudShapes: readonly Shape<CloudFactoryProps>[] = [
  smallCloud,
  {
    ...smallCloud,
    intent: "training",
    pools: [
      {
        name: "h200",
        instanceType: "p5en.48xlarge",
        capacity: Capacity.capacityBlock({
          reservationId: "cr-0123456789abcdef0",
          zone: "eu-north-1a",
          nodes: 2,
          startsAt: "2027-01-01T00:00:00Z",
          endsAt: "2027-01-08T00:00:00Z",
        }),
        fabric: true,
        interfacePattern: "maxBandwidth",
        labels: { team: "models" },
        usdPerNodeHour: { usd: 60, asOf, source: "offer" },
      },
      {
        name: "shared",
        instanceType: "g6e.12xlarge",
        capacity: Capacity.spot({ minNodes: 1, maxNodes: 4, desiredNodes: 2 }),
        zones: ["eu-north-1b"],
        sharing: AcceleratorSharing.timeSlicing(2),
        maxPodsPerNode: 60,
        queued: false,
      },
      {
        name: "general",
        instanceType: "m7i.8xlarge",
        capacity: Capacity.reservation({ reservationId: "cr-0123456789abcdef1", nodes: 2, zone: "eu-north-1a" }),
        operatingSystem: "bottlerocket",
      },
    ],
    elasticPools: [
      { name: "notebooks", instanceTypes: ["g6.2xlarge", "g6.4xlarge"], maxNodes: 4, zones: ["eu-north-1a"] },
      { name: "batch", instanceTypes: ["m7i.4xlarge"], maxNodes: 8, markets: ["spot", "on-demand"], queued: false },
    ],
    buckets: [
      { name: "datasets", purpose: "datasets" },
      { name: "checkpoints", purpose: "checkpoints" },
    ],
    filesystems: [
      {
        name: "scratch",
        capacityGiB: 9_600,
        deployment: LustreDeployment.persistent2(1000),
        linkedBuckets: ["datasets"],
        zone: "eu-north-1a",
        use: "scratch",
        metadataIops: 12_000,
      },
    ],
    filesystemNamespaces: ["default", "tuning"],
    sharedHome: true,
    budgetUsdPerHour: 2_000,
    accountLimits: { "L-417A185B": 4608, "L-1216C47A": 4000 },
    workloads: [
      {
        id: "tuning",
        kind: "training",
        model: "llama-3.1-8b",
        poolIds: ["h200"],
        precision: "bf16",
        trainingTokens: 1e9,
        checkpointEveryMinutes: 60,
        checkpointsKept: 2,
        accelerators: 16,
        datasetGB: 500,
        readGBpsPerAccelerator: 0.1,
        startsAt: "2027-01-01T00:00:00Z",
        endsBy: "2027-01-08T00:00:00Z",
      },
    ],
    kubernetesVersion: "1.34",
    adminRoleArns: ["arn:aws:iam::111122223333:role/admin"],
    publicAccessCidrs: ["203.0.113.0/24"],
    privateAccessCidrs: ["10.64.0.0/16"],
    remoteNetworks: { nodeCidrs: ["10.66.0.0/16"], podCidrs: ["10.245.0.0/16"] },
    systemInstanceType: "m7i.4xlarge",
    systemNodes: 3,
    natGateways: "single",
    cidrBlock: "10.1.0.0/16",
    nodeCidrBlock: "100.65.0.0/16",
    customKeyStoreId: "cks-0123456789abcdef0",
    queues: [{ name: "research", namespaces: ["research"], share: 0.5 }],
    kueue: { serving: true, fairSharing: true },
    monitoring: true,
    imageRegistry: "registry.example.com",
    chartRepository: "oci://registry.example.com/charts",
    providerEndpoints: { kms: "https://kms.eu-north-1.amazonaws.com" },
    acknowledgements,
    tags: { team: "platform" },
    state: FactoryState.s3({ bucket: "state", region: "eu-north-1", keyPrefix: "factory/" }),
  },
  {
    ...smallCloud,
    intent: "inference",
    vpc: {
      vpcId: "vpc-0123456789abcdef0",
      region: "eu-north-1",
      cidrBlocks: ["10.2.0.0/16"],
      nodeSubnets: [
        { subnetId: "subnet-0123456789abcdef0", zone: "eu-north-1a", cidrBlock: "10.2.0.0/18" },
        { subnetId: "subnet-0123456789abcdef1", zone: "eu-north-1b", cidrBlock: "10.2.64.0/18" },
      ],
      privateRouteTableIds: ["rtb-0123456789abcdef0"],
      closed: false,
    },
    closedNetwork: false,
    monitoring: false,
    sharedHome: false,
  },
  { ...smallCloud, boundary: { ...boundary } },
  { ...smallCloud, boundary: "eu-strict", imageRegistry: ecr, chartRepository: `oci://${ecr}/charts` },
];

const smallPools: Shape<OnPremFactoryProps> = {
  site: {
    siteName: "home",
    country: "SE",
    racks: [{ name: "standard", units: 42, powerBudgetKW: 20 }],
    systems: [
      { name: "l40s", system: "l40s-node", figures: { heightU: 4, maxPowerKW: 4, weightKg: 60 }, count: 4 },
      { name: "control", figures: { heightU: 1, maxPowerKW: 0.8, weightKg: 20 }, count: 3, role: "service" },
    ],
    networks: [
      {
        name: "in-band",
        use: "in-band",
        technology: "ethernet",
        endpointGbps: 100,
        leafSwitch: "SN4600C",
        ports: { l40s: 2 },
      },
    ],
    switchFigures: { SN4600C: { maxPowerKW: 0.5, heightU: 2 } },
  },
  cluster: {
    kubernetesVersion: "1.34",
    access: { kind: "kubeconfig", context: "home" },
    podCidrs: ["10.244.0.0/16"],
    serviceCidr: "10.96.0.0/16",
  },
  pools: [{ name: "l40s", vCpus: 128, memoryGiB: 1024 }],
  cpuPools: [{ name: "control", role: "system" }],
};

/** On-prem factories that are right; together they state every prop but the functions. */
export const onPremShapes: readonly Shape<OnPremFactoryProps>[] = [
  smallPools,
  {
    ...smallPools,
    intent: "training",
    site: {
      ...smallSite,
      floor: { racksPerRow: 10, rackPitchM: 0.8, rowPitchM: 3 },
      energyMix: { carbonGPerKWh: 30, source: "supplier" },
      gridLimitKW: 2_000,
      expectedLoad: 0.7,
      supply: {
        airRiseK: 12,
        waterRiseK: 9,
        powerFactor: 0.9,
        loading: 0.7,
        largestTransformerKVA: 1600,
        upsModuleKW: 500,
        redundancy: "2N",
      },
      cableRoute: { trayHeightM: 3, slackM: 2 },
      networks: [
        ...smallSite.networks,
        {
          name: "oob",
          use: "out-of-band",
          technology: "ethernet",
          endpointGbps: 1,
          leafSwitch: "SN2201",
          spineSwitch: "SN4600C",
          coreSwitch: { id: "own", ports: 32, portGbps: 400, splits: [{ ways: 4, gbps: 100 }], portsPerConnector: 2 },
          ports: { dgx: 1, store: 1 },
          planes: 1,
          minSpines: 2,
          managementPorts: 0,
          oversubscription: 2,
        },
      ],
      switchFigures: { ...smallSite.switchFigures, SN2201: { maxPowerKW: 0.1 }, SN4600C: { maxPowerKW: 0.5 } },
    },
    cluster: { ...smallPools.cluster, clusterName: "oslo", publicApi: false },
    fabrics: [
      {
        kind: "infiniband",
        name: "compute",
        network: "compute",
        interfaceNames: ["ib0", "ib1", "ib2", "ib3", "ib4", "ib5", "ib6", "ib7"],
        attachment: FabricAttachment.hostDevice(),
        subnetManager: SubnetManager.ufm(2),
        ipoibCidrBlock: "10.201.0.0/16",
        networkNamespace: "default",
      },
      {
        kind: "roce",
        name: "storage",
        network: "ethernet",
        interfaceNames: ["eth0", "eth1"],
        attachment: FabricAttachment.shared(32),
        cidrBlock: "10.200.0.0/16",
        switchSystem: "cumulus",
        quality: { mode: "lossless", priority: 3, dscp: 26, cnpDscp: 48, hostMtu: 4200 },
      },
    ],
    pools: [
      {
        name: "dgx",
        fabric: "compute",
        nodes: 6,
        vCpus: 224,
        memoryGiB: 2048,
        localScratchGB: 30_720,
        networkGbpsPerNode: 200,
        accelerator: "h200-sxm-141gb",
        acceleratorsPerNode: 8,
        architecture: "x86_64",
        labels: { tier: "gold" },
        usdPerNodeHour: { usd: 30, asOf, source: "depreciation" },
        taints: [{ key: "example.org/mine", value: "yes", effect: "NoSchedule" }],
      },
      {
        name: "nvl",
        nodes: 36,
        sharing: AcceleratorSharing.mig("1g.23gb"),
        devices: { resourceName: "nvidia.com/gpu", perNode: 4 },
        queued: false,
        selection: NodeSelection.byPciDevice("10de"),
      },
    ],
    cpuPools: [{ name: "store", role: "cpu", taints: [{ key: "store", effect: "PreferNoSchedule" }], vCpus: 64 }],
    division: [{ pool: "dgx", slurmNodes: 2, kubernetesNodes: 4 }],
    workloads: [
      { id: "pretraining", kind: "training", model: "llama-3.1-70b", poolIds: ["dgx"], precision: "bf16" },
      { id: "assistant", kind: "inference", parametersBillions: 8, poolIds: ["nvl"], precision: "fp8" },
    ],
    filesystemNamespaces: ["default"],
    gpuDriverInImage: true,
    networkDriverInImage: true,
    gpuDirectStorage: true,
    nodeHealth: true,
    amdDevicePluginImages: { plugin: "registry.example.com/plugin:1", labeller: "registry.example.com/labeller:1" },
    queues: [{ name: "research", namespaces: ["research"], share: 1 }],
    kueue: { serving: true, fairSharing: true },
    monitoring: true,
    storageClassName: "local-nvme",
    acceptanceImage: "registry.example.com/pytorch:1",
    deliveries: [
      Delivery.argoCd({ repository: { url: "https://git.example.org/platform.git", path: "oslo" } }),
      Delivery.flux({ path: "oslo" }),
    ],
    acknowledgements,
    state: FactoryState.local(),
  },
  {
    ...smallPools,
    imageRegistry: "registry.example.com",
    chartRepository: "oci://registry.example.com/charts",
    monitoring: false,
    deliveries: [Delivery.folder()],
  },
  {
    ...smallPools,
    boundary: {
      ...boundary,
      countries: ["SE"],
      registries: [{ host: "registry.example.org", jurisdiction: "SE", purpose: "mirror" }],
    },
    closedNamespaces: {
      namespaces: ["research"],
      controlPlaneCidrBlocks: ["10.20.0.0/24"],
      controlPlanePorts: [443, 6443],
      nodeCidrBlocks: ["10.20.1.0/24"],
      monitoringNamespace: "monitoring",
    },
    admission: { regions: ["eu-north-1"], provisioners: ["local.csi.example.org"] },
    storageClassName: "local-nvme",
  },
];

const smallLink: HybridFactoryProps["link"] = {
  paths: [
    LinkPath.vpn({ name: "a", routerAddress: "203.0.113.1", routerAsn: 64520 }),
    LinkPath.vpn({ name: "b", routerAddress: "203.0.113.2", routerAsn: 64520 }),
  ],
};
const smallHybrid: Shape<HybridFactoryProps> = {
  site: smallPools as HybridFactoryProps["site"],
  siteNetwork: { cidrBlocks: ["10.64.0.0/16"] },
  cloud: {
    region: "eu-north-1",
    zones: ["eu-north-1a", "eu-north-1b"],
    pools: [],
    elasticPools: [{ name: "burst", instanceTypes: ["g6e.12xlarge"], maxNodes: 4 }],
  },
  link: smallLink,
};
const store = { server: "nfs.example.org", path: "/export" };

/** Hybrid factories that are right; together they state every prop of their own. */
export const hybridShapes: readonly Shape<HybridFactoryProps>[] = [
  smallHybrid,
  {
    ...smallHybrid,
    intent: "mixed",
    siteNetwork: { cidrBlocks: ["10.64.0.0/16"], podsRouted: true },
    cloud: {
      ...smallHybrid.cloud,
      buckets: [
        { name: "datasets", purpose: "datasets" },
        { name: "checkpoints", purpose: "checkpoints" },
      ],
    },
    link: {
      paths: [
        LinkPath.directConnect({
          name: "kista",
          port: DirectConnectPort.ordered({ location: "EqSK1", gbps: 10 }),
          vlan: 101,
          routerAsn: 64520,
        }),
        LinkPath.directConnect({
          name: "bromma",
          port: DirectConnectPort.existing({ connectionId: "dxcon-fgabc123", location: "InSTO1", gbps: 10 }),
          vlan: 102,
          routerAsn: 64520,
        }),
        ...smallLink.paths,
      ],
      awsAsn: 64513,
      dns: {
        siteDomains: ["site.example.org"],
        siteServers: ["10.64.0.2", "10.64.0.3"],
        privateObjectStorage: true,
      },
    },
    hybridNodes: { nodeCidrs: ["10.66.0.0/16"], podCidrs: ["10.245.0.0/16"] },
    dataClasses: [
      { name: "public", mayLeave: true },
      { name: "internal", mayLeave: true, regions: ["eu-north-1"] },
      { name: "patient", mayLeave: false },
    ],
    burst: {
      pool: "burst",
      teams: [
        { name: "vision", namespaces: ["vision"], share: 0.5 },
        { name: "language", namespaces: ["language"], share: 0.5 },
      ],
      maxNodes: 4,
      budgetUsdPerHour: 300,
      windows: [{ opens: "0 18 * * 1-5", closes: "0 7 * * 1-5", timeZone: "Europe/Stockholm" }],
      workloads: [
        { name: "tuning", datasetGB: 500, resultGB: 50, computeHours: 12, dataClass: "internal" },
        { name: "daily", datasetGB: 500, staged: true, dailyChangeGB: 40, computeHours: 60, dataClass: "public" },
      ],
      kubeconfigSecretName: "cloud",
    },
    dataMovement: {
      agents: [SiteAgent.activated({ name: "a", address: "10.64.0.20" })],
      copies: [
        {
          name: "crawl",
          direction: "to-cloud",
          dataClass: "public",
          siteStore: SiteStore.nfs(store),
          bucket: "datasets",
          prefix: "/crawl",
          totalGB: 100,
          dailyChangeGB: 10,
          everyHours: 24,
          limitMbps: 500,
        },
        {
          name: "weights",
          direction: "to-site",
          dataClass: "internal",
          siteStore: SiteStore.smb({ ...store, user: "mover" }),
          bucket: "checkpoints",
          totalGB: 100,
          dailyChangeGB: 10,
          everyHours: 24,
        },
      ],
    },
    identity: new FactoryIdentity({
      issuerUrl: "https://login.example.org/realms/factory",
      clientId: "factory",
      jwksUrl: "https://login.example.org/realms/factory/certs",
      usernameClaim: "email",
      groupsClaim: "roles",
      prefix: "corp:",
      adminGroups: ["ml-platform"],
      viewGroups: ["operations"],
    }),
    inferenceFailover: new InferenceFailover({
      domain: "models.example.org",
      models: [{ servedName: "llama-8b", dataClass: "internal" }],
      siteAddresses: ["10.64.0.40"],
      cloudAddresses: ["10.0.0.40", "10.0.16.40"],
      caConfigMapName: "ca",
      keySecretName: "key",
    }),
    acknowledgements,
    state: FactoryState.local(),
  },
  {
    ...smallHybrid,
    dataClasses: [{ name: "public", mayLeave: true }],
    boundary: {
      ...boundary,
      registries: [{ host: "registry.example.org", jurisdiction: "SE", purpose: "mirror" }],
    },
  },
];
