import { Construct } from "constructs";
import { contribute } from "../../model";
import { onSynthesize } from "../../core/synthesis";
import { kueueTopology, nodePlacements, siteNodeNames, type FabricPlan, type SitePlan } from "../../planning";
import { raise } from "../aws/problem";
import type { ISite, SitePool } from "../contracts";
import { checkSiteProps, sitePlan } from "./check-site";
import { sitePools } from "./site-pools";
import { facilityFacts, fabricPlanFacts } from "./site-model";
import { writeSiteFiles } from "./site-files";
import type { NetworkUse, SiteNetworkProps, SiteProps } from "./site-props";

/**
 * A place of the owner's: racks, machines, networks and power, planned to the port before anything is bought. Creates
 * nothing in Terraform; it writes the plan beside the output (`site/<name>/`) and into the factory model, and gives
 * pools their machines and schedulers their topology.
 *
 * @throws FactoryError with every problem of the plan: what does not fit, is not cooled, not powered, not connected
 */
export class Site extends Construct implements ISite {
  readonly siteId: string;
  readonly country: string;
  readonly plan: SitePlan;
  readonly nodeLabels: ISite["nodeLabels"];
  readonly topologyLevels: readonly string[];
  private readonly pools: ReadonlyMap<string, SitePool>;

  constructor(
    scope: Construct,
    id: string,
    /** What the site was planned from. */
    readonly props: SiteProps,
    /** Name of the site where its props give none. */
    defaultName = id,
  ) {
    super(scope, id);
    this.siteId = props.siteName ?? defaultName;
    this.country = props.country;
    raise(this, checkSiteProps(props, this.node.path, defaultName));
    this.plan = sitePlan(this.siteId, props);
    this.pools = sitePools(this.plan, props.systems);
    const topology = this.topology();
    this.nodeLabels = topology.nodeLabels;
    this.topologyLevels = topology.levels;

    contribute(this, "sites", () => ({
      id: this.siteId,
      kind: "on-prem" as const,
      country: this.country,
      zones: [this.siteId],
      facility: facilityFacts(this.plan, this.props),
    }));
    onSynthesize(this, (session) => writeSiteFiles(session.outdir, this));
  }

  findPool(name: string): SitePool | undefined {
    return this.pools.get(name);
  }

  /** The planned network of that name. @throws RangeError where there is none */
  network(name: string): { readonly plan: FabricPlan; readonly use: NetworkUse } {
    const plan = this.plan.networks.find((network) => network.name === name);
    const props = this.networkProps(name);
    if (plan !== undefined && props !== undefined) return { plan, use: props.use };
    const names = this.plan.networks.map((network) => network.name).join(", ");
    throw new RangeError(`site ${this.siteId} has no network '${name}'; there is: ${names}`);
  }

  /** What the factory model says of a network's plan. */
  networkFacts(name: string) {
    return fabricPlanFacts(this.network(name).plan);
  }

  private networkProps(name: string): SiteNetworkProps | undefined {
    return this.props.networks.find((network) => network.name === name);
  }

  /** Names that nodes have in Kubernetes, by the names that the plan gives them. */
  nodeNameOf(planned: string): string {
    return this.renamed.get(planned) ?? planned;
  }

  private get renamed(): ReadonlyMap<string, string> {
    const names = new Map<string, string>();
    for (const machine of this.props.systems) {
      if (machine.nodeNames === undefined) continue;
      siteNodeNames(machine).forEach((planned, index) => names.set(planned, machine.nodeNames?.[index] ?? planned));
    }
    return names;
  }

  /** Places in the compute networks; levels that not every one of them has are left out. */
  private topology(): { readonly levels: readonly string[]; readonly nodeLabels: ISite["nodeLabels"] } {
    const renamed = this.renamed;
    const topologies = this.plan.networks
      .filter((network) => this.networkProps(network.name)?.use === "compute")
      .map((network) => kueueTopology(this.placements(network)));
    const [first, ...others] = topologies.map(({ levels }) => levels.map(({ nodeLabel }) => nodeLabel));
    const nodeLabels = Object.fromEntries(
      topologies.flatMap((topology) =>
        Object.entries(topology.nodeLabels).map(([node, labels]) => [renamed.get(node) ?? node, labels]),
      ),
    );
    return {
      levels: (first ?? ["kubernetes.io/hostname"]).filter((level) => others.every((levels) => levels.includes(level))),
      nodeLabels,
    };
  }

  /** Units and racks of the nodes of one compute network, for schedulers. */
  placements(network: FabricPlan) {
    return nodePlacements(network, this.plan.racks);
  }
}
