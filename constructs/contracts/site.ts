import type { IConstruct } from "constructs";
import type { DeviceFigures, SitePlan } from "../../planning";

/** Nodes of one kind at a site, as pools and schedulers need them. */
export interface SitePool {
  /** Name of the machines at the site; pools of the same name find them. */
  readonly name: string;
  /** Id in the systems catalogue. @default - a system of the owner's own figures */
  readonly system?: string;
  /** Figures of one node: size, power, accelerators, ports. */
  readonly figures: DeviceFigures;
  /** Nodes that a pool may count on: without the spares. */
  readonly nodes: number;
  /** Nodes that stand by for repair. */
  readonly spares: number;
  /** Names of all nodes as Kubernetes knows them; the spares are the last. */
  readonly nodeNames: readonly string[];
  /** Racks that the nodes stand in. */
  readonly racks: readonly string[];
  /** Part of the nodes that one rack takes with it when it fails, 0 to 1. */
  readonly largestRackShare?: number;
}

/** Racks, machines and networks of one place that the owner runs. */
export interface ISite extends IConstruct {
  /** Id in the factory model. */
  readonly siteId: string;
  /** ISO 3166-1 alpha-2 code. */
  readonly country?: string;
  /** Racks, networks to the port, power and cooling, as planned. */
  readonly plan: SitePlan;
  /** The site's nodes of that name, or undefined. */
  findPool(name: string): SitePool | undefined;
  /** Labels that tell schedulers where each node is, by the name that Kubernetes knows it by. */
  readonly nodeLabels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Label keys from the widest part of the fabric to the node. */
  readonly topologyLevels: readonly string[];
}
