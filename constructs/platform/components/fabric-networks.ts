import { poolLabel, type FabricPodNetwork, type IHostFabric, type KubernetesObject } from "../../contracts";
import { addressBlock } from "../../fabric";
import { PlatformComponent, type ComponentOptions } from "../platform-component";
import type { NetworkOperator } from "./network-operator";

export interface FabricNetworksProps extends Omit<ComponentOptions, "chartVersion" | "chartRepository" | "values"> {
  /** The network operator whose fabrics pods get networks of. */
  readonly operator: NetworkOperator;
}

/** The networks that pods attach to, and their addresses, for all fabrics that the network operator serves. */
export class FabricNetworks extends PlatformComponent {
  constructor(props: FabricNetworksProps) {
    const { operator } = props;
    super(
      {
        name: "fabric-networks",
        namespace: operator.namespace,
        namespaceLabels: operator.namespaceLabels,
        manifests: operator.fabrics.flatMap((fabric) => [
          ...fabric.podNetworks.flatMap((network) => addressPool(network, fabric, operator.namespace)),
          ...virtualFunctions(fabric, operator),
          ...fabric.podNetworks.map((network) => networkObject(network, fabric, operator.namespace)),
        ]),
        dependsOn: [operator],
      },
      props,
    );
  }
}

/** Value of the annotation `k8s.v1.cni.cncf.io/networks` of a pod that takes all adapters of a node. */
export function podNetworksAnnotation(fabric: IHostFabric): string {
  const { podNetworks, interfaceNames, attachment, networkNamespace } = fabric;
  const named = podNetworks.map(({ name }) => `${networkNamespace}/${name}`);
  // One network that stands for all adapters is named once for each.
  const times = attachment.kind !== "shared" && named.length === 1 ? interfaceNames.length : 1;
  return Array.from({ length: times }, () => named)
    .flat()
    .join(",");
}

function addressPool(network: FabricPodNetwork, { attachment }: IHostFabric, namespace: string): KubernetesObject[] {
  const { name, cidrBlock, routed } = network;
  if (cidrBlock === undefined) return [];
  const common = { apiVersion: "nv-ipam.nvidia.com/v1alpha1", metadata: { name, namespace } };
  if (routed === undefined) {
    const spec = { subnet: cidrBlock, perNodeBlockSize: addressBlock(attachment.shares) };
    return [{ ...common, kind: "IPPool", spec }];
  }
  const spec = {
    cidr: cidrBlock,
    perNodeNetworkPrefix: 31,
    gatewayIndex: 0,
    routes: routed.destinations.map((dst) => ({ dst })),
    staticAllocations: Object.entries(routed.nodePrefixes).map(([nodeName, prefix]) => ({
      nodeName,
      prefix,
      gateway: prefix.slice(0, prefix.indexOf("/")),
    })),
  };
  return [{ ...common, kind: "CIDRPool", spec }];
}

function ipamOf({ name, cidrBlock, routed }: FabricPodNetwork): { readonly ipam?: string } {
  if (cidrBlock === undefined) return {};
  const pool = { type: "nv-ipam", poolName: name, ...(routed === undefined ? {} : { poolType: "cidrpool" }) };
  return { ipam: JSON.stringify(pool) };
}

/** Policies that cut the adapters: one for each pool and resource. */
function virtualFunctions(fabric: IHostFabric, { pools, namespace }: NetworkOperator): KubernetesObject[] {
  if (fabric.attachment.kind !== "sriov") return [];
  return pools.flatMap((pool) =>
    fabric.devices.map(({ resourceName }, index) => ({
      apiVersion: "sriovnetwork.openshift.io/v1",
      kind: "SriovNetworkNodePolicy",
      metadata: { name: `${fabric.fabricName}-${pool.poolName}-${index + 1}`, namespace },
      spec: {
        resourceName: resourceName.split("/")[1],
        nodeSelector: { [poolLabel]: pool.poolName },
        numVfs: fabric.attachment.shares,
        nicSelector: {
          vendor: "15b3",
          pfNames: fabric.devices.length === 1 ? [...fabric.interfaceNames] : [fabric.interfaceNames[index]],
        },
        deviceType: "netdevice",
        isRdma: true,
        linkType: fabric.kind === "infiniband" ? "ib" : "eth",
        ...(fabric.kind === "roce" ? { mtu: fabric.mtu } : {}),
        priority: 50,
      },
    })),
  );
}

function networkObject(network: FabricPodNetwork, fabric: IHostFabric, namespace: string): KubernetesObject {
  const { name } = network;
  const { networkNamespace } = fabric;
  const resourceName = network.resourceName.split("/")[1];
  const ipam = ipamOf(network);
  switch (fabric.attachment.kind) {
    case "host-device":
      return {
        apiVersion: "mellanox.com/v1alpha1",
        kind: "HostDeviceNetwork",
        metadata: { name },
        spec: { networkNamespace, resourceName, ...ipam },
      };
    case "sriov":
      return {
        apiVersion: "sriovnetwork.openshift.io/v1",
        kind: fabric.kind === "infiniband" ? "SriovIBNetwork" : "SriovNetwork",
        metadata: { name, namespace },
        spec: { networkNamespace, resourceName, linkState: fabric.kind === "infiniband" ? "enable" : "auto", ...ipam },
      };
    case "shared":
      return fabric.kind === "infiniband"
        ? {
            apiVersion: "mellanox.com/v1alpha1",
            kind: "IPoIBNetwork",
            metadata: { name },
            spec: { networkNamespace, master: fabric.interfaceNames[0], ...ipam },
          }
        : {
            apiVersion: "mellanox.com/v1alpha1",
            kind: "MacvlanNetwork",
            metadata: { name },
            spec: { networkNamespace, master: network.interfaceName, mode: "bridge", mtu: fabric.mtu, ...ipam },
          };
  }
}
