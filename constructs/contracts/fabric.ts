import type { IConstruct } from "constructs";
import type { DeviceResource } from "./node-pool";

/** An RDMA network that joins the accelerators of pools. */
export interface IFabric extends IConstruct {
  /** Id in the factory model. */
  readonly fabricName: string;
  /** Technology of the fabric: decides the device plugin, the libraries in images and the NCCL settings of jobs. */
  readonly kind: "efa" | "infiniband" | "roce";
  /** What a pod asks for to get one RDMA device: `vpc.amazonaws.com/efa`. */
  readonly resourceName: string;
  /** MTU of the fabric's interfaces in bytes. */
  readonly mtu: number;
}

/** How pods get the adapters of a fabric. */
export type FabricAttachmentKind = "host-device" | "shared" | "sriov";

/** A network that pods are attached to by the annotation `k8s.v1.cni.cncf.io/networks`. */
export interface FabricPodNetwork {
  /** Name of the network; unique in the cluster. */
  readonly name: string;
  /** Adapter of the node, as the kernel names it: `ibp24s0`. Absent where one network stands for all adapters. */
  readonly interfaceName?: string;
  /** Addresses of the network's interfaces in pods, IPv4. @default - none: InfiniBand needs none */
  readonly cidrBlock?: string;
  /**
   * Each node's port is a link of its own to its leaf, of two addresses: the leaf's is the first. Packets to other nodes
   * are routed by the leaf.
   * @default - all nodes of the network are in one subnet
   */
  readonly routed?: {
    /** Ranges reached by way of the leaf. */
    readonly destinations: readonly string[];
    /** Link of each node, by the node's name. */
    readonly nodePrefixes: Readonly<Record<string, string>>;
  };
  /** What a pod asks for to get an interface of this network. */
  readonly resourceName: string;
}

/** An RDMA fabric of adapters in the owner's own nodes, which the network operator brings to pods. */
export interface IHostFabric extends IFabric {
  /** `infiniband`, or `roce`: RDMA over Ethernet. */
  readonly kind: "infiniband" | "roce";
  /** Adapters of a node on this fabric in rail order, as the kernel names them. */
  readonly interfaceNames: readonly string[];
  /** Speed of one adapter, Gb/s. */
  readonly portGbps: number;
  /** How pods get the adapters. */
  readonly attachment: {
    readonly kind: FabricAttachmentKind;
    /** Pods that may use an adapter at once, or virtual functions of an adapter. */
    readonly shares: number;
  };
  /** One network for each rail, or one for all where addresses do not matter. */
  readonly podNetworks: readonly FabricPodNetwork[];
  /** Everything that a pod with all adapters of a node asks for. */
  readonly devices: readonly DeviceResource[];
  /** DSCP that RDMA packets bear on lossless Ethernet. @default - InfiniBand has none */
  readonly rdmaDscp?: number;
  /** Namespace of the networks. */
  readonly networkNamespace: string;
}
