import type {
  CableRoute,
  DeviceFigures,
  FloorPlan,
  PowerInput,
  RackType,
  SiteGroup,
  SiteNetwork,
  SwitchModel,
} from "../../planning";

/** Machines of one kind at a site. */
export interface SiteSystem {
  /** Unique in the site, a DNS label: prefix of the nodes' names, and the name of the pool that they make up. */
  readonly name: string;
  /** Id in the systems catalogue, e.g. `dgx-h200`. @default - a system of your own: give all its `figures` */
  readonly system?: string;
  /** Figures of your own; they come before the catalogue's. @default - the catalogue's */
  readonly figures?: Partial<DeviceFigures>;
  /** All nodes, the spares among them. */
  readonly count: number;
  /** Nodes among `count` that stand by for repair and that no pool counts on. @default 0 */
  readonly spares?: number;
  /** What the machines do: compute, storage or service. @default "compute" */
  readonly role?: SiteGroup["role"];
  /** Kind of rack that the nodes stand in. @default - the first kind whose cooling fits */
  readonly rackType?: string;
  /** Nodes in one rack at the most. @default - as many as its height, power and weight allow */
  readonly maxPerRack?: number;
  /** Racks over which the nodes are dealt out in turn, for failure domains. @default 1 */
  readonly minRacks?: number;
  /** Names of the nodes in Kubernetes, in the order of the plan. @default - `<name>-01`, `<name>-02` … */
  readonly nodeNames?: readonly string[];
}

/** What a network is for. */
export type NetworkUse = "compute" | "storage" | "in-band" | "out-of-band";

/** A network of the site, planned to the port. */
export interface SiteNetworkProps extends Omit<SiteNetwork, "leafSwitch" | "spineSwitch" | "coreSwitch"> {
  /** What goes over the network; compute networks become fabrics that pools can join. */
  readonly use: NetworkUse;
  /** Id in the switch catalogue (`QM9700`), ports and speed (`64x800`), or a switch of your own by its figures. */
  readonly leafSwitch: string | SwitchModel;
  /** Switch of the second tier, in the same forms as `leafSwitch`. @default - as `leafSwitch` */
  readonly spineSwitch?: string | SwitchModel;
  /** Switch of the third tier, in the same forms; used where two tiers do not reach. @default - as `spineSwitch` */
  readonly coreSwitch?: string | SwitchModel;
}

/** Where the site's electricity comes from. */
export interface EnergyMix {
  /** Grams of CO2 for each kWh, as the supplier or the grid's operator states it. */
  readonly carbonGPerKWh: number;
  /** Who states it, and of which year. */
  readonly source: string;
}

export interface SiteProps {
  /** Id in the factory model, a DNS label. @default - the construct's id */
  readonly siteName?: string;
  /** ISO 3166-1 alpha-2 code of the country that the racks stand in. */
  readonly country: string;
  /** Kinds of rack, with height, power, weight, cooling and how many there are. */
  readonly racks: readonly RackType[];
  /** Machines of the site, one entry for each kind. */
  readonly systems: readonly SiteSystem[];
  /** Networks, each planned to the port. */
  readonly networks: readonly SiteNetworkProps[];
  /** Rows and distances of the racks, from which cable lengths follow. @default - rows of 20 racks */
  readonly floor?: FloorPlan;
  /** Kind of rack for switches. @default - the first kind that is cooled by air or rear door */
  readonly networkRackType?: string;
  /** Height, power and weight of switches that the catalogue lacks, by id. @default - the catalogue's figures */
  readonly switchFigures?: Readonly<Record<string, Partial<DeviceFigures>>>;
  /** Power of the whole facility to power of its IT. @default - the catalogue's figure for new facilities */
  readonly pue?: number;
  /** What the electricity of the site emits, from your supplier. @default - emissions are not told */
  readonly energyMix?: EnergyMix;
  /** Power that the grid connection gives the facility, kW. @default - not limited */
  readonly gridLimitKW?: number;
  /** Supply and cooling beyond that: redundancy, temperature rise, sizes of transformers and UPS. @default - see docs/site-planning.md */
  readonly supply?: Omit<PowerInput, "pue" | "carbonGPerKWh" | "gridLimitKW" | "country">;
  /** Part of its maximum that a machine draws on average, 0 to 1. @default 0.8, an assumption */
  readonly expectedLoad?: number;
  /** How cables are laid. @default - see docs/site-planning.md */
  readonly cableRoute?: CableRoute;
}
