import { App, TerraformStack } from "cdktf";
import { KubernetesCluster } from "../../../constructs/cluster";
import {
  AcceleratorSharing,
  KubernetesGpuNodePool,
  KubernetesNodePool,
  NodeSelection,
  type KubernetesGpuNodePoolProps,
} from "../../../constructs/compute";
import { FabricAttachment, InfiniBandFabric, RoceFabric, SubnetManager } from "../../../constructs/fabric";
import {
  DevicePlugin,
  FabricNetworks,
  NetworkOperator,
  NodeFeatureDiscovery,
  PoolLabels,
  podNetworksAnnotation,
} from "../../../constructs/platform";
import { AcceptanceJob } from "../../../constructs/scheduling";
import { Site } from "../../../constructs/site";
import { collectModel } from "../../../model";
import { unknownValueKeys, validateObject } from "../../../testing/kubernetes";
import { FactoryError } from "../../../validation/factory-error";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { objectOf } from "../platform/every-component";
import { smallSite } from "./site-props";

const dgxInterfaces = ["ibp24s0", "ibp64s0", "ibp79s0", "ibp94s0", "ibp154s0", "ibp192s0", "ibp206s0", "ibp220s0"];
const discovery = new NodeFeatureDiscovery({ taints: true });

function setting() {
  const app = new App({ outdir: process.env.AI_FACTORY_TEST_DIR });
  const stack = new TerraformStack(app, "platform");
  const site = new Site(stack, "site", smallSite);
  const cluster = KubernetesCluster.fromAttributes(stack, "cluster", {
    kubernetesVersion: "1.34",
    siteId: "oslo",
    access: { kind: "kubeconfig", context: "oslo" },
  });
  const infiniBand = (attachment?: FabricAttachment, ipoibCidrBlock?: string) =>
    new InfiniBandFabric(stack, `ib-${attachment?.kind}-${ipoibCidrBlock !== undefined}`, {
      site,
      network: "compute",
      fabricName: "compute",
      interfaceNames: dgxInterfaces,
      subnetManager: SubnetManager.ufm(),
      attachment,
      ipoibCidrBlock,
    });
  const roce = (attachment?: FabricAttachment, routedRails?: boolean) =>
    new RoceFabric(stack, `roce-${attachment?.kind}-${routedRails}`, {
      routedRails,
      site,
      network: "ethernet",
      fabricName: "fast-store",
      interfaceNames: ["enp41s0f0np0", "enp170s0f0np0"],
      cidrBlock: "192.168.0.0/16",
      attachment,
    });
  const gpus = (id: string, props: Partial<KubernetesGpuNodePoolProps> = {}) =>
    new KubernetesGpuNodePool(stack, id, { cluster, site, poolName: "dgx", ...props });
  return { app, stack, site, cluster, infiniBand, roce, gpus };
}

function messagesOf(build: () => unknown): string[] {
  try {
    build();
  } catch (error) {
    if (error instanceof FactoryError) return error.findings.map(({ rule }) => rule);
    throw error;
  }
  return [];
}

