import stored from "./data/systems.json";
import type { Confidence, Dated } from "./dated";
import { Table } from "./lookup";

/** A server or rack as it is sold: a DGX, an NVL72 rack, a cloud node. */
export interface System extends Dated {
  /** `dgx-b200`. */
  readonly id: string;
  /** Row of the accelerators table. */
  readonly accelerator: string;
  /** Accelerators of one server. For racks, of one compute tray. */
  readonly acceleratorsPerNode: number;
  /** Accelerators of a rack that is one scale-up domain. @default - the system is a server, not a rack */
  readonly acceleratorsPerRack?: number;
  /** Compute trays of a rack. @default - the system is a server */
  readonly computeTrays?: number;
  /** NVLink switch trays of a rack. @default - the system is a server */
  readonly nvlinkSwitchTrays?: number;
  /** Power of one server at most, kW. @default - not published */
  readonly maxPowerKW?: number;
  /** Power of one server derived from other published figures, kW; see `derivation`. */
  readonly derivedPowerKW?: number;
  /** Power of one rack, kW. @default - the system is a server */
  readonly rackPowerKW?: number;
  /** Power of one rack with its share of the scalable unit's switching and management, kW; see `derivation`. */
  readonly derivedRackBudgetKW?: number;
  /** How the derived figures were computed. @default - none are */
  readonly derivation?: string;
  /** Where sources disagree on the rack's power. */
  readonly rackPowerConflicts: readonly string[];
  /** `6 x 3.3 kW, 4+2`. */
  readonly psu?: string;
  /** Power feed as published. @default - not found */
  readonly powerFeed?: string;
  /** Height of one server in rack units. @default - not found */
  readonly rackUnits?: number;
  /** NICs of the compute fabric of one node (server or tray). @default - not found */
  readonly computeNicsPerNode?: number;
  /** Speed of one NIC of the compute fabric, Gb/s. @default - not found */
  readonly computeNicGbps?: number;
  /** NICs of the compute fabric as published: `8 x ConnectX-7`. @default - not found */
  readonly computeNics?: string;
  /** Compute fabric that it is designed for. @default - not found */
  readonly computeFabric?: string;
  /** NICs of the storage network as published. @default - not found */
  readonly storageNics?: string;
  /** Local disks for data as published. @default - not found */
  readonly localCache?: string;
  /** Cooling as published. @default - not found */
  readonly cooling?: string;
  /** Racks and power of one scalable unit as the vendor designs it. */
  readonly racksPerScalableUnit?: number;
  /** Power of one scalable unit, MW. @default - not published */
  readonly scalableUnitPowerMW?: number;
  /** What else a reader should know. */
  readonly notes?: string;
  /** How sure the figures are. */
  readonly confidence: Confidence;
}

const table = new Table("system", (stored as unknown as { rows: readonly System[] }).rows, (row) => row.id);

/** All systems. */
export function systems(): readonly System[] {
  return table.rows;
}

/** The system of that id, or undefined. */
export function findSystem(id: string): System | undefined {
  return table.find(id);
}

/** The system of that id. @throws UnknownNameError */
export function system(id: string): System {
  return table.get(id);
}

/** Power to plan for one server, kW: the published maximum, else the derived figure, else undefined. */
export function nodePowerKW(row: System): number | undefined {
  return row.maxPowerKW ?? row.derivedPowerKW;
}
