import ipaddr from "ipaddr.js";
import { directConnectFacts } from "../../catalog";
import { cidrsOverlap, parseCidr } from "../../planning/addresses";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { LinkPathProps } from "./link-path";
import { defaultAwsAsn, type SiteLinkFacts } from "./site-link-props";

/** Everything that is wrong with the props of a SiteLink. */
export function checkSiteLinkProps(props: SiteLinkFacts, path: string): Finding[] {
  return [
    ...checkRanges(props, path),
    ...checkPaths(props, path),
    ...checkRouteTables(props, path),
    ...checkDns(props, path),
  ];
}

function checkRanges({ siteCidrBlocks, vpc }: SiteLinkFacts, path: string): Finding[] {
  const at = `${path}.siteCidrBlocks`;
  if (siteCidrBlocks.length === 0) {
    return [
      problem("HYB-010-site-ranges", at, "no range of the site is named, so nothing would be routed to it", {
        given: [],
        allowed: "at least the range of the site's nodes",
        fix: "name the ranges that the cloud must reach",
      }),
    ];
  }
  return siteCidrBlocks.flatMap((block, index): Finding[] => {
    const range = parseCidr(block);
    if (range === undefined) {
      return [
        problem("HYB-010-site-ranges", at, "not an IPv4 range", {
          given: block,
          allowed: "an IPv4 CIDR block that begins at its first address",
          fix: "for example 10.64.0.0/16",
        }),
      ];
    }
    const others = [...vpc.cidrBlocks, ...siteCidrBlocks.slice(0, index)];
    const clash = others.find((other) => {
      const known = parseCidr(other);
      return known !== undefined && cidrsOverlap(range, known);
    });
    if (clash === undefined) return [];
    return [
      problem("NET-001-cidr-overlap", at, "a range of the site overlaps with another range of the factory", {
        given: block,
        allowed: `a range outside of ${clash}`,
        fix: "move the cloud's range: it is easier to change before it is built than the site's",
      }),
    ];
  });
}

const pathName = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/i;

function checkPaths({ paths, awsAsn = defaultAwsAsn }: SiteLinkFacts, path: string): Finding[] {
  const findings: Finding[] = [];
  if (paths.length === 0) {
    findings.push(
      problem("HYB-011-link-paths", `${path}.paths`, "the link has no path", {
        given: [],
        allowed: "at least one VPN or Direct Connect path; two that end at different devices for redundancy",
        fix: "add a LinkPath",
      }),
    );
  }
  const isPrivateAsn = (awsAsn >= 64_512 && awsAsn <= 65_534) || (awsAsn >= 4_200_000_000 && awsAsn <= 4_294_967_294);
  if (!Number.isInteger(awsAsn) || !isPrivateAsn) {
    findings.push(
      problem("HYB-013-bgp-asn", `${path}.awsAsn`, "not a number that a transit gateway can have", {
        given: awsAsn,
        allowed: "64512 to 65534, or 4200000000 to 4294967294",
        fix: `for example ${defaultAwsAsn}`,
      }),
    );
  }
  const seen = new Map<string, number>();
  paths.forEach(({ props }, index) => {
    const at = `${path}.paths[${index}]`;
    if (!pathName.test(props.name)) {
      findings.push(
        problem("HYB-011-link-paths", `${at}.name`, "not a usable name for a path", {
          given: props.name,
          allowed: "letters, digits and inner '-', at most 63 characters",
          fix: "name it after the place that it ends at",
        }),
      );
    }
    const first = seen.get(props.name);
    seen.set(props.name, first ?? index);
    if (first !== undefined) {
      findings.push(
        problem("NAM-002-duplicate-name", `${at}.name`, `the name '${props.name}' is taken by paths[${first}]`, {
          given: props.name,
          allowed: "each name once",
          fix: "rename one of them",
        }),
      );
    }
    findings.push(...checkAsn(props.routerAsn, awsAsn, at), ...checkPath(props, at));
  });
  const addresses = paths.flatMap(({ props }) => (props.kind === "vpn" ? [props.routerAddress] : []));
  const twice = [...new Set(addresses.filter((address, index) => addresses.indexOf(address) !== index))];
  for (const address of twice) {
    findings.push(
      problem("HYB-012-router-address", `${path}.paths`, "two VPN paths end at one router, so they fail together", {
        given: address,
        allowed: "one path for each router: it has two tunnels already",
        fix: "remove one, or name the address of a second router",
      }),
    );
  }
  return findings;
}