describe("a pool of existing GPU nodes", () => {
  const { app, infiniBand, gpus, stack, cluster } = setting();
  const pool = gpus("dgx", { fabric: infiniBand(), vCpus: 224, memoryGiB: 2048 });

  test("takes number, machine and accelerator from the site", () => {
    expect(pool).toMatchObject({
      maxNodes: 7,
      acceleratorVendor: "nvidia",
      accelerators: { resourceName: "nvidia.com/gpu", perNode: 8 },
      fabricDevices: { resourceName: "nvidia.com/compute", perNode: 8 },
      taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
    });
    expect(pool.selection.nodeNames).toHaveLength(7);
    expect(pool.nodeLabels["dgx-1"] ?? pool.nodeLabels["dgx-01"]).toHaveProperty(["ai-factory/fabric-rack"]);
  });

  test("is in the model with spares, failure domains and the fabric's bandwidth", () => {
    const { pools } = collectModel(app, { name: "f", intent: "training" });
    expect(pools[0]).toMatchObject({
      system: "dgx-h200",
      spareNodes: 1,
      failureDomains: { racks: 2, largestShare: 0.5 },
      capacity: { kind: "owned" },
      fabricGbpsPerNode: 3200,
      fabricDevicesPerNode: 8,
    });
  });

  test("divides GPUs by MIG or by turns only as they can be divided", () => {
    expect(gpus("mig", { sharing: AcceleratorSharing.mig("1g.18gb") })).toMatchObject({
      accelerators: { resourceName: "nvidia.com/mig-1g.18gb", perNode: 56 },
      labels: { "nvidia.com/mig.config": "all-1g.18gb" },
    });
    expect(gpus("turns", { sharing: AcceleratorSharing.timeSlicing(4) }).accelerators?.perNode).toBe(32);
    expect(messagesOf(() => gpus("bad-mig", { sharing: AcceleratorSharing.mig("1g.20gb") }))).toEqual([
      "ACC-055-mig-profile",
    ]);
    expect(messagesOf(() => gpus("bad-amd", { accelerator: "mi300x", sharing: AcceleratorSharing.mps(2) }))).toEqual([
      "ACC-056-sharing-vendor",
    ]);
  });

  test("can be of any accelerator whose resource is stated", () => {
    const devices = { resourceName: "tenstorrent.com/n300", perNode: 4 };
    const cards = gpus("tt", { accelerator: "wormhole-n300", devices });
    expect(cards).toMatchObject({ acceleratorVendor: "tenstorrent", accelerators: devices });
    expect(messagesOf(() => gpus("tt2", { accelerator: "wormhole-n300" }))).toEqual(["ACC-071-no-resource"]);
    const plugin = { name: "tt-plugin", namespace: "tt", resourceName: "tenstorrent.com/n300", pools: [cards] };
    expect(messagesOf(() => new DevicePlugin(plugin))).toEqual(["PLT-071-device-plugin"]);
    expect(messagesOf(() => new DevicePlugin({ ...plugin, resourceName: "x.com/y", chart: chart("tt") }))).toEqual([
      "PLT-050-no-pool",
    ]);
    expect(new DevicePlugin({ ...plugin, chart: chart("tt") })).toMatchObject({ imagesKnown: false });
  });

  test("tells everything that is wrong at once", () => {
    const nobody = { poolName: "No Body", labels: { "a b": "c" }, selection: NodeSelection.byPciDevice("0x10de") };
    expect(messagesOf(() => gpus("wrong", { ...nobody, accelerator: "h300" })).sort()).toEqual([
      "ACC-070-unknown-accelerator",
      "CAP-060-pool-nodes",
      "OPS-050-pool-name",
      "OPS-051-node-labels",
      "OPS-062-node-selection",
    ]);
    expect(messagesOf(() => gpus("many", { nodes: 8 }))).toEqual(["CAP-060-pool-nodes"]);
  });

  test("without a site is what its owner states", () => {
    const free = new KubernetesNodePool(stack, "free", { cluster, poolName: "free", nodes: 3, role: "system" });
    expect(free).toMatchObject({ maxNodes: 3, selection: { kind: "label" } });
  });
});

function chart(name: string) {
  return { name, version: "1.0.0", repository: "https://charts.example.org" };
}

describe("a cluster that exists", () => {
  test("needs a version and a named context", () => {
    const { stack } = setting();
    const access = { kind: "kubeconfig", context: "" } as const;
    expect(
      messagesOf(() => KubernetesCluster.fromAttributes(stack, "c", { kubernetesVersion: "v1", siteId: "s", access })),
    ).toEqual(["OPS-060-kubernetes-version", "OPS-061-cluster-access"]);
  });
});

describe("pool labels", () => {
  const { gpus } = setting();

  test("are rules by names, with the pool's taints and each node's place", () => {
    const { spec } = objectOf(new PoolLabels({ pools: [gpus("dgx")], discovery }), "NodeFeatureRule");
    const { rules } = spec as {
      rules: { labels: Record<string, string>; matchFeatures: unknown[]; taints?: unknown }[];
    };
    expect(rules).toHaveLength(3);
    expect(rules[0]).toMatchObject({
      labels: { "ai-factory/pool": "dgx" },
      taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
    });
    const placed = JSON.stringify(rules.slice(1));
    for (const node of gpus("again").selection.nodeNames) expect(placed).toContain(`"${node}"`);
    // The spare belongs to nobody.
    expect(JSON.stringify(rules)).not.toMatch(/"dgx-0?8"/);
  });

  test("are rules by hardware, or none where the nodes have them", () => {
    const pci = gpus("pci", { selection: NodeSelection.byPciDevice("10de", ["2335"]) });
    expect(JSON.stringify(new PoolLabels({ pools: [pci], discovery }).manifests)).toContain(
      '"device":{"op":"In","value":["2335"]}',
    );
    const labelled = gpus("labelled", { selection: NodeSelection.labelled() });
    expect(new PoolLabels({ pools: [labelled], discovery }).manifests).toEqual([]);
  });
});

