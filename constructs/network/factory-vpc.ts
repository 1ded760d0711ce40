import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { Eip } from "@cdktf/provider-aws/lib/eip";
import { InternetGateway } from "@cdktf/provider-aws/lib/internet-gateway";
import { NatGateway } from "@cdktf/provider-aws/lib/nat-gateway";
import { RouteTable } from "@cdktf/provider-aws/lib/route-table";
import { RouteTableAssociation } from "@cdktf/provider-aws/lib/route-table-association";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Subnet } from "@cdktf/provider-aws/lib/subnet";
import { Vpc } from "@cdktf/provider-aws/lib/vpc";
import { VpcIpv4CidrBlockAssociation } from "@cdktf/provider-aws/lib/vpc-ipv4-cidr-block-association";
import { Construct } from "constructs";
import { isLocalZone } from "../../catalog/aws/regions";
import { contribute } from "../../model";
import { raise } from "../aws/problem";
import { nameTags } from "../aws/tags";
import type { IFactoryVpc, VpcSubnet } from "../contracts";
import { FlowLogs } from "./flow-logs";
import { ImportedVpc, type FactoryVpcAttributes } from "./imported-vpc";
import { closedNetworkEndpoints, ServiceEndpoints } from "./service-endpoints";
import { acceptedCidr, layoutSubnets, type ZoneLayout } from "./subnet-layout";
import {
  checkFactoryVpcProps,
  defaultCidrBlock,
  defaultNodeCidrBlock,
  type FactoryVpcProps,
  type NatGateways,
} from "./vpc-props";

/**
 * The network of a cloud factory: for each zone a large private subnet for nodes, pods and filesystems in a range of
 * its own, a small private one for control plane, endpoints and load balancers, and, unless closed, a public one.
 *
 * @throws FactoryError with every problem of the props
 */
export class FactoryVpc extends Construct implements IFactoryVpc {
  /** A VPC that exists already. @throws FactoryError with every problem of the attributes */
  static fromAttributes(scope: Construct, id: string, attributes: FactoryVpcAttributes): IFactoryVpc {
    return new ImportedVpc(scope, id, attributes);
  }

  readonly vpcName: string;
  readonly vpcId: string;
  readonly region: string;
  readonly cidrBlocks: readonly string[];
  readonly nodeSubnets: readonly VpcSubnet[];
  readonly serviceSubnets: readonly VpcSubnet[];
  readonly publicSubnets: readonly VpcSubnet[];
  readonly closed: boolean;
  readonly privateRouteTableIds: readonly string[];
  /** The underlying resources, for what the props do not cover. */
  readonly vpc: Vpc;
  /** Private endpoints of AWS services in the VPC. */
  readonly endpoints: ServiceEndpoints;
  /** Log of every connection of the VPC, with its log group. */
  readonly flowLogs: FlowLogs;

  private readonly natCount: number;

  constructor(scope: Construct, id: string, props: FactoryVpcProps) {
    super(scope, id);
    raise(this, checkFactoryVpcProps(props, this.node.path));
    this.vpcName = id;
    this.region = props.region;
    this.closed = props.closed ?? false;
    this.cidrBlocks = [props.cidrBlock ?? defaultCidrBlock, props.nodeCidrBlock ?? defaultNodeCidrBlock];
    const [primary = defaultCidrBlock, nodeRange = defaultNodeCidrBlock] = this.cidrBlocks;

    this.vpc = new Vpc(this, "vpc", {
      cidrBlock: primary,
      enableDnsSupport: true,
      enableDnsHostnames: true,
      tags: nameTags(this, id),
    });
    this.vpcId = this.vpc.id;
    const nodeCidrs = new VpcIpv4CidrBlockAssociation(this, "node-range", { vpcId: this.vpcId, cidrBlock: nodeRange });
    // Without rules: nothing can use the group that AWS puts on interfaces which name none.
    new DefaultSecurityGroup(this, "default-security-group", { vpcId: this.vpcId, tags: nameTags(this, "unused") });

    const layout = layoutSubnets(
      acceptedCidr(primary),
      acceptedCidr(nodeRange),
      props.zones,
      props.nodeAddressNeeds ?? {},
    );
    // In a Local Zone EKS puts no interface, and neither endpoints nor NAT gateways are everywhere: nodes stand there.
    const regional = layout.filter(({ zone }) => !isLocalZone(zone));
    const nat = this.closed ? "none" : (props.natGateways ?? "one-per-zone");
    const publicSubnets = this.closed ? [] : regional.map((zone) => this.subnet(zone, "public"));
    this.publicSubnets = publicSubnets.map(described);
    const gateways = this.natGateways(nat, publicSubnets);
    this.natCount = gateways.length;

    const nodeSubnets: Subnet[] = [];
    const serviceSubnets: Subnet[] = [];
    const privateTables = layout.map((zone) => {
      const nodes = this.subnet(zone, "node", nodeCidrs);
      nodeSubnets.push(nodes);
      const services = regional.includes(zone) ? [this.subnet(zone, "service")] : [];
      serviceSubnets.push(...services);
      const gateway = gateways[regional.indexOf(zone)] ?? gateways[0];
      return this.privateRoutes(zone.zone, [nodes, ...services], gateway);
    });
    this.nodeSubnets = nodeSubnets.map(described);
    this.serviceSubnets = serviceSubnets.map(described);
    this.privateRouteTableIds = privateTables.map((table) => table.id);

    const interfaceEndpoints = props.interfaceEndpoints ?? (this.closed ? closedNetworkEndpoints : []);
    this.endpoints = new ServiceEndpoints(this, "endpoints", {
      region: props.region,
      vpcId: this.vpcId,
      cidrBlocks: this.cidrBlocks,
      subnetIds: this.serviceSubnets.map((subnet) => subnet.subnetId),
      routeTableIds: this.privateRouteTableIds,
      interfaceEndpoints,
      sealed: this.closed,
    });
    this.flowLogs = new FlowLogs(this, "flow-logs", {
      vpcId: this.vpcId,
      logGroupName: `/ai-factory/${this.vpcName}/flow-logs`,
      retentionDays: props.flowLogRetentionDays ?? 365,
      key: props.logsKey,
    });
    contribute(this, "networks", () => ({
      id: this.vpcName,
      siteId: this.region,
      cidrBlocks: this.cidrBlocks,
      subnets: layout.flatMap((zone) => this.subnetFacts(zone, props.nodeAddressNeeds?.[zone.zone])),
      closed: this.closed,
      natGateways: this.natCount,
      privateEndpoints: ["s3", ...interfaceEndpoints],
    }));
  }

