import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { isGiven, regionOf, switchOf, textOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";
import { allows, groupKeysAt, trafficRules, type TrafficRule } from "../security-rules";

/** Services with gateway endpoints, which routes lead to. */
const gateways = ["s3", "dynamodb", "s3express"];

export const privateEndpoint: Rule = {
  id: "NET-017-private-endpoint",
  family: "NET",
  title: "private endpoints are of the right kind and region, attached, named and open on 443",
  severity: "error",
  reads: "documents",
  cause:
    "The provider takes any text as a service's name. A gateway endpoint without route tables carries nothing, an " +
    "interface endpoint without subnets has no address, one whose group is closed on 443 makes every call time out, and " +
    "private DNS needs both DNS switches of the VPC.",
  mend: "name the service com.amazonaws.<region>.<service>, attach routes or subnets, and let the VPC in on TCP 443",
  sources: [
    "AWS PrivateLink Guide: interface endpoints, gateway endpoints, private DNS names and their VPC attributes",
  ],
  unknownMeans: "Service, subnets or groups are not known yet; the plan decides.",
  example: {
    fails: "com.amazonaws.eu-west-1.s3 in eu-north-1, or an Interface endpoint whose group has no rule for 443",
    passes: "com.amazonaws.eu-north-1.ecr.api with subnets, private DNS and a group open on 443 to the VPC",
  },
  *check({ documents }) {
    if (!documents) return;
    const rules = trafficRules(documents);
    for (const endpoint of documents.resources("aws_vpc_endpoint")) yield judge(endpoint, rules);
  },
};

function judge(endpoint: Resource, rules: readonly TrafficRule[]): Outcome {
  const about = resourceAbout(endpoint);
  const given = endpoint.get("service_name");
  const kind = endpoint.get("vpc_endpoint_type") ?? "Gateway";
  if (isUnknown(given) || isUnknown(kind))
    return unknown(about, { message: "the endpoint's service is not known yet" });
  const [, region, service] =
    /^(?:cn\.)?(?:com|eu)\.amazonaws\.([a-z0-9-]+)\.([a-z0-9.-]+)$/.exec(String(given ?? "")) ?? [];
  // Services of others have names of their own: com.amazonaws.vpce.<region>.vpce-svc-…
  const foreign = region === "vpce" || isGiven(endpoint.get("service_network_arn"));
  if (!foreign && (region === undefined || service === undefined)) {
    const allowed = "com.amazonaws.<region>.<service>";
    return fail(about, { message: "not the name of a service", given, allowed });
  }
  const here = regionOf(endpoint);
  if (!foreign && here !== undefined && region !== here && !isGiven(endpoint.get("service_region"))) {
    return fail(about, { message: "the endpoint is for a service of another region", given: region, allowed: here });
  }
  if (kind === "Gateway") {
    if (!foreign && !gateways.includes(service ?? "")) {
      const message = `${String(service)} has no gateway endpoints`;
      return fail(about, { message, given: kind, allowed: "vpc_endpoint_type Interface" });
    }
    const attached = isGiven(endpoint.get("route_table_ids")) && endpoint.list("route_table_ids").length > 0;
    if (attached || endpoint.referrers("aws_vpc_endpoint_route_table_association").length > 0) return pass(about);
    const message = "no route table leads to the gateway endpoint";
    return fail(about, { message, given: "none", allowed: "route_table_ids of the private subnets" });
  }
  return kind === "Interface" ? judgeInterface(endpoint, rules) : pass(about);
}

function judgeInterface(endpoint: Resource, rules: readonly TrafficRule[]): Outcome {
  const about = resourceAbout(endpoint);
  const subnets = endpoint.list("subnet_ids").filter(isGiven);
  if (subnets.length === 0 && endpoint.referrers("aws_vpc_endpoint_subnet_association").length === 0) {
    return fail(about, {
      message: "the endpoint has no subnet, and so no address",
      given: "none",
      allowed: "subnet_ids",
    });
  }
  const [vpc] = endpoint.targets("vpc_id").filter(({ type }) => type === "aws_vpc");
  if (switchOf(endpoint.get("private_dns_enabled")) === true && vpc) {
    const off = ["enable_dns_support", "enable_dns_hostnames"].filter((name) => {
      const value = switchOf(vpc.get(name));
      // DNS support is on where nothing is written, host names are off.
      return value === false || (value === undefined && !isGiven(vpc.get(name)) && name === "enable_dns_hostnames");
    });
    if (off.length > 0) {
      const message = "private DNS does not work without both DNS switches of the VPC";
      return fail(about, { message, given: off.map((name) => `${name} false`), allowed: "both true" });
    }
  }
  const groups = groupKeysAt(endpoint, "security_group_ids");
  // Without a group it gets the VPC's default group, whose rules are not written.
  if (groups.keys.length === 0)
    return groups.complete ? pass(about) : unknown(about, { message: "the endpoint's groups are not known yet" });
  const vpcRange = vpc && textOf(vpc.get("cidr_block"));
  const open = rules.filter(
    ({ direction, groups: own }) => direction === "ingress" && own.some((group) => groups.keys.includes(group)),
  );
  const peers = [...new Set(open.flatMap((rule) => rule.peerGroups))];
  const question = { direction: "ingress", groups: groups.keys, protocol: "tcp", fromPort: 443, toPort: 443 } as const;
  const answers = [
    allows(rules, { ...question, peerGroups: peers }),
    ...open
      .flatMap(({ peerCidrs }) => peerCidrs)
      .map((cidr) => allows(rules, { ...question, peerGroups: [], peerCidrs: [cidr] })),
  ];
  if (answers.includes(true)) return pass(about);
  if (answers.includes("unknown") || !groups.complete)
    return unknown(about, { message: "who reaches the endpoint is not known yet" });
  const allowed = `TCP 443 from ${vpcRange ?? "the VPC"}`;
  return fail(about, { message: "nobody is let in to the endpoint on 443", given: "no rule for TCP 443", allowed });
}
