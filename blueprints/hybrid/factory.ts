import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { Construct } from "constructs";
import type { INodePool, IPlatformComponent } from "../../constructs/contracts";
import { raise } from "../../constructs/aws/problem";
import {
  burstNodes,
  burstQueues,
  ClusterSignOn,
  DataMovement,
  DataMover,
  FailoverDns,
  HybridNodes,
  IdentityBindings,
  mayGoTo,
  MultiKueue,
  MultiKueueWorker,
  SiteLink,
  teamShare,
} from "../../constructs/hybrid";
import { TerraformStack } from "../../core/cdktf";
import { collectModel, contribute, type FactoryModel } from "../../model";
import { CloudFactory } from "../cloud/factory";
import { FactoryState } from "../cloud/state";
import { completeFactory, markWholeFactory } from "../complete-factory";
import { OnPremFactory } from "../onprem/factory";
import { madeBy } from "../props-shape";
import type { BoundaryProp } from "../sovereignty/boundary-prop";
import type { Enforcement, FactoryEnforceOptions } from "../sovereignty/enforcement";
import { routedSiteCidrBlocks } from "./addresses";
import { cloudPart } from "./cloud-part";
import { burstPool } from "./burst-pool";
import { checkHybridFactoryProps } from "./check";
import { burstPolicy, dataClassesWithin } from "./data-boundary";
import type { HybridBurst, HybridFactoryProps } from "./props";

/** The stack of what joins a site and a cloud factory. */
export class HybridLinks extends TerraformStack {
  /** Transit gateway, paths, routes and names between site and cloud. */
  readonly link: SiteLink;
  /** Present where machines of the site are nodes of the cloud's cluster. */
  readonly hybridNodes?: HybridNodes;
  /** Sign-on to both clusters, where one identity is stated. */
  readonly signOn?: ClusterSignOn;
  /** Names of the gateways, where they stand in for each other. */
  readonly failoverDns?: FailoverDns;
  /** Copies between the site and the cloud's buckets. */
  readonly copies: readonly DataMovement[];

  constructor(scope: Construct, id: string, props: HybridFactoryProps, cloud: CloudFactory, siteId: string) {
    super(scope, id);
    (props.state ?? FactoryState.local()).attachTo(this);
    new AwsProvider(this, "aws", {
      region: props.cloud.region,
      defaultTags: [{ tags: { "ai-factory": scope.node.id, ...props.cloud.tags } }],
    });
    this.link = new SiteLink(this, "link", {
      ...props.link,
      siteId,
      siteCidrBlocks: routedSiteCidrBlocks(props),
      vpc: cloud.infra.vpc,
    });
    if (props.hybridNodes !== undefined) {
      this.hybridNodes = new HybridNodes(this, "hybrid-nodes", { cluster: cloud.infra.cluster });
    }
    this.copies = this.moveData(props, cloud, siteId);
    if (props.identity !== undefined) {
      const { identity, site } = props;
      const siteKubernetesVersion = site.cluster.kubernetesVersion;
      this.signOn = new ClusterSignOn(this, "sign-on", {
        identity,
        cluster: cloud.infra.cluster,
        siteId,
        siteKubernetesVersion,
      });
    }
    if (props.inferenceFailover !== undefined) {
      const { inferenceFailover: failover } = props;
      this.failoverDns = new FailoverDns(this, "failover", { vpc: cloud.infra.vpc, failover });
    }
  }

  private moveData(props: HybridFactoryProps, cloud: CloudFactory, siteId: string): readonly DataMovement[] {
    const { dataMovement } = props;
    if (dataMovement === undefined || dataMovement.copies.length === 0) return [];
    const { vpc, keys, buckets } = cloud.infra;
    const mover = new DataMover(this, "data-mover", {
      siteId,
      siteCidrBlocks: routedSiteCidrBlocks(props),
      vpc,
      agents: dataMovement.agents,
      logsKey: keys.logs,
    });
    const { region } = props.cloud;
    const dataClasses = dataClassesWithin(props);
    return dataMovement.copies.flatMap(({ bucket: bucketName, ...copy }) => {
      const bucket = buckets.get(bucketName);
      if (bucket === undefined) return [];
      const { transfer: link } = this.link;
      return [new DataMovement(this, copy.name, { ...copy, siteId, mover, bucket, region, dataClasses, link })];
    });
  }
}

/**
 * A site and a cloud factory that work as one: each as its own blueprint makes it, a stack of links between them
 * (`<id>-links`), and, where a burst is stated, MultiKueue from the site's queues to the cloud's.
 *
 * @throws FactoryError with every problem of the props, before anything is built
 */
