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
  readonly computeTrays?: number;
  readonly nvlinkSwitchTrays?: number;
  /** Power of one server at most, kW. @default - not published */
  readonly maxPowerKW?: number;
  /** Power of one server derived from other published figures, kW; see `derivation`. */
  readonly derivedPowerKW?: number;
  /** Power of one rack, kW. @default - the system is a server */
  readonly rackPowerKW?: number;
  /** Power of one rack with its share of the scalable unit's switching and management, kW; see `derivation`. */
  readonly derivedRackBudgetKW?: number;
  readonly derivation?: string;
  readonly rackPowerConflicts: readonly string[];
  /** `6 x 3.3 kW, 4+2`. */
  readonly psu?: string;
  readonly powerFeed?: string;
  readonly rackUnits?: number;
  /** NICs of the compute fabric of one node (server or tray). @default - not found */
  readonly computeNicsPerNode?: number;
  readonly computeNicGbps?: number;
  readonly computeNics?: string;
  readonly computeFabric?: string;
  readonly storageNics?: string;
  readonly localCache?: string;
  readonly cooling?: string;
  /** Racks and power of one scalable unit as the vendor designs it. */
  readonly racksPerScalableUnit?: number;
  readonly scalableUnitPowerMW?: number;
  readonly notes?: string;
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
