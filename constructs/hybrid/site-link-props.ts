import type { IFactoryVpc } from "../contracts";
import type { LinkPath } from "./link-path";

export interface SiteLinkProps {
  /** Id of the site in the factory model. */
  readonly siteId: string;
  /** Ranges at the site that the cloud must reach: nodes, storage, and pods where they have routable addresses. */
  readonly siteCidrBlocks: readonly string[];
  /** Network that the site is joined to; its private route tables get the routes. */
  readonly vpc: IFactoryVpc;
  /** Ways between the two; all are used at once, and one takes over for another. */
  readonly paths: readonly LinkPath[];
  /** Number of the autonomous system of the AWS side. @default 64512 */
  readonly awsAsn?: number;
  /** Names across the link. @default - neither side resolves the other's names */
  readonly dns?: SiteDnsProps;
}

/** Names across a link, in both directions. */
export interface SiteDnsProps {
  /** Domains that the site's own servers answer for: `site.example.org`. @default - none: the cloud asks nobody */
  readonly siteDomains?: readonly string[];
  /** Addresses of the site's name servers; two at least where `siteDomains` are given. @default - none */
  readonly siteServers?: readonly string[];
  /**
   * Whether S3 answers inside the VPC to what the site resolves, so that data takes the link and not the internet.
   *
   * @default true
   */
  readonly privateObjectStorage?: boolean;
}

/** What a check needs of the props: plain data fits, before anything is built. */
export type SiteLinkFacts = Omit<SiteLinkProps, "vpc"> & {
  readonly vpc: Pick<IFactoryVpc, "cidrBlocks" | "privateRouteTableIds">;
};

export const defaultAwsAsn = 64512;
