import { fail, pass, unknown, type Outcome, type Rule } from "../rule";
import { trafficRules, type TrafficRule } from "../security-rules";

/** Names that EC2 knows; any other protocol goes by its number. */
const protocols = ["-1", "tcp", "udp", "icmp", "icmpv6"];

export const securityRuleShape: Rule = {
  id: "NET-007-security-rule-shape",
  family: "NET",
  title: "rules of security groups have a protocol, ports and an other end that EC2 takes",
  severity: "error",
  reads: "documents",
  cause:
    "The provider lets pass protocols that do not exist, ranges of ports that run backwards, ports beside the protocol " +
    "for all traffic, and rules without an other end. EC2 refuses them at apply, or, for ports with -1, opens everything " +
    "although one port was meant.",
  mend: "write one protocol, from_port <= to_port, no ports with -1, and one source or destination",
  sources: ["Amazon EC2 API Reference, AuthorizeSecurityGroupIngress: IpProtocol, FromPort, ToPort"],
  unknownMeans: "Protocol, ports or the other end is not known yet; the plan decides.",
  example: {
    fails: "ip_protocol sctp-x, from_port 443 with to_port 80, or -1 with ports 443 to 443",
    passes: "tcp from 443 to 443, or -1 without ports",
  },
  *check({ documents }) {
    for (const rule of documents ? trafficRules(documents) : []) yield judge(rule);
  },
};

function judge({ about, protocol, fromPort: from, toPort: to, ...peers }: TrafficRule): Outcome {
  if (protocol === undefined || from === "unknown" || to === "unknown") {
    return unknown(about, { message: "protocol or ports of a rule are not known yet" });
  }
  const number = Number(protocol);
  if (!protocols.includes(protocol) && !(Number.isInteger(number) && number >= 0 && number <= 255)) {
    return fail(about, {
      message: "no such protocol",
      given: protocol,
      allowed: [...protocols, "a number from 0 to 255"],
    });
  }
  const given = `${from ?? "none"} to ${to ?? "none"}`;
  const hasPorts = protocol === "tcp" || protocol === "udp";
  // Inline rules write 0 to 0 for all traffic.
  const ports = (from ?? 0) !== 0 || (to ?? 0) !== 0;
  if (protocol === "-1" && ports && !(from === -1 && to === -1)) {
    const message = "ports have no effect with protocol -1: everything is open";
    return fail(about, { message, given, allowed: "no ports with -1, or protocol tcp with these ports" });
  }
  if (hasPorts && (from === undefined || to === undefined)) {
    return fail(about, { message: `${protocol} needs both ports`, given, allowed: "from_port and to_port" });
  }
  if (hasPorts && [from, to].some((port) => port !== undefined && (port < 0 || port > 65535))) {
    return fail(about, { message: "not a port", given, allowed: "0 to 65535" });
  }
  if (hasPorts && from !== undefined && to !== undefined && from > to) {
    return fail(about, { message: "the range of ports runs backwards", given, allowed: `${to} to ${from}` });
  }
  const known = peers.peerGroups.length + peers.peerCidrs.length + peers.peerLists;
  if (known === 0 && !peers.peersUnknown) {
    const message = "the rule has no other end";
    return fail(about, { message, given: "none", allowed: "a security group, a range of addresses or a prefix list" });
  }
  return pass(about);
}
