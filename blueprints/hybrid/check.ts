import { checkBurst, checkSiteLinkProps, transferLink } from "../../constructs/hybrid";
import { problem } from "../../constructs/aws/problem";
import type { Finding } from "../../validation/finding";
import { checkCloudFactoryProps } from "../cloud/check";
import { checkDuplicateNames, namesIn, type Named } from "../names";
import { checkOnPremFactoryProps, siteId } from "../onprem/check";
import { checkShapeFirst } from "../props-shape";
import { checkAddresses, routedSiteCidrBlocks } from "./addresses";
import { burstPool } from "./burst-pool";
import { cloudPart } from "./cloud-part";
import { burstPolicy, checkDataBoundary } from "./data-boundary";
import { checkIdentity } from "./identity";
import type { HybridFactoryProps } from "./props";

/**
 * Everything that is wrong with the props of a hybrid factory, in one list: both factories, the link, addresses that
 * both sides use, the burst, and what would be moved. Builds nothing.
 */
export function checkHybridFactoryProps(props: HybridFactoryProps, path: string): Finding[] {
  return checkShapeFirst("HybridFactoryProps", props, path, checkParts);
}

function checkParts(props: HybridFactoryProps, path: string): Finding[] {
  const { cloud, site, link, boundary } = props;
  // Of a VPC that is yet to be made, the route tables will be known.
  const privateRouteTableIds = cloud.vpc === undefined ? ["created"] : cloud.vpc.privateRouteTableIds;
  const linkFacts = {
    ...link,
    siteId: siteId(site, `${path}-site`),
    siteCidrBlocks: routedSiteCidrBlocks(props),
    vpc: { cidrBlocks: [], privateRouteTableIds },
  };
  return [
    ...checkOnPremFactoryProps({ ...site, boundary }, `${path}/${path}-site`),
    ...checkCloudFactoryProps(cloudPart(props), `${path}/${path}-cloud`),
    ...checkPoolNames(props, path),
    ...checkAddresses(props, path),
    ...checkSiteLinkProps(linkFacts, `${path}.link`),
    ...checkBurstProps(props, `${path}.burst`),
    ...checkDataBoundary(props, path),
    ...checkIdentity(props, `${path}.identity`),
    ...checkRangesStated(props, path),
  ];
}

/** Pools that both sides call the same: filesystems, workloads and queues name pools, and would mean either. */
function checkPoolNames({ site, cloud }: HybridFactoryProps, path: string): Finding[] {
  const once = (named: readonly Named[]) => [...new Map([...named].reverse())].reverse();
  const atSite = once([...namesIn("site.pools", site.pools), ...namesIn("site.cpuPools", site.cpuPools)]);
  const inCloud = once([...namesIn("cloud.pools", cloud.pools), ...namesIn("cloud.elasticPools", cloud.elasticPools)]);
  return checkDuplicateNames([["system", "the cloud's own pool"], ...atSite, ...inCloud], path);
}

function checkRangesStated({ site }: HybridFactoryProps, path: string): Finding[] {
  const { podCidrs, serviceCidr } = site.cluster;
  if (podCidrs !== undefined && podCidrs.length > 0 && serviceCidr !== undefined) return [];
  return [
    problem(
      "HYB-018-cluster-ranges",
      `${path}.site.cluster`,
      "the ranges of the site's pods and services are not stated",
      {
        given: { podCidrs, serviceCidr },
        allowed: "both, because a cloud range that overlaps them cannot be reached by the site's pods",
        fix: "state `podCidrs` and `serviceCidr` of the site's cluster",
      },
    ),
  ];
}

function checkBurstProps(props: HybridFactoryProps, path: string): Finding[] {
  const { burst, cloud, link } = props;
  if (burst === undefined) return [];
  const pool = burstPool(props);
  if (pool !== undefined) return checkBurst(burstPolicy(props, burst), pool, transferLink(link.paths), path);
  const names = [...cloud.pools, ...(cloud.elasticPools ?? [])].map(({ name }) => name);
  return [
    problem("HYB-026-burst-pool", `${path}.pool`, `the cloud factory has no pool '${burst.pool}'`, {
      given: burst.pool,
      allowed: names,
      fix: "name a pool of the cloud factory",
    }),
  ];
}
