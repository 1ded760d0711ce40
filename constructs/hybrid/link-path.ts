/** A router at the site that speaks IPsec and BGP. */
export interface VpnPathProps {
  /** Unique among the link's paths; a DNS label. */
  readonly name: string;
  /** Public IPv4 address of the router. */
  readonly routerAddress: string;
  /** Number of the site's autonomous system. */
  readonly routerAsn: number;
}

/** A Direct Connect port and the virtual interface on it. */
export interface DirectConnectPathProps {
  /** Unique among the link's paths; a DNS label. */
  readonly name: string;
  /** Port that the interface stands on: ordered with the factory, or there already. */
  readonly port: DirectConnectPort;
  /** Tag of the virtual interface on the port, 1 to 4094. */
  readonly vlan: number;
  /** Number of the site's autonomous system. */
  readonly routerAsn: number;
}

/** A port at a Direct Connect location: ordered with the factory, or there already. */
export class DirectConnectPort {
  /** Orders a dedicated port; AWS then sends the letter with which the location connects the cable. */
  static ordered(props: { readonly location: string; readonly gbps: number }): DirectConnectPort {
    return new DirectConnectPort(props.location, props.gbps, undefined);
  }

  /** A connection that exists, dedicated or hosted by a partner. */
  static existing(props: {
    readonly connectionId: string;
    readonly location: string;
    readonly gbps: number;
  }): DirectConnectPort {
    return new DirectConnectPort(props.location, props.gbps, props.connectionId);
  }

  private constructor(
    /** Code of the location: `EqSK1`. */
    readonly location: string,
    /** Rate of the port in Gb/s. */
    readonly gbps: number,
    /** Id of an existing connection: `dxcon-…`; undefined for a port that is ordered. */
    readonly connectionId: string | undefined,
  ) {}
}

/** One way from the site to the cloud. */
export type LinkPathProps =
  ({ readonly kind: "vpn" } & VpnPathProps) | ({ readonly kind: "direct-connect" } & DirectConnectPathProps);

/** One way from the site to the cloud; two that end at different devices make a link redundant. */
export class LinkPath {
  /** A Site-to-Site VPN connection: two tunnels over the internet, to different zones of AWS, from one router. */
  static vpn(props: VpnPathProps): LinkPath {
    return new LinkPath({ kind: "vpn", ...props });
  }

  /** A transit virtual interface on a Direct Connect port. Not encrypted by itself. */
  static directConnect(props: DirectConnectPathProps): LinkPath {
    return new LinkPath({ kind: "direct-connect", ...props });
  }

  private constructor(/** VPN or Direct Connect, with what each of them needs. */ readonly props: LinkPathProps) {}
}
