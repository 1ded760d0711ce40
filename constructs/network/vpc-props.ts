import { findRegion, regions, suggestNames } from "../../catalog";
import { isLocalZone } from "../../catalog/aws/regions";
import { entry } from "../../catalog/lookup";
import { cidrsOverlap, parseCidr, reservedPerSubnet, type CidrRange } from "../../planning/addresses";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { ICustomerKey } from "../contracts";
import { maxZones, nodeSlotPrefix } from "./subnet-layout";

/** How many NAT gateways a VPC has; each costs money by the hour and by the gigabyte. */
export type NatGateways = "one-per-zone" | "single" | "none";

export interface FactoryVpcProps {
  /** Region's name, e.g. `eu-north-1`. */
  readonly region: string;
  /**
   * Availability zones by name, e.g. `eu-north-1a`: at least two, because the EKS control plane needs two. A Local Zone
   * beside them (`us-east-1-dfw-2a`) gets a subnet for nodes, and only pools that name it stand there.
   */
  readonly zones: readonly string[];
  /**
   * Primary IPv4 range: control plane, endpoints, load balancers. Between /16 and /20; must not overlap what it is
   * joined to.
   * @default "10.0.0.0/16"
   */
  readonly cidrBlock?: string;
  /**
   * Secondary IPv4 range for nodes, pods and filesystems, cut into one subnet per zone. A /16 at most: EFA filesystems
   * and their clients must share one.
   * @default "100.64.0.0/16"
   */
  readonly nodeCidrBlock?: string;
  /**
   * No internet gateway and no NAT at all; AWS services are reached through private endpoints only.
   * @default false
   */
  readonly closed?: boolean;
  /**
   * NAT gateways by which private subnets reach the internet; one for all zones is cheaper and fails with its zone.
   * @default "one-per-zone" - "none" in a closed network
   */
  readonly natGateways?: NatGateways;
  /**
   * Addresses that nodes and pods can need at most, by zone; checked against the subnets and recorded in the model.
   * @default - not checked
   */
  readonly nodeAddressNeeds?: Readonly<Record<string, number>>;
  /**
   * Services reached through interface endpoints, by short name (`ecr.api`).
   * @default - in a closed network all that the factory needs, otherwise none; the S3 gateway endpoint is always there
   */
  readonly interfaceEndpoints?: readonly string[];
  /** Key for the flow logs. @default - the key that CloudWatch Logs manages itself */
  readonly logsKey?: ICustomerKey;
  /** Days that flow logs are kept. @default 365 */
  readonly flowLogRetentionDays?: number;
}

/** Primary range of a VPC whose props name none. */
export const defaultCidrBlock = "10.0.0.0/16";
/** Range of nodes and pods of a VPC whose props name none. */
export const defaultNodeCidrBlock = "100.64.0.0/16";

/** Everything that is wrong with the props of a FactoryVpc. */
export function checkFactoryVpcProps(props: FactoryVpcProps, path: string): Finding[] {
  return [
    ...checkRegion(props, path),
    ...checkZones(props, path),
    ...checkPrimaryRange(props, path),
    ...checkNodeRange(props, path),
    ...checkOverlap(props, path),
    ...checkSubnetSizes(props, path),
    ...checkClosed(props, path),
  ];
}

function checkRegion({ region }: FactoryVpcProps, path: string): Finding[] {
  if (findRegion(region) !== undefined) return [];
  const names = regions().map((row) => row.name);
  const [nearest] = suggestNames(region, names);
  return [
    problem("NET-010-known-region", `${path}.region`, `unknown region '${region}'`, {
      given: region,
      allowed: names,
      fix: nearest === undefined ? "name an AWS region" : `did you mean '${nearest}'?`,
    }),
  ];
}

