import type { CableRoute } from "../fabric/cable-length";
import type { FabricInput, FabricPlan } from "../fabric/types";
import type { PowerInput, PowerPlan } from "../power/plan-power";
import type { PlanProblem } from "../problem";
import type { DeviceFigures, FloorPlan, PlacementGroup, RackPlan, RackType } from "../racks/types";

/** Nodes of one kind. */
export interface SiteGroup {
  /** Prefix of the nodes' names: `dgx` gives `dgx-001`. */
  readonly name: string;
  readonly figures: DeviceFigures;
  readonly count: number;
  /** @default "compute" */
  readonly role?: "compute" | "storage" | "service";
  readonly rackType?: PlacementGroup["rackType"];
  readonly maxPerRack?: PlacementGroup["maxPerRack"];
  readonly minRacks?: PlacementGroup["minRacks"];
}

/** One network of the site: the fabric's input, with the nodes named instead of counted. */
export interface SiteNetwork extends Omit<FabricInput, "groups" | "name"> {
  /** `compute`, `storage`, `in-band`, `out-of-band`. */
  readonly name: string;
  /** Ports per plane that each node of a group has on this network, by the group's name. */
  readonly ports: Readonly<Record<string, number>>;
  /** Gives every switch of the other networks a port here, as an out-of-band network does. @default false */
  readonly managesSwitches?: boolean;
}

/** What a site is to hold. */
export interface SiteInput {
  readonly name: string;
  readonly rackTypes: readonly RackType[];
  readonly floor?: FloorPlan;
  readonly groups: readonly SiteGroup[];
  readonly networks: readonly SiteNetwork[];
  /** Kind of rack for switches. @default - the first kind that is cooled by air or rear door */
  readonly networkRackType?: string;
  /** Height, power and weight of switches that the catalogue lacks, by id. @default - the catalogue's figures */
  readonly switchFigures?: Readonly<Record<string, Partial<DeviceFigures>>>;
  readonly power?: PowerInput;
  /** @default 0.8 */
  readonly expectedLoad?: number;
  /** @default 0.85 */
  readonly liquidShare?: number;
  readonly cableRoute?: CableRoute;
}

/** Equal cables of a network. */
export interface CableLot {
  readonly network: string;
  readonly tier: "node-leaf" | "leaf-spine" | "spine-core";
  readonly gbps: number;
  /** @default - absent where an end's place is not known */
  readonly lengthM?: number;
  /** Row of the catalogue's cable media. @default - absent where none known fits */
  readonly medium?: string;
  readonly cables: number;
  /** Links in those cables: more than cables where ports are split. */
  readonly links: number;
}

/** One line of the bill of materials. */
export interface BillLine {
  readonly kind: "node" | "switch" | "rack" | "cable" | "transceiver" | "subnet-manager" | "transformer" | "ups";
  readonly item: string;
  readonly use: string;
  readonly quantity: number;
}

export interface SitePlan {
  readonly name: string;
  readonly groups: readonly SiteGroup[];
  readonly nodes: number;
  readonly accelerators: number;
  readonly networks: readonly FabricPlan[];
  readonly racks: RackPlan;
  readonly power: PowerPlan;
  readonly cableLots: readonly CableLot[];
  readonly billOfMaterials: readonly BillLine[];
  readonly cableRoute?: CableRoute;
  /** Everything that is wrong, of all parts. */
  readonly problems: readonly PlanProblem[];
}
