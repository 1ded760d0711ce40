import { helmChart } from "../../../catalog";
import type { IHostFabric, INodePool, IPlatformComponent, KubernetesObject } from "../../contracts";
import { privilegedNamespace } from "../namespaces";
import { affinityTo, systemTolerations, tolerationsOf } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";
import { requirePools } from "../pools";
import { addressPoolsReady, kubectlImage } from "./network-operator-ready";

/** A pool that says which fabric joins its nodes. */
export type FabricPool = INodePool & { readonly fabric?: IHostFabric };

export interface NetworkOperatorProps extends ComponentOptions {
  /** Pools of the cluster; the operator serves those with a fabric of their own adapters. At least one must have one. */
  readonly pools: readonly FabricPool[];
  /** Further fabrics that the same nodes have, such as one for storage. @default - the pools' own */
  readonly fabrics?: readonly IHostFabric[];
  /** Whether the node image brings the adapters' driver (DOCA-OFED, or the kernel's own), so that none is installed. */
  readonly driverInImage: boolean;
  /** Node Feature Discovery, of which a cluster has one only: it finds the nodes with adapters. */
  readonly discovery: IPlatformComponent;
}

/**
 * NVIDIA network operator with the one NicClusterPolicy of a cluster: device plugins for the fabrics' adapters, Multus
 * and address management as far as the fabrics need them. The fabrics' networks come with `FabricNetworks`.
 *
 * @throws FactoryError where no pool has a fabric
 */
export class NetworkOperator extends PlatformComponent {
  /** The fabrics that it serves. */
  readonly fabrics: readonly IHostFabric[];
  /** The pools whose nodes have them. */
  readonly pools: readonly FabricPool[];

  constructor(props: NetworkOperatorProps) {
    const pools = requirePools("network-operator", props.pools, {
      need: "an InfiniBand or RoCE fabric",
      has: (pool) => (pool as FabricPool).fabric !== undefined,
    });
    const fabrics = [
      ...new Set([...pools.flatMap(({ fabric }) => (fabric === undefined ? [] : [fabric])), ...(props.fabrics ?? [])]),
    ];
    const { version } = helmChart("network-operator");
    const needs = needsOf(fabrics, props.driverInImage);
    super(
      {
        chartId: "network-operator",
        namespaceLabels: privilegedNamespace,
        values: {
          nfd: { enabled: false, deployNodeFeatureRules: true },
          sriovNetworkOperator: { enabled: needs.sriov },
          operator: {
            repository: cloudNative,
            image: "network-operator",
            tag: `v${version}`,
            tolerations: systemTolerations,
            ofedDriver: { initContainer: { enable: needs.driver, repository: mellanox } },
          },
          ...(needs.sriov
            ? {
                "sriov-network-operator": {
                  operator: { resourcePrefix: "nvidia.com", admissionControllers: { enabled: false } },
                  images: sriovImages(version),
                  sriovOperatorConfig: { deploy: true },
                },
              }
            : {}),
        },
        manifests: [nicClusterPolicy(pools, fabrics, needs, version), ...(needs.addresses ? addressPoolsReady() : [])],
        images: [
          `${cloudNative}/network-operator:v${version}`,
          ...parts(needs, version).map(({ image, version: tag }) => `${mellanox}/${image}:${tag}`),
          ...(needs.driver ? [`${mellanox}/network-operator-init-container:network-operator-v${version}`] : []),
          ...(needs.sriov ? Object.values(sriovImages(version)) : []),
          ...(needs.addresses ? [kubectlImage] : []),
        ],
        provides: ["network-operator"],
        dependsOn: [props.discovery],
      },
      props,
    );
    this.fabrics = fabrics;
    this.pools = pools;
  }
}

const mellanox = "nvcr.io/nvidia/mellanox";
const cloudNative = "nvcr.io/nvidia/cloud-native";
/** What release v26.4.1 of the operator names as its driver. */
const driverVersion = "doca3.4.1-26.04-1.1.0.0-1";

/** Parts of the operator that the fabrics call for. */
interface Needs {
  readonly driver: boolean;
  readonly hostDevice: boolean;
  readonly shared: boolean;
  readonly sriov: boolean;
  readonly networks: boolean;
  readonly addresses: boolean;
  readonly ipoib: boolean;
}

function needsOf(fabrics: readonly IHostFabric[], driverInImage: boolean): Needs {
  const attached = (kind: IHostFabric["attachment"]["kind"]) =>
    fabrics.some(({ attachment }) => attachment.kind === kind);
  const networks = fabrics.flatMap(({ podNetworks }) => podNetworks);
  return {
    driver: !driverInImage,
    hostDevice: attached("host-device"),
    shared: attached("shared"),
    sriov: attached("sriov"),
    networks: networks.length > 0,
    addresses: networks.some(({ cidrBlock }) => cidrBlock !== undefined),
    ipoib: fabrics.some(
      ({ kind, attachment, podNetworks }) =>
        kind === "infiniband" && attachment.kind === "shared" && podNetworks.length > 0,
    ),
  };
}

