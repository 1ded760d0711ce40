import type { LinkNode } from "../../model/types";
import { fail, pass, unknown, type Rule } from "../rule";

export const linkMtu: Rule = {
  id: "HYB-004-link-mtu",
  family: "HYB",
  title: "all lines between two places let packets of the same size pass",
  severity: "info",
  reads: "model",
  cause:
    "When a jumbo line fails and a VPN takes over, packets that are too large for it vanish: connections that are open " +
    "hang, while a ping still answers. It looks like an outage of everything but the network.",
  mend: "clamp the segment size at the site's routers to the smallest line (MTU minus 40), or let ICMP 'fragmentation needed' pass",
  sources: [
    "AWS Site-to-Site VPN User Guide, best practices for the customer gateway: MTU 1446, MSS 1406",
    "AWS Direct Connect User Guide, MTU: 8500 on transit virtual interfaces",
  ],
  unknownMeans: "The size is not stated for a line; whoever runs it decides.",
  example: {
    fails: "a transit virtual interface of 8500 and a VPN of 1446 between the same places",
    passes: "two VPN connections of 1446",
  },
  *check({ model }) {
    const lines = (model?.links ?? []).filter(({ kind }) => kind === "vpn" || kind === "direct-connect");
    const pairs = new Map<string, LinkNode[]>();
    for (const line of lines) {
      const pair = [line.from, line.to].sort().join(" and ");
      pairs.set(pair, [...(pairs.get(pair) ?? []), line]);
    }
    for (const [pair, members] of pairs) {
      const [first] = members;
      if (first === undefined) continue;
      const about = { path: first.path };
      const sizes = new Set(members.map(({ mtu }) => mtu));
      const given = members.map(({ id, mtu }) => `${id} ${mtu ?? "unknown"}`);
      if (sizes.has(undefined) && members.length > 1) {
        yield unknown(about, { message: `the packet size of a line between ${pair} is not known`, given });
      } else if (sizes.size > 1) {
        const smallest = Math.min(...members.map(({ mtu = Infinity }) => mtu));
        yield fail(about, {
          message: `lines between ${pair} let packets of different sizes pass`,
          given,
          allowed: `segments of ${smallest - 40} bytes at the most on all of them`,
        });
      } else yield pass(about);
    }
  },
};