  private subnet(layout: ZoneLayout, kind: "node" | "service" | "public", range?: VpcIpv4CidrBlockAssociation): Subnet {
    const cidrBlock = { node: layout.nodeCidr, service: layout.serviceCidr, public: layout.publicCidr }[kind];
    const loadBalancerRole = {
      node: {},
      service: { "kubernetes.io/role/internal-elb": "1" },
      public: { "kubernetes.io/role/elb": "1" },
    };
    return new Subnet(this, `${kind}-${layout.zone}`, {
      vpcId: this.vpcId,
      availabilityZone: layout.zone,
      cidrBlock,
      mapPublicIpOnLaunch: false,
      tags: { ...nameTags(this, `${this.vpcName}-${kind}-${layout.zone}`), ...loadBalancerRole[kind] },
      dependsOn: range === undefined ? undefined : [range],
    });
  }

  private natGateways(nat: NatGateways, publicSubnets: readonly Subnet[]): NatGateway[] {
    if (publicSubnets.length === 0) return [];
    const internet = new InternetGateway(this, "internet", { vpcId: this.vpcId, tags: nameTags(this, this.vpcName) });
    const table = new RouteTable(this, "public-routes", { vpcId: this.vpcId, tags: nameTags(this, "public") });
    new Route(this, "public-default", {
      routeTableId: table.id,
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: internet.id,
    });
    publicSubnets.forEach((subnet) => {
      new RouteTableAssociation(this, `${subnet.node.id}-routes`, { subnetId: subnet.id, routeTableId: table.id });
    });
    const served = { "one-per-zone": publicSubnets, single: publicSubnets.slice(0, 1), none: [] }[nat];
    return served.map((subnet) => {
      const zone = subnet.node.id.slice("public-".length);
      const address = new Eip(this, `nat-address-${zone}`, { domain: "vpc", tags: nameTags(this, `nat-${zone}`) });
      return new NatGateway(this, `nat-${zone}`, {
        allocationId: address.id,
        subnetId: subnet.id,
        tags: nameTags(this, `nat-${zone}`),
        dependsOn: [internet],
      });
    });
  }

  private privateRoutes(zone: string, subnets: readonly Subnet[], gateway: NatGateway | undefined): RouteTable {
    const table = new RouteTable(this, `private-routes-${zone}`, {
      vpcId: this.vpcId,
      tags: nameTags(this, `private-${zone}`),
    });
    if (gateway !== undefined) {
      new Route(this, `private-default-${zone}`, {
        routeTableId: table.id,
        destinationCidrBlock: "0.0.0.0/0",
        natGatewayId: gateway.id,
      });
    }
    subnets.forEach((subnet) => {
      new RouteTableAssociation(this, `${subnet.node.id}-routes`, { subnetId: subnet.id, routeTableId: table.id });
    });
    return table;
  }

  private subnetFacts(layout: ZoneLayout, neededAddresses: number | undefined) {
    const { zone } = layout;
    const nodes = { name: `node-${zone}`, kind: "node" as const, zone, cidrBlock: layout.nodeCidr, neededAddresses };
    if (isLocalZone(zone)) return [nodes];
    return [
      nodes,
      { name: `service-${zone}`, kind: "management" as const, zone, cidrBlock: layout.serviceCidr },
      ...(this.closed ? [] : [{ name: `public-${zone}`, kind: "public" as const, zone, cidrBlock: layout.publicCidr }]),
    ];
  }
}

function described(subnet: Subnet): VpcSubnet {
  return {
    subnetId: subnet.id,
    zone: subnet.availabilityZoneInput ?? subnet.availabilityZone,
    cidrBlock: subnet.cidrBlockInput,
  };
}
