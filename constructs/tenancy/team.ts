import { throwErrors } from "../../validation/factory-error";
import type { INodePool, IObjectStore, IPlatformComponent, IWorkloadIdentity } from "../contracts";
import type { GatewayTeam } from "../gateway";
import { podSecurityLabel } from "../platform/namespaces";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import type { Kueue } from "../scheduling";
import { poolCapacity, quotaOf } from "../scheduling/kueue-capacity";
import { checkTeam } from "./check-team";
import { teamLabels } from "./team-labels";
import { storagePrefix, teamObjects } from "./team-objects";
import type { WorkKind, WorkPriorities } from "./work-priorities";

/** Where a team keeps its data. */
export interface TeamStorage {
  /** Bucket that the team's prefix is in. */
  readonly store: IObjectStore;
  /** Prefix of the team's objects, without a slash at its end. @default - `teams/<name>` */
  readonly prefix?: string;
  /**
   * Service accounts of the team that may use the prefix, and nothing else of the bucket.
   * @default - none: the store's owner hands out keys
   */
  readonly identities?: readonly IWorkloadIdentity[];
}

/** A range that a team's pods may reach. */
export interface TeamEgress {
  /** IPv4 range: `10.20.0.0/16`. */
  readonly cidrBlock: string;
  /** TCP ports. @default [443] */
  readonly ports?: readonly number[];
}

export interface TeamProps extends Pick<ComponentOptions, "dependsOn"> {
  /** Name of the team: of its queue, its component, and its label on everything. */
  readonly name: string;
  /** What the team mostly does; its work's priority follows from it. */
  readonly work: WorkKind;
  /** Namespaces that are made for the team. @default - one, called like the team */
  readonly namespaces?: readonly string[];

  /** Kueue, which keeps the team's quota. */
  readonly kueue: Kueue;
  /** The cluster's priorities (`WorkPriorities`), of which `work` names one. */
  readonly priorities: WorkPriorities;
  /** Part of every pool that is the team's own, 0 to 1; more is borrowed while others leave it idle. */
  readonly share: number;
  /** Weight in what others leave idle; counts where Kueue shares fairly. @default 1 */
  readonly weight?: number;

  /** Groups of your identity provider whose members work in the namespaces. */
  readonly memberGroups: readonly string[];
  /** Groups that also give rights within them. @default - none */
  readonly adminGroups?: readonly string[];
  /** Pod Security level of the namespaces. @default "restricted"; serving on host fabrics needs more */
  readonly podSecurity?: "restricted" | "baseline" | "privileged";
  /** Where pods may connect to, besides DNS and the team's own namespaces. @default - nowhere */
  readonly egress?: readonly TeamEgress[];
  /** Namespaces whose pods may connect to the team's: the gateway's, the monitoring's. @default - none */
  readonly ingressNamespaces?: readonly string[];
  /** Namespaces whose pods the team's may connect to: MLflow's, the gateway's. @default - none */
  readonly egressNamespaces?: readonly string[];
  /** Place of the team's own in a bucket. @default - no place of its own */
  readonly storage?: TeamStorage;
  /** Size of all volumes together, in each namespace. @default - no limit */
  readonly volumesGiB?: number;
  /** What the team may ask of the inference gateway. @default - no quota */
  readonly gateway?: Pick<GatewayTeam, "tokensPerHour" | "requestsPerMinute">;
  /** Where costs are booked. @default - the team's name */
  readonly costCentre?: string;
}

/**
 * All that a team is on the cluster: namespaces with a Pod Security level, a queue with its own quota, rights of its
 * groups, closed networks, limits of volumes, and labels by which costs are told apart.
 *
 * A team whose work is production serving takes its quota back at once, and beyond it whatever training of lower
 * priority holds: that is how nodes are handed over from training to inference.
 *
 * @throws FactoryError where a name is none, a share is no part of the whole, or nobody may work in the team
 */
export class Team extends PlatformComponent {
  /** Namespaces of the team. */
  readonly namespaces: readonly string[];
  /** LocalQueue in each namespace; jobs that name none go there as well. */
  readonly queueName = "default";
  /** Priority class that the team's pods and jobs get. */
  readonly priorityClassName: WorkKind;
  /** The team as the inference gateway takes it. */
  readonly gateway: GatewayTeam;
  /** Prefix in its object store. @default - it has none */
  readonly storagePrefix?: string;

  constructor(props: TeamProps) {
    throwErrors(checkTeam(props));
    const namespaces = props.namespaces ?? [props.name];
    const [namespace = props.name, ...others] = namespaces;
    const labels = {
      [podSecurityLabel]: props.podSecurity ?? "restricted",
      ...teamLabels(props.name, props.costCentre),
    };
    const dependencies: (IPlatformComponent | undefined)[] = [props.kueue, props.priorities];
    super(
      {
        name: `team-${props.name}`,
        namespace,
        namespaceLabels: labels,
        moreNamespaces: Object.fromEntries(others.map((other) => [other, labels])),
        manifests: teamObjects(props, namespaces),
        provides: [`cluster queue ${props.name}`, ...namespaces.map((each) => `tenancy of namespace ${each}`)],
        team: { id: props.name, namespaces, acceleratorQuota: acceleratorQuota(props.kueue.pools, props.share) },
        dependsOn: dependencies,
      },
      { dependsOn: props.dependsOn },
    );
    this.namespaces = namespaces;
    this.priorityClassName = props.work;
    this.gateway = { name: props.name, ...props.gateway };
    this.storagePrefix = props.storage && storagePrefix(props.name, props.storage);
    for (const identity of props.storage?.identities ?? []) {
      props.storage?.store.grantPrefix?.(identity, storagePrefix(props.name, props.storage));
    }
  }
}

function acceleratorQuota(pools: readonly INodePool[], share: number): number {
  return pools.reduce((sum, pool) => {
    const resource = pool.accelerators?.resourceName;
    return resource === undefined ? sum : sum + Number(quotaOf(resource, poolCapacity(pool), share));
  }, 0);
}
