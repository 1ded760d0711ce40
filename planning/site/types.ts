import type { CableRoute } from "../fabric/cable-length";
import type { FabricInput, FabricPlan } from "../fabric/types";
import type { PowerInput, PowerPlan } from "../power/plan-power";
import type { PlanProblem } from "../problem";
import type { DeviceFigures, FloorPlan, PlacementGroup, RackPlan, RackType } from "../racks/types";

/** Nodes of one kind. */
export interface SiteGroup {
  /** Prefix of the nodes' names: `dgx` gives `dgx-001`. */
  readonly name: string;
  /** Size, power, weight and cooling of one node. */
  readonly figures: DeviceFigures;
  /** All nodes, the spares among them. */
  readonly count: number;
  /** What the nodes do. @default "compute" */
  readonly role?: "compute" | "storage" | "service";
  /** Kind of rack that they stand in. @default - the first kind whose cooling fits */
  readonly rackType?: PlacementGroup["rackType"];
  /** Nodes in one rack at the most. @default - as many as fit */
  readonly maxPerRack?: PlacementGroup["maxPerRack"];
  /** Racks over which the nodes are dealt out in turn. @default 1 */
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
  /** Name of the site. */
  readonly name: string;
  /** Kinds of rack. */
  readonly rackTypes: readonly RackType[];
  /** Rows and distances of the racks. @default - rows of 20 racks */
  readonly floor?: FloorPlan;
  /** Machines, one entry for each kind. */
  readonly groups: readonly SiteGroup[];
  /** Networks, each planned to the port. */
  readonly networks: readonly SiteNetwork[];
  /** Kind of rack for switches. @default - the first kind that is cooled by air or rear door */
  readonly networkRackType?: string;
  /** Height, power and weight of switches that the catalogue lacks, by id. @default - the catalogue's figures */
  readonly switchFigures?: Readonly<Record<string, Partial<DeviceFigures>>>;
  /** Supply and cooling. @default - see `PowerInput` */
  readonly power?: PowerInput;
  /** Part of a device's maximum that it draws on average, 0 to 1. @default 0.8 */
  readonly expectedLoad?: number;
  /** Part of the heat of a direct-liquid system that liquid takes, 0 to 1. @default 0.85 */
  readonly liquidShare?: number;
  /** How cables are laid. @default - see docs/site-planning.md */
  readonly cableRoute?: CableRoute;
}

/** Equal cables of a network. */
export interface CableLot {
  /** Name of the network. */
  readonly network: string;
  /** Between which tiers they run. */
  readonly tier: "node-leaf" | "leaf-spine" | "spine-core";
  /** Speed of one link in Gb/s. */
  readonly gbps: number;
  /** Length to order, m. @default - absent where an end's place is not known */
  readonly lengthM?: number;
  /** Row of the catalogue's cable media. @default - absent where none known fits */
  readonly medium?: string;
  /** Cables to buy. */
  readonly cables: number;
  /** Links in those cables: more than cables where ports are split. */
  readonly links: number;
}

/** One line of the bill of materials. */
export interface BillLine {
  /** What is bought. */
  readonly kind: "node" | "switch" | "rack" | "cable" | "transceiver" | "subnet-manager" | "transformer" | "ups";
  /** Model, or description. */
  readonly item: string;
  /** What it is for. */
  readonly use: string;
  /** Pieces. */
  readonly quantity: number;
}

/** A site planned to the port: racks, networks, power, cables and what to buy. */
export interface SitePlan {
  /** Name of the site. */
  readonly name: string;
  /** Machines, as given. */
  readonly groups: readonly SiteGroup[];
  /** Nodes of all groups. */
  readonly nodes: number;
  /** Accelerators of all nodes. */
  readonly accelerators: number;
  /** Networks, planned to the port. */
  readonly networks: readonly FabricPlan[];
  /** Racks, filled. */
  readonly racks: RackPlan;
  /** Power, heat and supply. */
  readonly power: PowerPlan;
  /** Cables to order, by network, tier and length. */
  readonly cableLots: readonly CableLot[];
  /** What to buy. */
  readonly billOfMaterials: readonly BillLine[];
  /** How cables are laid. @default - see docs/site-planning.md */
  readonly cableRoute?: CableRoute;
  /** Everything that is wrong, of all parts. */
  readonly problems: readonly PlanProblem[];
}
