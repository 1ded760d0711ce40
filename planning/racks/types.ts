import type { PlanProblem } from "../problem";

/** How a rack takes heat away. */
export type RackCooling = "air" | "rear-door" | "direct-liquid" | "immersion";

/** How a device gives heat off: `direct-liquid` systems may still leave a share to air, see `liquidShare`. */
export type DeviceCooling = "air" | "direct-liquid" | "immersion";

/** A server, compute tray or switch by its figures. */
export interface DeviceFigures {
  /** Name for plans and bills: `dgx-h200`, or any own name. */
  readonly id: string;
  /** Height in rack units. @default - not known; the device cannot be placed, a switch counts as two units */
  readonly heightU?: number;
  /** Power at most, kW. @default - not known, which is reported and never counted as a pass */
  readonly maxPowerKW?: number;
  /** Power in ordinary operation, kW. @default - `maxPowerKW` times the site's expected load */
  readonly expectedPowerKW?: number;
  /** Weight in kg. @default - not known; weight is then not checked */
  readonly weightKg?: number;
  /** How its heat is carried off; the rack must offer the same. @default "air" */
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
  /** Name of the kind; prefix of the racks' names. */
  readonly name: string;
  /** Racks of this kind at most. @default - as many as are needed */
  readonly count?: number;
  /** Usable height units. @default 42 */
  readonly units?: number;
  /** Power that the devices of one rack may draw, kW. */
  readonly powerBudgetKW: number;
  /** How heat leaves the rack. @default "air" */
  readonly cooling?: RackCooling;
  /** Weight of the devices at most, kg. @default - not limited */
  readonly maxWeightKg?: number;
}

/** Devices that are placed together. */
export interface PlacementGroup {
  /** Name of the group. */
  readonly name: string;
  /** Size, power, weight and cooling of one device. */
  readonly figures: DeviceFigures;
  /** Names of the devices, in the order in which they are placed. */
  readonly devices: readonly string[];
  /** What the devices do. */
  readonly role: "compute" | "storage" | "service" | "network";
  /** Kind of rack that they stand in, by name. @default - the first kind of rack whose cooling fits */
  readonly rackType?: string;
  /** Devices in one rack at the most. @default - as many as fit */
  readonly maxPerRack?: number;
  /** Racks over which the devices are dealt out in turn, for failure domains. @default 1 */
  readonly minRacks?: number;
  /** Whether other groups' devices keep out of these racks. @default - true for compute */
  readonly exclusiveRacks?: boolean;
}

/** The floor: racks stand side by side in rows. */
export interface FloorPlan {
  /** Racks of one row. @default 20 */
  readonly racksPerRow?: number;
  /** From rack to rack in a row, m. @default 0.6 */
  readonly rackPitchM?: number;
  /** From row to row, aisle included, m. @default 2.4 */
  readonly rowPitchM?: number;
}

/** A device in a rack. */
export interface RackItem {
  /** Name of the device. */
  readonly device: string;
  /** Group that it is of. */
  readonly group: string;
  /** Id of its figures. */
  readonly model: string;
  /** Lowest height unit, counted from 1 at the floor. */
  readonly fromU: number;
  /** Height in rack units. */
  readonly heightU: number;
}

/** A rack with what stands in it. */
export interface Rack {
  /** Name of the rack: kind and number. */
  readonly name: string;
  /** Kind of rack. */
  readonly type: string;
  /** How heat leaves it. */
  readonly cooling: RackCooling;
  /** Row on the floor, from 1. */
  readonly row: number;
  /** Place in the row, from 1. */
  readonly place: number;
  /** Usable height units. */
  readonly units: number;
  /** Height units that devices take. */
  readonly usedUnits: number;
  /** Power that it may draw, kW. */
  readonly powerBudgetKW: number;
  /** Power of all devices at most, kW; devices of unknown power are not in it. */
  readonly peakKW: number;
  /** Power on average, kW. */
  readonly expectedKW: number;
  /** Part of the peak that goes into liquid at the device, kW. */
  readonly liquidKW: number;
  /** Devices in it whose power nobody knows. */
  readonly unknownPowerDevices: number;
  /** Weight of all devices, kg. @default - absent where a device's weight is not known */
  readonly weightKg?: number;
  /** Devices, from the floor upwards. */
  readonly items: readonly RackItem[];
}

/** How devices of a group are spread: what one rack, or one row, takes with it when it fails. */
export interface FailureDomains {
  /** Group of devices. */
  readonly group: string;
  /** What fails: one rack, or one row. */
  readonly kind: "rack" | "row";
  /** Racks or rows that the group stands in. */
  readonly domains: number;
  /** Devices in the fullest domain. */
  readonly mostDevices: number;
  /** Their share of the group, 0 to 1. */
  readonly largestShare: number;
}

/** Racks of a site, filled. */
export interface RackPlan {
  /** Racks in the order of the floor. */
  readonly racks: readonly Rack[];
  /** What one rack or row takes of each group. */
  readonly failureDomains: readonly FailureDomains[];
  /** From rack to rack in a row, m. */
  readonly rackPitchM: number;
  /** From row to row, aisle included, m. */
  readonly rowPitchM: number;
  /** Figures that were assumed, in words. */
  readonly assumptions: readonly string[];
  /** Everything that is wrong, or not known. */
  readonly problems: readonly PlanProblem[];
}

/** What is to be placed, and in what. */
export interface RackInput {
  /** Kinds of rack. */
  readonly rackTypes: readonly RackType[];
  /** Devices, in the order in which they are placed. */
  readonly groups: readonly PlacementGroup[];
  /** Rows and distances. @default - rows of 20 racks */
  readonly floor?: FloorPlan;
  /** Part of a device's maximum that it draws on average, 0 to 1. @default 0.8, an assumption */
  readonly expectedLoad?: number;
  /** Part of the heat of a direct-liquid system that liquid takes. @default 0.85, an assumption */
  readonly liquidShare?: number;
}
