import type { PlanProblem } from "../problem";

/** One way to split a port: `{ ways: 2, gbps: 400 }` makes two 400 Gb/s ports of one. */
export interface PortSplit {
  /** Ports that one becomes. */
  readonly ways: number;
  /** Speed of each of them in Gb/s. */
  readonly gbps: number;
}

/** A switch by its figures; the catalogue's switches fit. */
export interface SwitchModel {
  /** Name for plans and bills: `QM9700`, or any own name. */
  readonly id: string;
  /** Ports at `portGbps`, uplink-only ports not counted. */
  readonly ports: number;
  /** Speed of one port in Gb/s. */
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
  /** Nodes of the group; at least 1. */
  readonly nodes: number;
  /** Ports that each node has on this fabric, in one plane; a rail-optimised fabric has one rail for each. */
  readonly portsPerNode: number;
}

/** What a fabric has to connect, and with what. */
export interface FabricInput {
  /** Name of the network, first part of its switches' names. @default "compute" */
  readonly name?: string;
  /** Decides subnet managers, and which cables fit. @default "infiniband" */
  readonly technology?: "infiniband" | "ethernet";
  /** Nodes that the fabric joins, one entry for each kind. */
  readonly groups: readonly EndpointGroup[];
  /** Speed of a node's port in one plane, in Gb/s: an 800 Gb/s adapter over two planes has 400. */
  readonly endpointGbps: number;
  /** Switch that nodes are connected to. */
  readonly leafSwitch: SwitchModel;
  /** Switch of the second tier. @default - as `leafSwitch` */
  readonly spineSwitch?: SwitchModel;
  /** Switch of the third tier. @default - as `spineSwitch` */
  readonly coreSwitch?: SwitchModel;
  /** Speed of links between switches, in Gb/s. @default - that of the leaf's uplink-only ports, else `endpointGbps` */
  readonly uplinkGbps?: number;
  /** Separate, equal fabrics side by side; every endpoint has a port on each. @default 1 */
  readonly planes?: number;
  /** Tiers of switches. @default - as few as carry the endpoints */
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

/** Tier of switches, from the nodes upwards. */
export type TierName = "leaf" | "spine" | "core";

/** The switches of one tier, over all planes. */
export interface FabricTier {
  /** Which tier it is. */
  readonly name: TierName;
  /** The switch's id. */
  readonly model: string;
  /** Switches of the tier over all planes. */
  readonly switches: number;
  /** Switches of the tier in one plane. */
  readonly switchesPerPlane: number;
  /** Ports that share one connector of the switch. */
  readonly portsPerConnector: number;
  /** Ports of the whole tier at the speeds they are used with: used and free. */
  readonly ports: number;
  /** Ports that have a link. */
  readonly portsUsed: number;
  /** Ports without a link. */
  readonly portsFree: number;
}

/** The cables between two neighbouring tiers, over all planes. */
export interface CableTier {
  /** Lower tier, or the nodes. */
  readonly from: "node" | TierName;
  /** Upper tier. */
  readonly to: TierName;
  /** Links from port to port. */
  readonly links: number;
  /** Cables to buy: a cable in a split port carries several links. */
  readonly cables: number;
  /** Speed of one link in Gb/s. */
  readonly gbps: number;
}

/** Nodes with the same number of ports, with scalable units and leaves of their own. */
export interface FabricSegment {
  /** Ports of each node in one plane. */
  readonly rails: number;
  /** Leaves of one unit: `rails` where rail-optimised, else 1. */
  readonly leavesPerUnit: number;
  /** Scalable units, whole ones and the partly filled. */
  readonly units: number;
  /** Number of the segment's first leaf in a plane. */
  readonly firstLeaf: number;
  /** Nodes of the segment. */
  readonly nodes: number;
  /** Kinds of node in it, in the order in which they are connected. */
  readonly members: readonly EndpointGroup[];
}

/** Leaves and spines that are fully meshed; a two-tier plane is one pod. */
export interface FabricPod {
  /** Number of the pod's first leaf in a plane. */
  readonly firstLeaf: number;
  /** Leaves of the pod. */
  readonly leaves: number;
  /** Number of the pod's first spine in a plane. */
  readonly firstSpine: number;
  /** Spines of the pod. */
  readonly spines: number;
}

/** The wiring rule of one plane in numbers, from which every cable follows. */
export interface FabricLayout {
  /** Whether port i of every node of a unit goes to leaf i. */
  readonly railOptimised: boolean;
  /** Most endpoint links of a leaf. */
  readonly leafDown: number;
  /** Links of a leaf towards spines. */
  readonly leafUp: number;
  /** Links of a spine towards cores; 0 in two tiers. */
  readonly spineUp: number;
  /** Nodes of a full scalable unit. */
  readonly nodesPerUnit: number;
  /** Links that one leaf port carries towards nodes, and towards spines. */
  readonly downSplit: number;
  /** Links that one leaf port carries towards spines. */
  readonly upSplit: number;
  /** Links that one spine port carries. */
  readonly spineSplit: number;
  /** Links that one core port carries. */
  readonly coreSplit: number;
  /** Leaves of one plane. */
  readonly leaves: number;
  /** Spines of one plane. */
  readonly spines: number;
  /** Cores of one plane. */
  readonly cores: number;
  /** Groups of nodes with the same number of ports. */
  readonly segments: readonly FabricSegment[];
  /** Pods of one plane. */
  readonly pods: readonly FabricPod[];
}

/** A planned fabric. With a problem of severity `error` it has no tiers and no cables. */
export interface FabricPlan {
  /** Name of the network. */
  readonly name: string;
  /** What its switches and adapters speak. */
  readonly technology: "infiniband" | "ethernet";
  /** Nodes of all groups. */
  readonly nodes: number;
  /** Adapter ports that want a link in every plane: the N of the fat-tree formulas. */
  readonly endpoints: number;
  /** Speed of a node's port in one plane, Gb/s. */
  readonly endpointGbps: number;
  /** Speed of links between switches, Gb/s. */
  readonly uplinkGbps: number;
  /** Separate, equal fabrics side by side. */
  readonly planes: number;
  /** Switches by tier. */
  readonly tiers: readonly FabricTier[];
  /** Cables by the tiers that they join. */
  readonly cableTiers: readonly CableTier[];
  /** All links, and all cables, of all tiers and planes. */
  readonly links: number;
  /** Cables to buy, of all tiers and planes. */
  readonly cables: number;
  /** Bandwidth down to bandwidth up at a full leaf; 1 is non-blocking. */
  readonly oversubscription: number;
  /** Most switches that a message passes. */
  readonly hops: number;
  /** Links of subnet managers over all planes; counted in the node-leaf cables. */
  readonly managementLinks: number;
  /** Scalable units, whole ones and the partly filled. */
  readonly units: number;
  /** Wiring rule of a plane; absent where the plan has an error. */
  readonly layout?: FabricLayout;
  /** Everything that is wrong, or not known. */
  readonly problems: readonly PlanProblem[];
}
