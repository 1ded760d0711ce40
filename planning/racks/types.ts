import type { PlanProblem } from "../problem";

/** How a rack takes heat away. */
export type RackCooling = "air" | "rear-door" | "direct-liquid" | "immersion";

/** How a device gives heat off: `direct-liquid` systems may still leave a share to air, see `liquidShare`. */
export type DeviceCooling = "air" | "direct-liquid" | "immersion";

/** A server, compute tray or switch by its figures. */
export interface DeviceFigures {
  readonly id: string;
  /** @default - not known; the device cannot be placed, a switch counts as two units */
  readonly heightU?: number;
  /** Power at most, kW. @default - not known, which is reported and never counted as a pass */
  readonly maxPowerKW?: number;
  /** Power in ordinary operation, kW. @default - `maxPowerKW` times the site's expected load */
  readonly expectedPowerKW?: number;
  /** @default - not known; weight is then not checked */
  readonly weightKg?: number;
  /** @default "air" */
  readonly cooling?: DeviceCooling;
  /** Part of the heat that goes into liquid, 0 to 1. @default - 0 for air, 1 for immersion, else the site's default */
  readonly liquidShare?: number;
  /** Devices that make up one rack of their own, e.g. 18 compute trays of an NVL72. @default - not sold by the rack */
  readonly devicesPerRack?: number;
  /** Power of such a whole rack at most, kW, switch trays included. @default - devices times `maxPowerKW` */
  readonly rackPowerKW?: number;
  /** Accelerators of one device. @default 0 */
  readonly accelerators?: number;
}

/** Racks of one kind. */
export interface RackType {
  readonly name: string;
  /** Racks of this kind at most. @default - as many as are needed */
  readonly count?: number;
  /** Usable height units. @default 42 */
  readonly units?: number;
  readonly powerBudgetKW: number;
  /** @default "air" */
  readonly cooling?: RackCooling;
  /** Weight of the devices at most, kg. @default - not limited */
  readonly maxWeightKg?: number;
}

/** Devices that are placed together. */
export interface PlacementGroup {
  readonly name: string;
  readonly figures: DeviceFigures;
  /** Names of the devices, in the order in which they are placed. */
  readonly devices: readonly string[];
  readonly role: "compute" | "storage" | "service" | "network";
  /** @default - the first kind of rack whose cooling fits */
  readonly rackType?: string;
  /** @default - as many as fit */
  readonly maxPerRack?: number;
  /** Racks over which the devices are dealt out in turn, for failure domains. @default 1 */
  readonly minRacks?: number;
  /** Whether other groups' devices keep out of these racks. @default - true for compute */
  readonly exclusiveRacks?: boolean;
}

/** The floor: racks stand side by side in rows. */
export interface FloorPlan {
  /** @default 20 */
  readonly racksPerRow?: number;
  /** From rack to rack in a row, m. @default 0.6 */
  readonly rackPitchM?: number;
  /** From row to row, aisle included, m. @default 2.4 */
  readonly rowPitchM?: number;
}

export interface RackItem {
  readonly device: string;
  readonly group: string;
  readonly model: string;
  /** Lowest height unit, counted from 1 at the floor. */
  readonly fromU: number;
  readonly heightU: number;
}

export interface Rack {
  readonly name: string;
  readonly type: string;
  readonly cooling: RackCooling;
  readonly row: number;
  /** Place in the row, from 1. */
  readonly place: number;
  readonly units: number;
  readonly usedUnits: number;
  readonly powerBudgetKW: number;
  /** Power of all devices at most, kW; devices of unknown power are not in it. */
  readonly peakKW: number;
  readonly expectedKW: number;
  /** Part of the peak that goes into liquid at the device, kW. */
  readonly liquidKW: number;
  readonly unknownPowerDevices: number;
  /** @default - absent where a device's weight is not known */
  readonly weightKg?: number;
  readonly items: readonly RackItem[];
}

/** How devices of a group are spread: what one rack, or one row, takes with it when it fails. */
export interface FailureDomains {
  readonly group: string;
  readonly kind: "rack" | "row";
  readonly domains: number;
  /** Devices in the fullest domain. */
  readonly mostDevices: number;
  /** Their share of the group, 0 to 1. */
  readonly largestShare: number;
}

export interface RackPlan {
  readonly racks: readonly Rack[];
  readonly failureDomains: readonly FailureDomains[];
  readonly rackPitchM: number;
  readonly rowPitchM: number;
  /** Figures that were assumed, in words. */
  readonly assumptions: readonly string[];
  readonly problems: readonly PlanProblem[];
}

export interface RackInput {
  readonly rackTypes: readonly RackType[];
  readonly groups: readonly PlacementGroup[];
  readonly floor?: FloorPlan;
  /** Part of a device's maximum that it draws on average, 0 to 1. @default 0.8, an assumption */
  readonly expectedLoad?: number;
  /** Part of the heat of a direct-liquid system that liquid takes. @default 0.85, an assumption */
  readonly liquidShare?: number;
}
