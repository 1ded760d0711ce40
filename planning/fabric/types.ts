import type { PlanProblem } from "../problem";

/** One way to split a port: `{ ways: 2, gbps: 400 }` makes two 400 Gb/s ports of one. */
export interface PortSplit {
  readonly ways: number;
  readonly gbps: number;
}

/** A switch by its figures; the catalogue's switches fit. */
export interface SwitchModel {
  /** Name for plans and bills: `QM9700`, or any own name. */
  readonly id: string;
  /** Ports at `portGbps`, uplink-only ports not counted. */
  readonly ports: number;
  readonly portGbps: number;
  /** How a port may be split. @default - ports are never split; a slower link takes a whole port */
  readonly splits?: readonly PortSplit[];
  /** Ports that only serve as uplinks, e.g. 4 on a 48-port management switch. @default - any port may be an uplink */
  readonly uplinkPorts?: number;
  /** Speed of the uplink-only ports. @default - as `portGbps` */
  readonly uplinkPortGbps?: number;
  /** Ports that share one connector, and so one transceiver: 2 for OSFP twin ports. @default 1 */
  readonly portsPerConnector?: number;
}

/** Nodes of one kind that are attached to a fabric in the same way. */
export interface EndpointGroup {
  /** Prefix of the nodes' names: `dgx` gives `dgx-001`. */
  readonly name: string;
  readonly nodes: number;
  /** Ports that each node has on this fabric, in one plane; a rail-optimised fabric has one rail for each. */
  readonly portsPerNode: number;
}

/** What a fabric has to connect, and with what. */
export interface FabricInput {
  /** Name of the network, first part of its switches' names. @default "compute" */
  readonly name?: string;
  /** @default "infiniband" */
  readonly technology?: "infiniband" | "ethernet";
  readonly groups: readonly EndpointGroup[];
  /** Speed of a node's port in one plane, in Gb/s: an 800 Gb/s adapter over two planes has 400. */
  readonly endpointGbps: number;
  readonly leafSwitch: SwitchModel;
  /** @default - as `leafSwitch` */
  readonly spineSwitch?: SwitchModel;
  /** @default - as `spineSwitch` */
  readonly coreSwitch?: SwitchModel;
  /** Speed of links between switches, in Gb/s. @default - that of the leaf's uplink-only ports, else `endpointGbps` */
  readonly uplinkGbps?: number;
  /** Separate, equal fabrics side by side; every endpoint has a port on each. @default 1 */
  readonly planes?: number;
  /** @default - as few as carry the endpoints */
  readonly tiers?: 1 | 2 | 3;
  /** Highest permitted ratio of bandwidth down to bandwidth up at a leaf; 1 is non-blocking. @default 1 */
  readonly oversubscription?: number;
  /** Port i of every node of a scalable unit goes to leaf i of that unit. @default true */
  readonly railOptimised?: boolean;
  /** Nodes of a scalable unit. @default - as many as a leaf has ports for nodes */
  readonly nodesPerUnit?: number;
  /** Leaf ports per plane kept for the subnet manager (UFM). @default - 4 for InfiniBand where free, 0 for Ethernet */
  readonly managementPorts?: number;
  /** Fewest spines a plane may have. @default 1 */
  readonly minSpines?: number;
}

export type TierName = "leaf" | "spine" | "core";

/** The switches of one tier, over all planes. */
export interface FabricTier {
  readonly name: TierName;
  /** The switch's id. */
  readonly model: string;
  readonly switches: number;
  readonly switchesPerPlane: number;
  /** Ports that share one connector of the switch. */
  readonly portsPerConnector: number;
  /** Ports of the whole tier at the speeds they are used with: used and free. */
  readonly ports: number;
  readonly portsUsed: number;
  readonly portsFree: number;
}

/** The cables between two neighbouring tiers, over all planes. */
export interface CableTier {
  readonly from: "node" | TierName;
  readonly to: TierName;
  /** Links from port to port. */
  readonly links: number;
  /** Cables to buy: a cable in a split port carries several links. */
  readonly cables: number;
  readonly gbps: number;
}

/** Nodes with the same number of ports, with scalable units and leaves of their own. */
export interface FabricSegment {
  readonly rails: number;
  /** Leaves of one unit: `rails` where rail-optimised, else 1. */
  readonly leavesPerUnit: number;
  readonly units: number;
  /** Number of the segment's first leaf in a plane. */
  readonly firstLeaf: number;
  readonly nodes: number;
  readonly members: readonly EndpointGroup[];
}

/** Leaves and spines that are fully meshed; a two-tier plane is one pod. */
export interface FabricPod {
  readonly firstLeaf: number;
  readonly leaves: number;
  readonly firstSpine: number;
  readonly spines: number;
}

/** The wiring rule of one plane in numbers, from which every cable follows. */
export interface FabricLayout {
  readonly railOptimised: boolean;
  /** Most endpoint links of a leaf. */
  readonly leafDown: number;
  readonly leafUp: number;
  readonly spineUp: number;
  readonly nodesPerUnit: number;
  /** Links that one leaf port carries towards nodes, and towards spines. */
  readonly downSplit: number;
  readonly upSplit: number;
  readonly spineSplit: number;
  readonly coreSplit: number;
  readonly leaves: number;
  readonly spines: number;
  readonly cores: number;
  readonly segments: readonly FabricSegment[];
  readonly pods: readonly FabricPod[];
}

/** A planned fabric. With a problem of severity `error` it has no tiers and no cables. */
export interface FabricPlan {
  readonly name: string;
  readonly technology: "infiniband" | "ethernet";
  readonly nodes: number;
  /** Adapter ports that want a link in every plane: the N of the fat-tree formulas. */
  readonly endpoints: number;
  readonly endpointGbps: number;
  readonly uplinkGbps: number;
  readonly planes: number;
  readonly tiers: readonly FabricTier[];
  readonly cableTiers: readonly CableTier[];
  /** All links, and all cables, of all tiers and planes. */
  readonly links: number;
  readonly cables: number;
  /** Bandwidth down to bandwidth up at a full leaf; 1 is non-blocking. */
  readonly oversubscription: number;
  /** Most switches that a message passes. */
  readonly hops: number;
  /** Links of subnet managers over all planes; counted in the node-leaf cables. */
  readonly managementLinks: number;
  /** Scalable units, whole ones and the partly filled. */
  readonly units: number;
  readonly layout?: FabricLayout;
  readonly problems: readonly PlanProblem[];
}
