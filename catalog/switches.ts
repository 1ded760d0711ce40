import stored from "./data/fabric.json";
import type { Confidence, Dated } from "./dated";
import { Table } from "./lookup";

/** A network switch. */
export interface Switch extends Dated {
  /** `QM9700`. */
  readonly id: string;
  readonly family: string;
  readonly technology: "infiniband" | "ethernet";
  /** @default - not found */
  readonly ports?: number;
  readonly portGbps: number;
  readonly connectors?: string;
  /** Ports that only serve as uplinks, beside `ports`. @default - none */
  readonly uplinkPorts?: number;
  readonly uplinkPortGbps?: number;
  readonly heightU?: number;
  readonly weightKg?: number;
  /** Power at most, transceivers included, kW. @default - not found */
  readonly maxPowerKW?: number;
  /** As the vendor prints it: two-directional for QM9700, one-directional for Q3400-RA. */
  readonly aggregateTbps?: number;
  readonly sharp?: string;
  /** Ports after splitting all of them: `128 x 400 Gb/s, 256 x 200 Gb/s`. @default - not found */
  readonly splitPorts?: string;
  readonly role?: string;
  readonly usedIn: readonly string[];
  readonly notes?: string;
  readonly confidence: Confidence;
}

/** One published size of a SuperPOD's compute fabric. */
export interface FabricRow {
  readonly scalableUnits: number;
  /** Absent where the published row gives GPUs only. */
  readonly nodes?: number;
  readonly gpus: number;
  readonly leaf: number;
  readonly spine: number;
  readonly core: number;
  readonly cablesNodeLeaf?: number;
  readonly cablesLeafSpine?: number;
  readonly cablesSpineCore?: number;
}

/** A published reference design of a compute fabric. */
export interface FabricDesign extends Dated {
  readonly id: string;
  readonly nodesPerScalableUnit?: number;
  readonly gpusPerScalableUnit?: number;
  /** Switch of the compute fabric. */
  readonly computeSwitch?: string;
  /** Ports of that switch at the NIC's speed. */
  readonly switchPorts?: number;
  /** Independent planes that the fabric is built of. */
  readonly planes: number;
  readonly railsPerNode?: number;
  readonly topology?: string;
  readonly table: readonly FabricRow[];
  readonly notes?: string;
}

/** Facts on lossless Ethernet for RDMA. */
export interface RoceFacts extends Dated {
  readonly switchPriority: number;
  readonly trafficClass: number;
  readonly cnpPriority: number;
  readonly cnpTrafficClass: number;
  readonly ecnThresholdBytes: number;
  /** Largest RDMA path MTU; the interface MTU must exceed it by the headers and be equal on every hop. */
  readonly rdmaPathMtuMax: number;
  /** MTU of host interfaces in the network operator's examples. */
  readonly hostMtu: number;
  /** Spectrum-X reference architecture -> network operator release. */
  readonly spectrumXNetworkOperator: Readonly<Record<string, string>>;
  readonly multiplaneModes: readonly string[];
  readonly frontEndOversubscription: number;
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
