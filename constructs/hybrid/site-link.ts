import { DxGateway } from "@cdktf/provider-aws/lib/dx-gateway";
import { DxGatewayAssociation } from "@cdktf/provider-aws/lib/dx-gateway-association";
import { Ec2TransitGateway } from "@cdktf/provider-aws/lib/ec2-transit-gateway";
import { Ec2TransitGatewayVpcAttachment } from "@cdktf/provider-aws/lib/ec2-transit-gateway-vpc-attachment";
import { Route } from "@cdktf/provider-aws/lib/route";
import { Construct } from "constructs";
import { directConnectFacts, transitGatewayFacts, vpnFacts } from "../../catalog";
import type { TransferLink } from "../../planning";
import { raise } from "../aws/problem";
import { nameTags } from "../aws/tags";
import { checkSiteLinkProps } from "./check-site-link";
import { DirectConnectPath } from "./direct-connect-path";
import type { LinkPath } from "./link-path";
import { SiteDns } from "./site-dns";
import { defaultAwsAsn, type SiteLinkProps } from "./site-link-props";
import { VpnPath } from "./vpn-path";

/**
 * Joins a site and a VPC by a transit gateway: VPN and Direct Connect paths with routes by BGP, routes from the VPC's
 * private subnets to the site, and names in both directions.
 *
 * @throws FactoryError with every problem of the props: overlapping ranges, a router twice, an unknown port speed
 */
export class SiteLink extends Construct {
  /** Where all paths and the VPC meet. */
  readonly transitGateway: Ec2TransitGateway;
  /** The VPC's end at the transit gateway. */
  readonly attachment: Ec2TransitGatewayVpcAttachment;
  /** Routes from the VPC to the site. */
  readonly routes: readonly Route[];
  /** Present where a path is a Direct Connect. */
  readonly directConnectGateway?: DxGateway;
  /** The paths, in the order of the props. */
  readonly paths: readonly (VpnPath | DirectConnectPath)[];
  /** Names across the link; undefined where the props ask for none. */
  readonly dns?: SiteDns;
  private readonly props: SiteLinkProps;

  constructor(scope: Construct, id: string, props: SiteLinkProps) {
    super(scope, id);
    this.props = props;
    raise(this, checkSiteLinkProps(props, this.node.path));
    const { vpc } = props;
    this.transitGateway = new Ec2TransitGateway(this, "transit-gateway", {
      description: `Joins ${props.siteId} and ${vpc.vpcName}`,
      amazonSideAsn: props.awsAsn ?? defaultAwsAsn,
      defaultRouteTableAssociation: "enable",
      defaultRouteTablePropagation: "enable",
      autoAcceptSharedAttachments: "disable",
      // Without it only one tunnel of all carries traffic.
      vpnEcmpSupport: "enable",
      dnsSupport: "enable",
      tags: nameTags(this, props.siteId),
    });
    this.attachment = new Ec2TransitGatewayVpcAttachment(this, "vpc", {
      transitGatewayId: this.transitGateway.id,
      vpcId: vpc.vpcId,
      // One for each zone: a zone without one cannot reach the gateway.
      subnetIds: vpc.serviceSubnets.map(({ subnetId }) => subnetId),
      dnsSupport: "enable",
      tags: nameTags(this, vpc.vpcName),
    });
    this.routes = (vpc.privateRouteTableIds ?? []).flatMap((routeTableId, table) =>
      props.siteCidrBlocks.map(
        (destinationCidrBlock, block) =>
          new Route(this, `route-${table}-${block}`, {
            routeTableId,
            destinationCidrBlock,
            transitGatewayId: this.transitGateway.id,
            dependsOn: [this.attachment],
          }),
      ),
    );
    if (props.paths.some((path) => path.props.kind === "direct-connect")) {
      this.directConnectGateway = this.directConnect(props.awsAsn ?? defaultAwsAsn);
    }
    this.paths = props.paths.map((path) => this.path(path));
    if (props.dns !== undefined) {
      this.dns = new SiteDns(this, "dns", { ...props.dns, vpc, siteCidrBlocks: props.siteCidrBlocks });
    }
  }

  /** The link as the arithmetic of moving data sees it. */
  get transfer(): TransferLink {
    return transferLink(this.props.paths);
  }

  private directConnect(awsAsn: number): DxGateway {
    const gateway = new DxGateway(this, "direct-connect", {
      name: `${this.props.siteId}-${this.props.vpc.vpcName}`,
      // It must not have the transit gateway's own number.
      amazonSideAsn: `${awsAsn === 64534 ? 64533 : 64534}`,
    });
    new DxGatewayAssociation(this, "direct-connect-association", {
      dxGatewayId: gateway.id,
      associatedGatewayId: this.transitGateway.id,
      // What AWS tells the site's routers: the way back.
      allowedPrefixes: [...this.props.vpc.cidrBlocks],
    });
    return gateway;
  }

  private path({ props }: LinkPath): VpnPath | DirectConnectPath {
    const ends = { siteId: this.props.siteId, networkId: this.props.vpc.vpcName };
    if (props.kind === "vpn") {
      return new VpnPath(this, props.name, { ...props, ...ends, transitGatewayId: this.transitGateway.id });
    }
    return new DirectConnectPath(this, props.name, {
      ...props,
      ...ends,
      directConnectGatewayId: this.directConnectGateway?.id ?? "",
    });
  }
}

/**
 * The rate and prices of a set of paths. Direct Connect is preferred by AWS over VPN, so where there is one, the VPN
 * paths only stand by.
 */
export function transferLink(paths: readonly LinkPath[]): TransferLink {
  const ports = paths.flatMap(({ props }) => (props.kind === "direct-connect" ? [props.port.gbps] : []));
  const usdPerGB = transitGatewayFacts().usdPerGB;
  if (ports.length > 0) {
    return { gbps: sum(ports), usdPerGBOut: directConnectFacts().usdPerGBOut, usdPerGB };
  }
  const { tunnelGbps, tunnelsPerConnection, usdPerGBOut } = vpnFacts();
  return { gbps: paths.length * tunnelGbps * tunnelsPerConnection, usdPerGBOut, usdPerGB };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
