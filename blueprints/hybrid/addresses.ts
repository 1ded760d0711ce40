import { defaultServiceCidr } from "../../constructs/cluster";
import { defaultCidrBlock, defaultNodeCidrBlock } from "../../constructs/network";
import { problem } from "../../constructs/aws/problem";
import { cidrsOverlap, parseCidr } from "../../planning/addresses";
import type { Finding } from "../../validation/finding";
import type { HybridFactoryProps } from "./props";

/** Ranges of the cloud's network. */
export function cloudCidrBlocks({ cloud }: HybridFactoryProps): readonly string[] {
  return cloud.vpc?.cidrBlocks ?? [cloud.cidrBlock ?? defaultCidrBlock, cloud.nodeCidrBlock ?? defaultNodeCidrBlock];
}

/** Ranges at the site that the cloud has routes to. */
export function routedSiteCidrBlocks({ site, siteNetwork }: HybridFactoryProps): readonly string[] {
  const pods = siteNetwork.podsRouted === true ? (site.cluster.podCidrs ?? []) : [];
  return [...siteNetwork.cidrBlocks, ...pods.filter((block) => !siteNetwork.cidrBlocks.includes(block))];
}

/** Ranges of both sides that have an address in common: networks, pods and services. */
export function checkAddresses(props: HybridFactoryProps, path: string): Finding[] {
  const { site, siteNetwork } = props;
  const siteRanges: [string, string][] = [
    ...siteNetwork.cidrBlocks.map((block): [string, string] => ["the site's network", block]),
    ...(site.cluster.podCidrs ?? []).map((block): [string, string] => ["the pods at the site", block]),
    ...(site.cluster.serviceCidr === undefined
      ? []
      : ([["the services at the site", site.cluster.serviceCidr]] as [string, string][])),
  ];
  const cloudRanges: [string, string][] = [
    ...cloudCidrBlocks(props).map((block): [string, string] => ["the cloud's network", block]),
    ["the services in the cloud", defaultServiceCidr],
  ];
  return siteRanges.flatMap(([here, block]) =>
    cloudRanges
      .filter(([, other]) => overlap(block, other))
      .map(([there, other]) =>
        problem("NET-001-cidr-overlap", `${path}.siteNetwork`, `${here} and ${there} have addresses in common`, {
          given: `${block} and ${other}`,
          allowed: "ranges that do not overlap, pods and services included",
          fix: "move the cloud's range (`cloud.cidrBlock`, `cloud.nodeCidrBlock`): it is not built yet",
        }),
      ),
  );
}

function overlap(a: string, b: string): boolean {
  const [one, other] = [parseCidr(a), parseCidr(b)];
  return one !== undefined && other !== undefined && cidrsOverlap(one, other);
}