describe("InfiniBand", () => {
  const { infiniBand, gpus, stack, site } = setting();

  test("moves adapters into pods: one resource for all rails, and no addresses", () => {
    const operator = new NetworkOperator({
      pools: [gpus("a", { fabric: infiniBand(FabricAttachment.hostDevice()) })],
      driverInImage: true,
      discovery,
    });
    const { spec } = objectOf(operator, "NicClusterPolicy") as unknown as { spec: Record<string, { config?: string }> };
    expect(Object.keys(spec).sort()).toEqual(["nodeAffinity", "secondaryNetwork", "sriovDevicePlugin", "tolerations"]);
    expect(JSON.parse(spec.sriovDevicePlugin?.config ?? "")).toEqual({
      resourceList: [
        {
          resourcePrefix: "nvidia.com",
          resourceName: "compute",
          selectors: { vendors: ["15b3"], isRdma: true, pfNames: dgxInterfaces },
        },
      ],
    });
    expect(new FabricNetworks({ operator }).manifests.map(({ kind }) => kind)).toEqual(["HostDeviceNetwork"]);
    expect(podNetworksAnnotation(operator.fabrics[0]!).split(",")).toHaveLength(8);
  });

  test("installs the driver only where the nodes lack it", () => {
    const pools = [gpus("b", { fabric: infiniBand(FabricAttachment.shared(8)) })];
    const operator = new NetworkOperator({ pools, driverInImage: false, discovery });
    expect(operator.images).toContain("nvcr.io/nvidia/mellanox/doca-driver:doca3.4.1-26.04-1.1.0.0-1");
    expect(operator.images).toContain("nvcr.io/nvidia/mellanox/k8s-rdma-shared-dev-plugin:network-operator-v26.4.1");
    expect(operator.images.filter((image) => image.includes("multus"))).toEqual([]);
  });

  test("is refused with wrong rails, technology or subnet manager, all at once", () => {
    const build = (change: object) =>
      messagesOf(
        () =>
          new InfiniBandFabric(stack, `wrong-${JSON.stringify(change)}`, {
            site,
            network: "compute",
            fabricName: "compute",
            interfaceNames: dgxInterfaces,
            subnetManager: SubnetManager.onSwitches(),
            ...change,
          }),
      );
    expect(build({})).toEqual([]);
    expect(build({ interfaceNames: [...dgxInterfaces.slice(1), "ibp64s0"], fabricName: "C" })).toEqual([
      "FAB-020-fabric-name",
      "FAB-022-rail-interfaces",
    ]);
    expect(build({ interfaceNames: ["a"], network: "ethernet" })).toEqual([
      "FAB-022-rail-interfaces",
      "FAB-024-fabric-technology",
    ]);
    expect(build({ network: "backbone", subnetManager: SubnetManager.ufm(0) })).toEqual([
      "FAB-021-fabric-network",
      "FAB-060-subnet-manager",
    ]);
    expect(build({ attachment: FabricAttachment.sriov(0) })).toEqual(["FAB-023-attachment"]);
  });
});

describe("RoCE", () => {
  const { roce, gpus, stack, site } = setting();

  test("shares adapters with an address on each rail", () => {
    const fabric = roce();
    expect(fabric.podNetworks).toEqual([
      {
        name: "fast-store-rail-1",
        interfaceName: "enp41s0f0np0",
        cidrBlock: "192.168.0.0/17",
        resourceName: "rdma/fast_store",
      },
      {
        name: "fast-store-rail-2",
        interfaceName: "enp170s0f0np0",
        cidrBlock: "192.168.128.0/17",
        resourceName: "rdma/fast_store",
      },
    ]);
    const operator = new NetworkOperator({ pools: [gpus("r", { fabric })], driverInImage: true, discovery });
    expect(new FabricNetworks({ operator }).manifests.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      "IPPool fast-store-rail-1",
      "IPPool fast-store-rail-2",
      "MacvlanNetwork fast-store-rail-1",
      "MacvlanNetwork fast-store-rail-2",
    ]);
    // Address pools are defined by the operator: something must wait for the definition.
    expect(objectOf(operator, "Job").spec).toMatchObject({ backoffLimit: 6 });
  });

  test("keeps a resource for each rail where adapters are not shared", () => {
    const pool = gpus("s", { fabric: roce(FabricAttachment.sriov(4)) });
    expect(pool.railDevices).toEqual([
      { resourceName: "nvidia.com/fast_store_rail_1", perNode: 4 },
      { resourceName: "nvidia.com/fast_store_rail_2", perNode: 4 },
    ]);
  });

  test("gives each node a routed link on each rail, in the order of the plan", () => {
    const fabric = roce(FabricAttachment.hostDevice(), true);
    const operator = new NetworkOperator({ pools: [gpus("x", { fabric })], driverInImage: true, discovery });
    const { spec } = objectOf(new FabricNetworks({ operator }), "CIDRPool", "fast-store-rail-2");
    const { staticAllocations, ...rest } = spec as { staticAllocations: unknown[] };
    expect(rest).toEqual({
      cidr: "192.168.128.0/17",
      perNodeNetworkPrefix: 31,
      gatewayIndex: 0,
      routes: [{ dst: "192.168.128.0/17" }, { dst: "192.168.0.0/16" }],
    });
    expect(staticAllocations.slice(0, 2)).toEqual([
      { nodeName: "dgx-01", prefix: "192.168.128.0/31", gateway: "192.168.128.0" },
      { nodeName: "dgx-02", prefix: "192.168.128.2/31", gateway: "192.168.128.2" },
    ]);
    expect(messagesOf(() => roce(FabricAttachment.shared(2), true))).toEqual(["FAB-029-routed-rails"]);
  });

  test("tells switches and hosts the same of MTU, priority and marks", () => {
    const { switchConfiguration } = roce(FabricAttachment.shared(4));
    expect(switchConfiguration).toContain("nv set qos roce mode lossless");
    expect(switchConfiguration).toMatch(/link mtu 9216/);
    const arista = new RoceFabric(stack, "eos", {
      site,
      network: "ethernet",
      interfaceNames: ["a", "b"],
      cidrBlock: "192.168.0.0/16",
      switchSystem: "arista-eos",
      quality: { priority: 4, dscp: 32 },
    }).switchConfiguration;
    expect(arista).toContain("qos map dscp 32 to traffic-class 4");
    expect(arista).toContain("priority-flow-control priority 4 no-drop");
    expect(arista).toContain("mtu 9214");
  });

  test("is refused with a small range, a small MTU, or notifications in the class of the data", () => {
    const build = (change: object) =>
      messagesOf(
        () =>
          new RoceFabric(stack, `wrong-${JSON.stringify(change)}`, {
            site,
            network: "ethernet",
            fabricName: "store",
            interfaceNames: ["a", "b"],
            cidrBlock: "192.168.0.0/16",
            ...change,
          }),
      );
    expect(build({})).toEqual([]);
    expect(build({ cidrBlock: "192.168.0.0/24" })).toEqual(["FAB-025-rail-addresses"]);
    expect(build({ cidrBlock: "everything" })).toEqual(["FAB-025-rail-addresses"]);
    expect(build({ quality: { priority: 6, dscp: 64 } })).toEqual(["FAB-026-roce-quality", "FAB-026-roce-quality"]);
    expect(build({ quality: { hostMtu: 1500 } })).toEqual(["FAB-027-roce-mtu"]);
    expect(build({ quality: { switchMtu: 1500 } })).toEqual(["FAB-027-roce-mtu"]);
    expect(build({ network: "compute", interfaceNames: dgxInterfaces })).toEqual(["FAB-024-fabric-technology"]);
  });
});

