import { fail, pass, unknown, type Outcome, type Rule } from "../rule";
import { trafficRules, type TrafficRule } from "../security-rules";

/** Ports that a factory's services may offer to everybody: a load balancer with TLS, and its redirect. */
const forEverybody = [80, 443];
const everybody = ["0.0.0.0/0", "::/0"];

export const worldOpen: Rule = {
  id: "NET-006-world-open",
  family: "NET",
  title: "nothing but HTTPS is open to the whole internet",
  severity: "error",
  reads: "documents",
  cause:
    "Notebooks, dashboards, Ray, NFS and SSH run code or give out data to whoever reaches them. Machines with eight GPUs " +
    "are searched for from outside and found within minutes of being opened.",
  mend: "name the ranges that people come from, or the security group of a load balancer; use Session Manager for shells",
  sources: [
    "CIS AWS Foundations Benchmark, networking: no ingress from 0.0.0.0/0 to administration ports",
    "AWS ParallelCluster, DcvValidator: access from 0.0.0.0/0",
  ],
  unknownMeans: "The ports or the source of a rule are not known yet; the plan decides.",
  example: {
    fails: "ingress of TCP 22 from 0.0.0.0/0",
    passes: "ingress of TCP 443 from 0.0.0.0/0, or of 22 from 203.0.113.0/24",
  },
  *check({ documents }) {
    for (const rule of documents ? trafficRules(documents) : []) {
      if (rule.direction === "ingress") yield judge(rule);
    }
  },
};

function judge({ about, peerCidrs, peersUnknown, protocol, fromPort, toPort }: TrafficRule): Outcome {
  // A range as wide as a /4 is the internet in pieces.
  const open = peerCidrs.filter((cidr) => everybody.includes(cidr) || /^\d+\.\d+\.\d+\.\d+\/[1-4]$/.test(cidr));
  const ranges = `${portText(fromPort, toPort)} of ${protocol ?? "an unknown protocol"}`;
  if (open.length === 0) {
    return peersUnknown
      ? unknown(about, { message: "the source of a rule is not known yet", given: ranges })
      : pass(about);
  }
  if (protocol === undefined || fromPort === "unknown" || toPort === "unknown") {
    return unknown(about, { message: "what a rule opens to the whole internet is not known yet", given: open });
  }
  if (protocol === "icmp" || protocol === "icmpv6" || protocol === "1" || protocol === "58") return pass(about);
  const single = fromPort !== undefined && fromPort === toPort && forEverybody.includes(fromPort);
  if (protocol === "tcp" && single) return pass(about);
  const message =
    protocol === "-1" ? "all traffic is open to the whole internet" : "a port is open to the whole internet";
  return fail(about, {
    message,
    given: `${ranges} from ${open.join(", ")}`,
    allowed: "TCP 443, and 80 for its redirect",
  });
}

function portText(from: number | "unknown" | undefined, to: number | "unknown" | undefined): string {
  if (from === undefined) return "all ports";
  return from === to || to === undefined ? `port ${from}` : `ports ${from} to ${to}`;
}