function checkZones({ region, zones }: FactoryVpcProps, path: string): Finding[] {
  const findings: Finding[] = [];
  const at = `${path}.zones`;
  const regional = zones.filter((zone) => !isLocalZone(zone));
  if (regional.length < 2 || zones.length > maxZones) {
    findings.push(
      problem("NET-011-zone-count", at, `a factory's VPC spans 2 to ${maxZones} zones`, {
        given: regional.length < 2 ? regional.length : zones.length,
        allowed: `2 to ${maxZones}: the EKS control plane needs subnets in two zones, and none in a Local Zone`,
        fix: "name another zone of the region; it costs nothing by itself",
      }),
    );
  }
  // An unknown region is reported as such; its zones cannot be judged.
  const foreign =
    findRegion(region) === undefined
      ? []
      : zones.filter((zone) => !new RegExp(`^${region}(?:[a-z]|-[a-z]{3}-\\d[a-z])$`).test(zone));
  if (foreign.length > 0) {
    findings.push(
      problem("NET-012-zone-of-region", at, `zones are not of region ${region}`, {
        given: foreign,
        allowed: `names like ${region}a`,
        fix: "name zones of the factory's region by name, not by zone id",
      }),
    );
  }
  const twice = zones.filter((zone, index) => zones.indexOf(zone) !== index);
  if (twice.length > 0) {
    findings.push(
      problem("NET-013-duplicate-zone", at, "zones are named twice", {
        given: twice,
        allowed: "each zone once",
        fix: "remove the repetition",
      }),
    );
  }
  return findings;
}

function checkPrimaryRange({ cidrBlock = defaultCidrBlock }: FactoryVpcProps, path: string): Finding[] {
  const range = parseCidr(cidrBlock);
  if (range !== undefined && range.prefix >= 16 && range.prefix <= 20) return [];
  return [
    problem("NET-014-vpc-range", `${path}.cidrBlock`, "not a usable primary range", {
      given: cidrBlock,
      allowed: "an IPv4 CIDR block from /16 to /20 that begins at its first address",
      fix: `for example ${defaultCidrBlock}`,
    }),
  ];
}

function checkNodeRange({ nodeCidrBlock = defaultNodeCidrBlock }: FactoryVpcProps, path: string): Finding[] {
  const range = parseCidr(nodeCidrBlock);
  if (range !== undefined && range.prefix >= 16 && range.prefix <= 22) return [];
  return [
    problem("NET-015-node-range", `${path}.nodeCidrBlock`, "not a usable range for nodes and pods", {
      given: nodeCidrBlock,
      allowed: "an IPv4 CIDR block from /16 to /22 that begins at its first address",
      fix: `for example ${defaultNodeCidrBlock}`,
    }),
  ];
}

function checkOverlap(props: FactoryVpcProps, path: string): Finding[] {
  const primary = parseCidr(props.cidrBlock ?? defaultCidrBlock);
  const nodes = parseCidr(props.nodeCidrBlock ?? defaultNodeCidrBlock);
  if (primary === undefined || nodes === undefined || !cidrsOverlap(primary, nodes)) return [];
  return [
    problem("NET-001-cidr-overlap", path, "the primary range and the node range overlap", {
      given: [props.cidrBlock ?? defaultCidrBlock, props.nodeCidrBlock ?? defaultNodeCidrBlock],
      allowed: "two ranges without a common address",
      fix: "move one of them, for example nodeCidrBlock to 100.64.0.0/16",
    }),
  ];
}

function checkSubnetSizes(props: FactoryVpcProps, path: string): Finding[] {
  const range = parseCidr(props.nodeCidrBlock ?? defaultNodeCidrBlock);
  const needs = props.nodeAddressNeeds ?? {};
  if (range === undefined || props.zones.length === 0 || props.zones.length > maxZones) return [];
  const usable = usableAddresses(range, props.zones, needs);
  return props.zones
    .filter((zone) => (entry(needs, zone) ?? 0) > usable)
    .map((zone) =>
      problem("NET-002-subnet-size", `${path}.nodeCidrBlock`, `the node subnet of ${zone} is too small`, {
        given: `${usable} usable addresses`,
        allowed: `at least ${needs[zone]}, which its nodes and pods can need`,
        fix: "widen nodeCidrBlock (a /16 at most), use fewer zones, or lower maxPodsPerNode of the pools there",
      }),
    );
}

function usableAddresses(range: CidrRange, zones: readonly string[], needs: Readonly<Record<string, number>>): number {
  return 2 ** (32 - nodeSlotPrefix(range, zones, needs)) - reservedPerSubnet;
}

function checkClosed({ closed, natGateways }: FactoryVpcProps, path: string): Finding[] {
  if (closed !== true || natGateways === undefined || natGateways === "none") return [];
  return [
    problem("NET-016-closed-network", `${path}.natGateways`, "a closed network has no NAT gateway", {
      given: natGateways,
      allowed: "none",
      fix: "leave natGateways out, or set closed to false",
    }),
  ];
}