function checkAsn(asn: number, awsAsn: number, path: string): Finding[] {
  // 23456 stands for "four bytes"; 0, 65535 and 4294967295 are reserved. Source: RFC 6793, RFC 7607, RFC 7300.
  const reserved = [0, 23456, 65535, 4294967295];
  const valid = Number.isInteger(asn) && asn > 0 && asn <= 4294967295 && !reserved.includes(asn);
  if (valid && asn !== awsAsn) return [];
  return [
    problem("HYB-013-bgp-asn", `${path}.routerAsn`, "not a number for the site's autonomous system", {
      given: asn,
      allowed: `1 to 4294967294, not reserved, and not ${awsAsn}, which is the AWS side's`,
      fix: "use your own number, or a private one from 64513 to 65534",
    }),
  ];
}

function checkPath(props: LinkPathProps, path: string): Finding[] {
  if (props.kind === "vpn") return checkRouter(props.routerAddress, path);
  const findings: Finding[] = [];
  const { gbps, connectionId } = props.port;
  const speeds = directConnectFacts().portGbps;
  // A hosted connection of a partner may have any rate.
  if (connectionId === undefined ? !speeds.includes(gbps) : !(gbps > 0)) {
    findings.push(
      problem("HYB-014-port-speed", `${path}.port.gbps`, "not a rate that a dedicated port is sold with", {
        given: gbps,
        allowed: speeds.map((speed) => `${speed} Gbps`),
        fix: "choose one of these, or name a partner's hosted connection by its id",
      }),
    );
  }
  if (!Number.isInteger(props.vlan) || props.vlan < 1 || props.vlan > 4094) {
    findings.push(
      problem("HYB-015-vlan", `${path}.vlan`, "not a VLAN tag", {
        given: props.vlan,
        allowed: "1 to 4094",
        fix: "agree on a free tag with whoever runs the port",
      }),
    );
  }
  return findings;
}

function checkRouter(address: string, path: string): Finding[] {
  const isPublic = ipaddr.IPv4.isValidFourPartDecimal(address) && ipaddr.IPv4.parse(address).range() === "unicast";
  // Addresses for documentation stand for a router in examples.
  const isExample =
    ipaddr.IPv4.isValidFourPartDecimal(address) && /^(192\.0\.2|198\.51\.100|203\.0\.113)\./.test(address);
  if (isPublic || isExample) return [];
  return [
    problem("HYB-012-router-address", `${path}.routerAddress`, "not a public IPv4 address of a router", {
      given: address,
      allowed: "an IPv4 address that AWS reaches over the internet",
      fix: "name the outer address of the router, or of the NAT in front of it",
    }),
  ];
}

function checkRouteTables({ vpc }: SiteLinkFacts, path: string): Finding[] {
  if (vpc.privateRouteTableIds !== undefined && vpc.privateRouteTableIds.length > 0) return [];
  return [
    problem(
      "HYB-016-route-tables",
      `${path}.vpc`,
      "the VPC's route tables are not known, so no route leads to the site",
      {
        given: vpc.privateRouteTableIds,
        allowed: "the route tables of the private subnets",
        fix: "state `privateRouteTableIds` in the attributes of the imported VPC",
      },
    ),
  ];
}

function checkDns({ dns, siteCidrBlocks }: SiteLinkFacts, path: string): Finding[] {
  const { siteDomains = [], siteServers = [] } = dns ?? {};
  if (siteDomains.length === 0) return [];
  const at = `${path}.dns.siteServers`;
  if (siteServers.length < 2) {
    return [
      problem("HYB-017-site-dns", at, "the site's names hang on fewer than two name servers", {
        given: siteServers,
        allowed: "the addresses of at least two",
        fix: "name a second server",
      }),
    ];
  }
  const ranges = siteCidrBlocks.map(parseCidr).filter((range) => range !== undefined);
  const outside = siteServers.filter((server) => {
    const address = parseCidr(`${server}/32`);
    return address === undefined || !ranges.some((range) => cidrsOverlap(range, address));
  });
  if (outside.length === 0) return [];
  return [
    problem("HYB-017-site-dns", at, "a name server is in none of the site's ranges, so no route leads to it", {
      given: outside,
      allowed: siteCidrBlocks,
      fix: "correct the address, or add its range to `siteCidrBlocks`",
    }),
  ];
}
