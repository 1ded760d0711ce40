import { DxConnection } from "@cdktf/provider-aws/lib/dx-connection";
import { DxTransitVirtualInterface } from "@cdktf/provider-aws/lib/dx-transit-virtual-interface";
import { Construct } from "constructs";
import { directConnectFacts } from "../../catalog";
import { contribute } from "../../model";
import { nameTags } from "../aws/tags";
import type { DirectConnectPathProps } from "./link-path";

/** What a Direct Connect path needs of the link that it is part of. */
export interface DirectConnectPathContext {
  /** Direct Connect gateway that the interface ends at. */
  readonly directConnectGatewayId: string;
  /** Id of the site in the factory model. */
  readonly siteId: string;
  /** Id of the VPC's network in the factory model. */
  readonly networkId: string;
}

/** A transit virtual interface on a Direct Connect port, with jumbo frames and routes by BGP. */
export class DirectConnectPath extends Construct {
  /** The ordered port; absent where it was there already. */
  readonly connection?: DxConnection;
  /** The transit virtual interface, whose BGP session carries the routes. */
  readonly virtualInterface: DxTransitVirtualInterface;
  /** Rate of the port in Gb/s. */
  readonly gbps: number;

  constructor(scope: Construct, id: string, props: DirectConnectPathProps & DirectConnectPathContext) {
    super(scope, id);
    const { port } = props;
    const { mtu } = directConnectFacts();
    this.gbps = port.gbps;
    if (port.connectionId === undefined) {
      this.connection = new DxConnection(this, "connection", {
        name: props.name,
        location: port.location,
        bandwidth: `${port.gbps}Gbps`,
        tags: nameTags(this, props.name),
      });
    }
    this.virtualInterface = new DxTransitVirtualInterface(this, "interface", {
      name: props.name,
      connectionId: this.connection?.id ?? port.connectionId ?? "",
      dxGatewayId: props.directConnectGatewayId,
      addressFamily: "ipv4",
      bgpAsn: props.routerAsn,
      vlan: props.vlan,
      mtu,
      tags: nameTags(this, props.name),
    });
    contribute(this, "links", () => ({
      id: `${props.siteId}-${props.networkId}-${props.name}`,
      kind: "direct-connect" as const,
      from: props.siteId,
      to: props.networkId,
      gbps: this.gbps,
      endsAt: port.location,
      mtu,
      encrypted: false,
    }));
  }
}
