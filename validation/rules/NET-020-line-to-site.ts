import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { numberOf } from "../launches";
import { isGiven } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

/** Private AS numbers, which need no registration: RFC 6996. */
const privateAsns = [
  [64_512, 65_534],
  [4_200_000_000, 4_294_967_294],
] as const;
const largestAsn = 4_294_967_294;

/** Rates of Direct Connect: those of hosted connections, then those of ports of one's own. */
const connectionRates = [
  ...["50Mbps", "100Mbps", "200Mbps", "300Mbps", "400Mbps", "500Mbps"],
  ...["1Gbps", "2Gbps", "5Gbps", "10Gbps", "25Gbps", "100Gbps", "400Gbps"],
];
/** Rates of ports of one's own, which `aws_dx_connection` orders. */
const portRates = ["1Gbps", "10Gbps", "100Gbps", "400Gbps"];

export const lineToSite: Rule = {
  id: "NET-020-line-to-site",
  family: "NET",
  title: "gateways and lines to other sites have AS numbers and rates that exist",
  severity: "error",
  reads: "documents",
  cause:
    "The provider takes any number for the AS of a gateway and any text for a line's rate. AWS refuses a transit gateway " +
    "outside of the private ranges at apply; a line is ordered weeks ahead, and a customer gateway with the wrong number " +
    "cannot be changed, only replaced with all of its tunnels.",
  mend: "take a private AS number (64512 to 65534), different on each side, and a rate that the location offers",
  sources: [
    "Amazon VPC Transit Gateways Guide, amazonSideAsn: 64512 to 65534 and 4200000000 to 4294967294",
    "AWS Direct Connect User Guide, dedicated connections: 1, 10, 100 and 400 Gbps",
    "RFC 6996: AS numbers for private use",
  ],
  unknownMeans: "A number or a rate is not known yet; the plan decides.",
  example: {
    fails: "aws_ec2_transit_gateway with amazon_side_asn 1",
    passes: "64512 in the cloud and 65010 on premises",
  },
  *check({ documents }) {
    for (const gateway of documents?.resources("aws_ec2_transit_gateway", "aws_dx_gateway", "aws_vpn_gateway") ?? []) {
      if (isGiven(gateway.get("amazon_side_asn"))) yield judgeAsn(gateway, "amazon_side_asn", true);
    }
    for (const gateway of documents?.resources("aws_customer_gateway") ?? []) {
      yield judgeAsn(gateway, isGiven(gateway.get("bgp_asn_extended")) ? "bgp_asn_extended" : "bgp_asn", false);
    }
    for (const tunnel of documents?.resources("aws_vpn_connection") ?? []) yield judgeSides(tunnel);
    for (const line of documents?.resources("aws_dx_connection", "aws_dx_hosted_connection") ?? [])
      yield judgeRate(line);
  },
};

function judgeAsn(gateway: Resource, name: string, mustBePrivate: boolean): Outcome {
  const about = resourceAbout(gateway);
  const given = numberOf(gateway.get(name));
  if (given === "unknown") return unknown(about, { message: "the AS number is not known yet" });
  const legal = given !== undefined && Number.isInteger(given) && given >= 1 && given <= largestAsn && given !== 65_535;
  const own = given !== undefined && privateAsns.some(([from, to]) => given >= from && given <= to);
  if (legal && (own || !mustBePrivate)) return pass(about);
  const allowed = mustBePrivate ? "64512 to 65534, or 4200000000 to 4294967294" : `1 to ${largestAsn}, not 65535`;
  return fail(about, { message: "not an AS number that the gateway can have", given, allowed });
}

/** A tunnel between two sides with one number never brings up its session. */
function judgeSides(tunnel: Resource): Outcome {
  const about = resourceAbout(tunnel);
  const [customer] = tunnel.targets("customer_gateway_id");
  const [amazon] = [...tunnel.targets("transit_gateway_id"), ...tunnel.targets("vpn_gateway_id")];
  const there = customer && numberOf(customer.get("bgp_asn"));
  const here = amazon && numberOf(amazon.get("amazon_side_asn"));
  if (customer === undefined || amazon === undefined || there === "unknown" || here === "unknown") {
    return unknown(about, { message: "the AS number of one side is not known yet" });
  }
  // AWS takes 64512 where nothing is written.
  if (there === undefined || there !== (here ?? 64_512)) return pass(about);
  const message = "both sides of the tunnel have one AS number, so that routes are refused as loops";
  return fail(about, { message, given: there, allowed: `any other than ${there} on one side` });
}

function judgeRate(line: Resource): Outcome {
  const about = resourceAbout(line);
  const given = line.get("bandwidth");
  if (isUnknown(given)) return unknown(about, { message: "the line's rate is not known yet" });
  const allowed = line.type === "aws_dx_connection" ? portRates : connectionRates;
  if (allowed.includes(String(given))) return pass(about);
  return fail(about, { message: "no rate that Direct Connect has", given, allowed });
}