export class HybridFactory extends Construct {
  /** The cloud's side, as its own blueprint makes it. */
  readonly cloud: CloudFactory;
  /** The site's side, as its own blueprint makes it. */
  readonly site: OnPremFactory;
  /** The stack `<id>-links`: what joins the two. */
  readonly links: HybridLinks;
  private readonly enforcement: Enforcement;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: HybridFactoryProps,
  ) {
    super(scope, id);
    raise(this, checkHybridFactoryProps(props, id));
    markWholeFactory(this);
    const { state, intent, burst, boundary } = props;
    this.cloud = new CloudFactory(this, `${id}-cloud`, {
      ...cloudPart(props),
      ...this.worker(burst),
      state,
      intent,
    });
    this.site = new OnPremFactory(this, `${id}-site`, {
      ...props.site,
      boundary,
      components: (parts, made) => [
        ...(madeBy("OnPremFactoryProps", "components", parts.scope, props.site.components, parts, made) ?? []),
        ...(burst === undefined ? [] : [this.manager(burst, made)]),
        ...this.bindings(),
      ],
      state,
      intent,
    });
    const { siteId } = this.site.platform.site;
    this.links = new HybridLinks(this, `${id}-links`, props, this.cloud, siteId);
    this.describe(siteId);
    const stacks = [this.cloud.infra, this.cloud.platform, this.site.platform, this.links];
    const { acknowledgements } = props;
    this.enforcement = completeFactory(this, { stacks, model: () => this.model(), acknowledgements, boundary });
  }

  /**
   * Judges what the factory emits by a boundary when the app is synthesised; errors stop synth. By the boundary of the
   * props this happens without a call: call it to judge by another one as well, or with waivers, or strictly.
   *
   * @param boundary a boundary of your own, or the name of a profile
   * @throws PolicyFileError where there is no such profile
   */
  enforce(boundary: BoundaryProp, options?: FactoryEnforceOptions): void {
    this.enforcement.add(boundary, options);
  }

  /** What both sides and the links are, as plain data. */
  model(): FactoryModel {
    const { intent = "mixed", cloud } = this.props;
    const header = { name: this.node.id, intent, budgetUsdPerHour: cloud.budgetUsdPerHour };
    return collectModel(this, { ...header, dataClasses: dataClassesWithin(this.props) });
  }

  /** The cloud's side of a burst: queues of the same names, and the identity that the site acts under. */
  private worker(burst: HybridBurst | undefined): Pick<HybridFactoryProps["cloud"], "queues" | "components"> {
    const { cloud } = this.props;
    const pool = burstPool(this.props);
    const queues = burst === undefined || pool === undefined ? [] : burstQueues(burst, pool);
    return {
      queues: queues.length === 0 ? cloud.queues : [...(cloud.queues ?? []), ...queues],
      components: (made, infra) => [
        ...(madeBy("CloudFactoryProps", "components", infra, cloud.components, made, infra) ?? []),
        ...(burst === undefined ? [] : [new MultiKueueWorker({ kueue: kueueOf(made) })]),
        ...this.bindings(),
      ],
    };
  }

  /** Rights of the identity's groups: the same in both clusters. */
  private bindings(): IdentityBindings[] {
    const { identity } = this.props;
    return identity === undefined ? [] : [new IdentityBindings({ identity })];
  }

  /** The site's side of a burst. */
  private manager(burst: HybridBurst, made: readonly IPlatformComponent[]): MultiKueue {
    const pools: readonly INodePool[] = this.cloud.infra.allPools;
    const pool = pools.find(({ poolName }) => poolName === burst.pool);
    if (pool === undefined) throw new RangeError(`no pool '${burst.pool}' in ${this.cloud.node.path}`);
    const policy = burstPolicy(this.props, burst);
    const { region } = this.props.cloud;
    // The guard in the cluster knows one place to go to.
    const dataClasses = policy.dataClasses.map((each) => ({ ...each, mayLeave: mayGoTo(each, region) }));
    return new MultiKueue({
      policy: { ...policy, dataClasses },
      workerName: this.cloud.infra.cluster.clusterName,
      pool,
      usdPerNodeHour: burstPool(this.props)?.usdPerNodeHour,
      kueue: kueueOf(made),
      kubeconfigSecretName: burst.kubeconfigSecretName,
    });
  }

  private describe(siteId: string): void {
    const { burst, siteNetwork } = this.props;
    contribute(this, "networks", () => ({
      id: `${siteId}-network`,
      siteId,
      cidrBlocks: siteNetwork.cidrBlocks,
      subnets: [],
      closed: false,
      natGateways: 0,
      privateEndpoints: [],
    }));
    const { clusterName: from } = this.site.platform.cluster;
    const { clusterName: to } = this.cloud.infra.cluster;
    for (const workload of burst?.workloads ?? []) {
      const { datasetGB, staged = false, dailyChangeGB, resultGB = 0, computeHours, dataClass } = workload;
      contribute(this.links.link, "links", () => ({
        id: `burst-${workload.name}`,
        kind: "burst" as const,
        from,
        to,
        gbps: this.links.link.transfer.gbps,
        burst: { datasetGB, staged, dailyChangeGB, resultGB, computeHours, dataClass },
      }));
    }
    for (const failover of this.props.inferenceFailover?.props.models ?? []) {
      const id = `failover-${failover.servedName}`;
      contribute(this.links.link, "links", () => ({ id, kind: "failover" as const, from, to, failover }));
    }
    for (const team of burst?.teams ?? []) {
      contribute(this, "teams", () => ({
        id: team.name,
        namespaces: team.namespaces,
        acceleratorQuota: burst && this.accelerators(burst, teamShare(team, burst)),
      }));
    }
  }

  /** Accelerators of a team's own in the cloud. */
  private accelerators(burst: HybridBurst, share: number): number | undefined {
    const pools: readonly INodePool[] = this.cloud.infra.allPools;
    const pool = pools.find(({ poolName }) => poolName === burst.pool);
    const nodes = burstPool(this.props);
    if (pool?.accelerators === undefined || nodes === undefined) return undefined;
    return Math.floor(burstNodes(burst, nodes) * share * pool.accelerators.perNode);
  }
}

function kueueOf(components: readonly IPlatformComponent[]): IPlatformComponent {
  const kueue = components.find(({ chart }) => chart?.name === "kueue");
  if (kueue === undefined) throw new RangeError("the factory has no Kueue, which a burst needs");
  return kueue;
}
