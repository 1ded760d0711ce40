import stored from "./data/fabric.json";
import type { Confidence, Dated } from "./dated";
import { Table } from "./lookup";

/** A network switch. */
export interface Switch extends Dated {
  /** `QM9700`. */
  readonly id: string;
  /** Family that it is of: `Quantum-2 InfiniBand NDR`. */
  readonly family: string;
  /** What its ports speak. */
  readonly technology: "infiniband" | "ethernet";
  /** Ports at `portGbps`. @default - not found */
  readonly ports?: number;
  /** Speed of one port in Gb/s. */
  readonly portGbps: number;
  /** Connectors as published: `32 x OSFP twin port`. @default - not found */
  readonly connectors?: string;
  /** Ports that only serve as uplinks, beside `ports`. @default - none */
  readonly uplinkPorts?: number;
  /** Speed of the uplink-only ports in Gb/s. @default - it has none */
  readonly uplinkPortGbps?: number;
  /** Height in rack units. @default - not found */
  readonly heightU?: number;
  /** Weight in kg. @default - not found */
  readonly weightKg?: number;
  /** Power at most, transceivers included, kW. @default - not found */
  readonly maxPowerKW?: number;
  /** As the vendor prints it: two-directional for QM9700, one-directional for Q3400-RA. */
  readonly aggregateTbps?: number;
  /** Version of SHARP, reduction in the network. @default - none, or not found */
  readonly sharp?: string;
  /** Ports after splitting all of them: `128 x 400 Gb/s, 256 x 200 Gb/s`. @default - not found */
  readonly splitPorts?: string;
  /** What it is usually used for. @default - not found */
  readonly role?: string;
  /** Reference designs that name it. */
  readonly usedIn: readonly string[];
  /** What else a reader should know. */
  readonly notes?: string;
  /** How sure the figures are. */
  readonly confidence: Confidence;
}

/** One published size of a SuperPOD's compute fabric. */
export interface FabricRow {
  /** Scalable units. */
  readonly scalableUnits: number;
  /** Absent where the published row gives GPUs only. */
  readonly nodes?: number;
  /** GPUs of all nodes. */
  readonly gpus: number;
  /** Leaf switches. */
  readonly leaf: number;
  /** Spine switches. */
  readonly spine: number;
  /** Core switches; 0 in two tiers. */
  readonly core: number;
  /** Cables between nodes and leaves. @default - not published */
  readonly cablesNodeLeaf?: number;
  /** Cables between leaves and spines. @default - not published */
  readonly cablesLeafSpine?: number;
  /** Cables between spines and cores. @default - not published */
  readonly cablesSpineCore?: number;
}

/** A published reference design of a compute fabric. */
export interface FabricDesign extends Dated {
  /** Id in the table. */
  readonly id: string;
  /** Nodes of one scalable unit. @default - not published */
  readonly nodesPerScalableUnit?: number;
  /** GPUs of one scalable unit. @default - not published */
  readonly gpusPerScalableUnit?: number;
  /** Switch of the compute fabric. */
  readonly computeSwitch?: string;
  /** Ports of that switch at the NIC's speed. */
  readonly switchPorts?: number;
  /** Independent planes that the fabric is built of. */
  readonly planes: number;
  /** Compute ports of one node in one plane. @default - not published */
  readonly railsPerNode?: number;
  /** Topology in the source's words. @default - not published */
  readonly topology?: string;
  /** Published sizes. */
  readonly table: readonly FabricRow[];
  /** What else a reader should know. */
  readonly notes?: string;
}

/** Facts on lossless Ethernet for RDMA. */
export interface RoceFacts extends Dated {
  /** Priority of RDMA at the switch. */
  readonly switchPriority: number;
  /** Traffic class of RDMA. */
  readonly trafficClass: number;
  /** Priority of congestion notifications. */
  readonly cnpPriority: number;
  /** Traffic class of congestion notifications. */
  readonly cnpTrafficClass: number;
  /** Queue length from which a switch marks packets, bytes. */
  readonly ecnThresholdBytes: number;
  /** Largest RDMA path MTU; the interface MTU must exceed it by the headers and be equal on every hop. */
  readonly rdmaPathMtuMax: number;
  /** MTU of host interfaces in the network operator's examples. */
  readonly hostMtu: number;
  /** Spectrum-X reference architecture -> network operator release. */
  readonly spectrumXNetworkOperator: Readonly<Record<string, string>>;
  /** Ways in which an adapter spreads its traffic over planes. */
  readonly multiplaneModes: readonly string[];
  /** Bandwidth down to bandwidth up of the network for users and storage. */
  readonly frontEndOversubscription: number;
  /** Fewest spines of a fabric. */
  readonly minSpines: number;
}

interface StoredFabric {
  readonly switches: readonly Switch[];
  readonly designs: readonly FabricDesign[];
  readonly roce: RoceFacts;
}
const fabric = stored as unknown as StoredFabric;
const switchTable = new Table("switch", fabric.switches, (row) => row.id);
const designTable = new Table("fabric design", fabric.designs, (row) => row.id);

/** All switches. */
export function switches(): readonly Switch[] {
  return switchTable.rows;
}

/** The switch of that id, or undefined. */
export function findSwitch(id: string): Switch | undefined {
  return switchTable.find(id);
}

/** The switch of that id. @throws UnknownNameError */
export function networkSwitch(id: string): Switch {
  return switchTable.get(id);
}

/** Published reference designs with their tables of switches and cables. */
export function fabricDesigns(): readonly FabricDesign[] {
  return designTable.rows;
}

/** The reference design of that id. @throws UnknownNameError */
export function fabricDesign(id: string): FabricDesign {
  return designTable.get(id);
}

/** Facts on RoCE. */
export function roceFacts(): RoceFacts {
  return fabric.roce;
}
