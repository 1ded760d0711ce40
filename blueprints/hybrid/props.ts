import type { RemoteNetworks } from "../../constructs/cluster";
import type { BurstPolicy, SiteLinkProps } from "../../constructs/hybrid";
import type { Intent } from "../../model";
import type { Acknowledgement } from "../../validation";
import type { CloudFactoryProps } from "../cloud/props";
import type { FactoryState } from "../cloud/state";
import type { OnPremFactoryProps } from "../onprem/props";
import type { BoundaryProp } from "../sovereignty/boundary-prop";

/** Addresses of a site, as the cloud sees them. */
export interface HybridSiteNetwork {
  /** Ranges of the site's nodes and storage: what is routed to the cloud. */
  readonly cidrBlocks: readonly string[];
  /**
   * Whether the site's pods have addresses that its routers know, so that they are routed as well. `false` where the
   * network plugin hides them behind their nodes.
   *
   * @default false
   */
  readonly podsRouted?: boolean;
}

/** A burst, and the cloud's pool that it runs on. */
export interface HybridBurst extends BurstPolicy {
  /** Name of a pool or an elastic pool of the cloud factory. */
  readonly pool: string;
  /** Secret in Kueue's namespace at the site with a kubeconfig of the cloud's cluster. @default - `multikueue-<cluster>` */
  readonly kubeconfigSecretName?: string;
}

/** What is stated for the whole factory is not stated for its parts. */
type OfTheWhole = "state" | "intent" | "acknowledgements" | "boundary";

export interface HybridFactoryProps {
  /** The site: racks, machines, cluster, pools. */
  readonly site: Omit<OnPremFactoryProps, OfTheWhole>;
  readonly siteNetwork: HybridSiteNetwork;
  readonly cloud: Omit<CloudFactoryProps, OfTheWhole>;
  /** What joins the two. */
  readonly link: Omit<SiteLinkProps, "siteId" | "siteCidrBlocks" | "vpc">;
  /**
   * Machines of the site that are nodes of the cloud's cluster (EKS Hybrid Nodes): the second form of a hybrid factory,
   * for machines that are not in the site's own cluster.
   *
   * @default - none
   */
  readonly hybridNodes?: RemoteNetworks;
  /** Jobs that may leave the site for the cloud. @default - none */
  readonly burst?: HybridBurst;
  /** @default "mixed" */
  readonly intent?: Intent;
  /**
   * Sovereign boundary that both sides stay inside, as the props of each say.
   * @default - none: `enforce` still judges by one
   */
  readonly boundary?: BoundaryProp;
  /** Findings of the design rules that somebody answers for. @default - none */
  readonly acknowledgements?: readonly Acknowledgement[];
  /** @default FactoryState.local() */
  readonly state?: FactoryState;
}
