import { Construct } from "constructs";
import { findRegion } from "../../catalog";
import { Token } from "../../core/cdktf";
import { contribute } from "../../model";
import type { Finding } from "../../validation/finding";
import { problem, raise, type ProblemDetails } from "../aws/problem";
import type { IFactoryVpc, VpcSubnet } from "../contracts";

/** An existing VPC, as its owner describes it. */
export interface FactoryVpcAttributes {
  /** Id of the VPC: `vpc-…`. */
  readonly vpcId: string;
  /** Region that it stands in, e.g. `eu-north-1`. */
  readonly region: string;
  /** All IPv4 ranges of the VPC. */
  readonly cidrBlocks: readonly string[];
  /** Private subnets for nodes, pods and filesystems, one for each zone, in at least two zones. */
  readonly nodeSubnets: readonly VpcSubnet[];
  /** Private subnets for control plane and internal load balancers. @default - the node subnets */
  readonly serviceSubnets?: readonly VpcSubnet[];
  /** Subnets with a route to the internet, for load balancers. @default - none */
  readonly publicSubnets?: readonly VpcSubnet[];
  /** Whether the VPC has no route to the internet. @default false */
  readonly closed?: boolean;
  /** Route tables of the private subnets; needed where the VPC is joined to a site. @default - not known */
  readonly privateRouteTableIds?: readonly string[];
}

/** Everything that is wrong with the description of an existing VPC. */
export function checkVpcAttributes(attributes: FactoryVpcAttributes, path: string): Finding[] {
  const findings: Finding[] = [];
  const error = (rule: string, at: string, message: string, details: ProblemDetails) =>
    findings.push(problem(rule, `${path}.${at}`, message, details));

  if (findRegion(attributes.region) === undefined) {
    error("NET-010-known-region", "region", `unknown region '${attributes.region}'`, {
      given: attributes.region,
      allowed: "an AWS region's name",
      fix: "name the region that the VPC is in",
    });
  }
  const zones = attributes.nodeSubnets.map((subnet) => subnet.zone);
  if (new Set(zones).size < 2) {
    error("NET-011-zone-count", "nodeSubnets", "the VPC's node subnets are in fewer than two zones", {
      given: zones,
      allowed: "at least two subnets in different zones: the EKS control plane needs them",
      fix: "add a subnet of another zone",
    });
  }
  const twice = zones.filter((zone, index) => zones.indexOf(zone) !== index);
  if (twice.length > 0) {
    error("NET-013-duplicate-zone", "nodeSubnets", "several node subnets are in one zone", {
      given: twice,
      allowed: "one node subnet for each zone",
      fix: "name the larger one only",
    });
  }
  if (attributes.cidrBlocks.length === 0) {
    error("NET-014-vpc-range", "cidrBlocks", "the VPC's ranges are not stated", {
      given: [],
      allowed: "every IPv4 range of the VPC",
      fix: "list them: security groups and overlap checks are made from them",
    });
  }
  return findings;
}

/** A VPC that this program does not own. */
export class ImportedVpc extends Construct implements IFactoryVpc {
  readonly vpcName: string;
  readonly vpcId: string;
  readonly region: string;
  readonly cidrBlocks: readonly string[];
  readonly nodeSubnets: readonly VpcSubnet[];
  readonly serviceSubnets: readonly VpcSubnet[];
  readonly publicSubnets: readonly VpcSubnet[];
  readonly closed: boolean;
  readonly privateRouteTableIds?: readonly string[];

  constructor(scope: Construct, id: string, attributes: FactoryVpcAttributes) {
    super(scope, id);
    raise(this, checkVpcAttributes(attributes, this.node.path));
    this.vpcName = id;
    this.vpcId = attributes.vpcId;
    this.region = attributes.region;
    this.cidrBlocks = attributes.cidrBlocks;
    this.nodeSubnets = attributes.nodeSubnets;
    this.serviceSubnets = attributes.serviceSubnets ?? attributes.nodeSubnets;
    this.publicSubnets = attributes.publicSubnets ?? [];
    this.closed = attributes.closed ?? false;
    this.privateRouteTableIds = attributes.privateRouteTableIds;
    contribute(this, "networks", () => ({
      id: this.vpcName,
      siteId: this.region,
      cidrBlocks: this.cidrBlocks,
      subnets: [
        ...this.nodeSubnets.map((subnet) => subnetFacts(subnet, "node")),
        ...this.publicSubnets.map((subnet) => subnetFacts(subnet, "public")),
      ],
      closed: this.closed,
      natGateways: 0,
      privateEndpoints: [],
    }));
  }
}

/** An id that a data source looks up is not known yet: the subnet is then called by where it is. */
function subnetFacts<Kind extends string>({ subnetId, zone, cidrBlock }: VpcSubnet, kind: Kind) {
  return { name: Token.isUnresolved(subnetId) ? `${kind}-${zone}` : subnetId, kind, zone, cidrBlock };
}