interface Part {
  readonly key: readonly string[];
  readonly image: string;
  readonly version: string;
}

/** Parts of the NicClusterPolicy: where each stands in its spec, and its image. */
function parts(needs: Needs, version: string): Part[] {
  const tag = `network-operator-v${version}`;
  const all: [boolean, string[], string, string][] = [
    [needs.driver, ["ofedDriver"], "doca-driver", driverVersion],
    [needs.hostDevice, ["sriovDevicePlugin"], "sriov-network-device-plugin", tag],
    [needs.shared, ["rdmaSharedDevicePlugin"], "k8s-rdma-shared-dev-plugin", tag],
    [needs.networks, ["secondaryNetwork", "cniPlugins"], "plugins", tag],
    [needs.networks, ["secondaryNetwork", "multus"], "multus-cni", tag],
    [needs.ipoib, ["secondaryNetwork", "ipoib"], "ipoib-cni", tag],
    [needs.addresses, ["nvIpam"], "nvidia-k8s-ipam", tag],
  ];
  return all
    .filter(([needed]) => needed)
    .map(([, key, image, imageVersion]) => ({ key, image, version: imageVersion }));
}

function nicClusterPolicy(
  pools: readonly INodePool[],
  fabrics: readonly IHostFabric[],
  needs: Needs,
  version: string,
): KubernetesObject {
  const configured: Record<string, unknown> = {
    ofedDriver: {
      // One node at a time, and never under a running job: the pools' owners drain first.
      upgradePolicy: { autoUpgrade: false, maxParallelUpgrades: 1 },
    },
    sriovDevicePlugin: { config: JSON.stringify({ resourceList: fabrics.flatMap(hostDeviceResources) }) },
    rdmaSharedDevicePlugin: { config: JSON.stringify({ configList: fabrics.flatMap(sharedResources) }) },
    nvIpam: { enableWebhook: false },
  };
  const spec: Record<string, unknown> = {};
  for (const { key, image, version: tag } of parts(needs, version)) {
    const [top = "", inner] = key;
    const part = { image, repository: mellanox, version: tag, ...(configured[top] as object | undefined) };
    spec[top] = inner === undefined ? part : { ...(spec[top] as object | undefined), [inner]: part };
  }
  return {
    apiVersion: "mellanox.com/v1alpha1",
    kind: "NicClusterPolicy",
    // The operator serves the policy of this one name.
    metadata: { name: "nic-cluster-policy" },
    spec: { ...spec, nodeAffinity: affinityTo(pools).nodeAffinity, tolerations: tolerationsOf(pools) },
  };
}

const nvidiaNetworking = "15b3";

/** Resources of adapters that move into pods: one for all rails of InfiniBand, one for each rail of RoCE. */
function hostDeviceResources(fabric: IHostFabric) {
  if (fabric.attachment.kind !== "host-device") return [];
  return fabric.devices.map(({ resourceName }, index) => ({
    resourcePrefix: "nvidia.com",
    resourceName: resourceName.split("/")[1],
    selectors: {
      vendors: [nvidiaNetworking],
      isRdma: true,
      pfNames: fabric.devices.length === 1 ? fabric.interfaceNames : [fabric.interfaceNames[index]],
    },
  }));
}

function sharedResources({ attachment, devices, interfaceNames }: IHostFabric) {
  if (attachment.kind !== "shared") return [];
  return devices.map(({ resourceName }) => ({
    resourceName: resourceName.split("/")[1],
    rdmaHcaMax: attachment.shares,
    selectors: { vendors: [nvidiaNetworking], ifNames: interfaceNames },
  }));
}

function sriovImages(version: string): Readonly<Record<string, string>> {
  const image = (name: string) => `${mellanox}/${name}:network-operator-v${version}`;
  return {
    operator: image("sriov-network-operator"),
    sriovConfigDaemon: image("sriov-network-operator-config-daemon"),
    sriovCni: image("sriov-cni"),
    ibSriovCni: image("ib-sriov-cni"),
    ovsCni: image("ovs-cni-plugin"),
    rdmaCni: image("rdma-cni"),
    sriovDevicePlugin: image("sriov-network-device-plugin"),
    sriovDraDriver: image("dra-driver-sriov"),
    resourcesInjector: "ghcr.io/k8snetworkplumbingwg/network-resources-injector:v1.7.0",
    webhook: image("sriov-network-operator-webhook"),
  };
}
