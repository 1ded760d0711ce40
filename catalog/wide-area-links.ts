import stored from "./data/wide-area-links.json";
import type { Dated } from "./dated";

/** What one kind of link between a site and an AWS region can do and costs. */
export interface WideAreaLinkFacts extends Dated {
  /** Largest packet that passes, bytes. */
  readonly mtu: number;
  /** Price of a gigabyte that leaves AWS, at the most; the owner's contract may be lower. */
  readonly usdPerGBOut: number;
}

/** Site-to-Site VPN: rate of one tunnel, and tunnels of one connection. */
export function vpnFacts(): WideAreaLinkFacts & {
  readonly tunnelGbps: number;
  readonly tunnelsPerConnection: number;
} {
  return stored.vpn;
}

/** Direct Connect: rates that a dedicated port is sold with. */
export function directConnectFacts(): WideAreaLinkFacts & { readonly portGbps: readonly number[] } {
  return stored.directConnect;
}

/** Price of a gigabyte that passes a transit gateway, in either direction. */
export function transitGatewayFacts(): Dated & { readonly usdPerGB: number } {
  return stored.transitGateway;
}
