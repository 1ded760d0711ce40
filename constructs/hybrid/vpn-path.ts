import { CustomerGateway } from "@cdktf/provider-aws/lib/customer-gateway";
import { VpnConnection } from "@cdktf/provider-aws/lib/vpn-connection";
import { Construct } from "constructs";
import { vpnFacts } from "../../catalog";
import { contribute } from "../../model";
import { nameTags } from "../aws/tags";
import type { VpnPathProps } from "./link-path";

/** What both kinds of path have in common. */
export interface PathContext {
  /** Transit gateway that the connection ends at. */
  readonly transitGatewayId: string;
  /** Id of the site in the factory model. */
  readonly siteId: string;
  /** Id of the VPC's network in the factory model. */
  readonly networkId: string;
}

/** A VPN connection of two tunnels between one router and a transit gateway, with routes by BGP. */
export class VpnPath extends Construct {
  /** The site's router, as AWS knows it. */
  readonly customerGateway: CustomerGateway;
  /** Both tunnels; their keys are in Terraform's state. */
  readonly connection: VpnConnection;
  /** Rate of both tunnels together; a single flow gets one tunnel's. */
  readonly gbps: number;

  constructor(scope: Construct, id: string, props: VpnPathProps & PathContext) {
    super(scope, id);
    const facts = vpnFacts();
    this.gbps = facts.tunnelGbps * facts.tunnelsPerConnection;
    this.customerGateway = new CustomerGateway(this, "router", {
      type: "ipsec.1",
      ipAddress: props.routerAddress,
      bgpAsn: `${props.routerAsn}`,
      tags: nameTags(this, props.name),
    });
    this.connection = new VpnConnection(this, "connection", {
      type: "ipsec.1",
      customerGatewayId: this.customerGateway.id,
      transitGatewayId: props.transitGatewayId,
      ...tunnel(1),
      ...tunnel(2),
      tags: nameTags(this, props.name),
    });
    contribute(this, "links", () => ({
      id: `${props.siteId}-${props.networkId}-${props.name}`,
      kind: "vpn" as const,
      from: props.siteId,
      to: props.networkId,
      gbps: this.gbps,
      endsAt: props.routerAddress,
      mtu: facts.mtu,
      encrypted: true,
    }));
  }
}

/** AWS would accept IKEv1, SHA-1 and 1024-bit groups from whoever proposes them. */
const ciphers = {
  ikeVersions: ["ikev2"],
  phase1EncryptionAlgorithms: ["AES256-GCM-16"],
  phase1IntegrityAlgorithms: ["SHA2-384"],
  phase1DhGroupNumbers: [20],
  phase2EncryptionAlgorithms: ["AES256-GCM-16"],
  phase2IntegrityAlgorithms: ["SHA2-384"],
  phase2DhGroupNumbers: [20],
};

function tunnel(number: 1 | 2): object {
  return Object.fromEntries(
    Object.entries(ciphers).map(([name, value]) => [
      `tunnel${number}${name[0]?.toUpperCase()}${name.slice(1)}`,
      [...value],
    ]),
  );
}