describe("the acceptance job on InfiniBand", () => {
  const { infiniBand, gpus } = setting();
  const pool = gpus("acc", { fabric: infiniBand() });
  const image = "registry.example.org/pytorch-perftest:1";
  const job = new AcceptanceJob({ pool, devicePlugins: [], image });

  test("takes all adapters, measures links, and expects three quarters of the fabric", () => {
    expect(job).toMatchObject({ nodes: 7, minBusBandwidthGBps: 300 });
    const text = JSON.stringify(job.manifests);
    expect(text).toContain('"nvidia.com/compute":"8"');
    expect(text).toContain('{"name":"MIN_LINK_GBPS","value":"380"}');
    expect(text).toContain("default/compute,default/compute");
    expect(text).not.toMatch(/vpc.amazonaws.com|FI_PROVIDER|hugepages/);
  });

  test.each([
    ["it is told to", { image, linkTest: false }],
    ["its image may lack the tool", {}],
  ])("leaves the link test out where %s", (_, props) => {
    const text = JSON.stringify(new AcceptanceJob({ pool, devicePlugins: [], ...props }).manifests);
    expect(text).not.toContain('MIN_LINK_GBPS","value');
  });
});

describeWithSchemas("fabrics and pools", ({ schemas, charts }) => {
  const { infiniBand, roce, gpus } = setting();
  const attachments = [FabricAttachment.hostDevice(), FabricAttachment.shared(8), FabricAttachment.sriov(4)];
  const fabrics = attachments.flatMap((attachment) => [
    infiniBand(attachment),
    infiniBand(attachment, "10.200.0.0/16"),
    roce(attachment),
    ...(attachment.kind === "host-device" ? [roce(attachment, true)] : []),
  ]);

  test.each(fabrics.map((fabric) => [fabric.node.id, fabric]))(
    "%s has only objects and values that are accepted",
    (id, fabric) => {
      const pool = gpus(`pool-${id}`, { fabric });
      const operator = new NetworkOperator({ pools: [pool], driverInImage: false, discovery });
      const components = [
        operator,
        new FabricNetworks({ operator }),
        new PoolLabels({ pools: [pool], discovery }),
        new AcceptanceJob({ pool, devicePlugins: [operator] }),
      ];
      expect(
        components.flatMap(({ manifests }) => manifests.flatMap((object) => validateObject(object, schemas))),
      ).toEqual([]);
      expect(unknownValueKeys("network-operator", operator.values, charts)).toEqual([]);
    },
  );
});
