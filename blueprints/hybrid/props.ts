import type { RemoteNetworks } from "../../constructs/cluster";
import type {
  BurstPolicy,
  DataClass,
  DataMovementFacts,
  FactoryIdentity,
  InferenceFailover,
  SiteAgent,
  SiteLinkProps,
} from "../../constructs/hybrid";
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

/** A copy between the site's storage and a bucket of the cloud factory. */
export interface HybridCopy extends DataMovementFacts {
  /** Name of a bucket of the cloud factory. A filesystem that is linked to it sees what arrives. */
  readonly bucket: string;
}

/** Copies that DataSync makes, and its agents at the site. */
export interface HybridDataMovement {
  /** DataSync agents at the site; at least one. */
  readonly agents: readonly SiteAgent[];
  /** Datasets to the cloud, checkpoints and model weights to where they are kept or served. */
  readonly copies: readonly HybridCopy[];
}

/** A burst, and the cloud's pool that it runs on. Its classes of data are the factory's. */
export interface HybridBurst extends Omit<BurstPolicy, "dataClasses"> {
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
  /** Ranges of the site that the cloud reaches. */
  readonly siteNetwork: HybridSiteNetwork;
  /** The cloud: region, cluster, pools, storage. */
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
  /**
   * Every class of data that jobs and copies may name, and where each may go: asked before anything is moved. What is
   * not listed does not leave the site.
   *
   * @default - none: nothing leaves
   */
  readonly dataClasses?: readonly DataClass[];
  /**
   * Sovereign boundary that both sides stay inside, as the props of each say, and that data must not leave: classes go to
   * its regions only, and come home only where the site stands in one of its countries.
   * @default - none: the classes alone decide, and `enforce` still judges by one
   */
  readonly boundary?: BoundaryProp;
  /** Jobs that may leave the site for the cloud. @default - none */
  readonly burst?: HybridBurst;
  /** Copies between the site's storage and the cloud's buckets. @default - none */
  readonly dataMovement?: HybridDataMovement;
  /**
   * One identity provider for both clusters' API, with the rights of its groups. `identity.gateway()`, `identity.mlflow()`
   * and `identity.group()` give the same to gateways, MLflow and teams.
   *
   * @default - each cluster as it is
   */
  readonly identity?: FactoryIdentity;
  /**
   * Models that site and cloud serve and stand in for each other with. Spread `failover.atSite` and `failover.atCloud`
   * over the props of the two gateways; the names are made here.
   *
   * @default - each place serves its own
   */
  readonly inferenceFailover?: InferenceFailover;
  /** What the factory is for: the design rules judge zones, storage and fabric by it. @default "mixed" */
  readonly intent?: Intent;
  /** Findings of the design rules that somebody answers for. @default - none */
  readonly acknowledgements?: readonly Acknowledgement[];
  /** Where Terraform keeps the state of the stacks. @default FactoryState.local() */
  readonly state?: FactoryState;
}
