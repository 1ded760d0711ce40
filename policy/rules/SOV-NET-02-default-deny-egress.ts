import type { Block, Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { isInternet } from "../reading/ranges";
import { fail, isGiven, isUnset, open, pass } from "../reading/verdicts";
import { policyRule, type PolicyOutcome } from "../rule";

const destinations = ["destination_cidr_block", "destination_ipv6_cidr_block", "cidr_block", "ipv6_cidr_block"];
const gateways = ["gateway_id", "nat_gateway_id", "egress_only_gateway_id", "carrier_gateway_id"];

export const SOV_NET_02 = policyRule({
  id: "SOV-NET-02-default-deny-egress",
  title: "no route leads to the internet past a firewall",
  weight: "critical",
  stages: ["synth", "plan", "deploy"],
  guardrail: "SCP internet-gateway-deny",
  references: ["SecNumCloud 3.2 12.14", "AWS-GR_DISALLOW_VPC_INTERNET_ACCESS", "AWS-GR_NO_UNRESTRICTED_ROUTE_TO_IGW"],
  cause: "What can reach the internet can send data to it, one forgotten default at a time.",
  mend: "close the network (`closedNetwork`), or lead the route to a firewall endpoint with an allow-list",
  example: {
    fails: "a route 0.0.0.0/0 to a NAT gateway",
    passes: "a route 0.0.0.0/0 to the endpoint of a network firewall",
    evades: "two routes 0.0.0.0/1 and 128.0.0.0/1 to a NAT gateway",
  },
  *check({ documents }) {
    for (const route of documents.resources("aws_route")) yield judgeRoute(route, route, "");
    for (const table of documents.resources("aws_route_table", "aws_default_route_table")) {
      for (const route of table.blocks("route")) yield judgeRoute(table, route, "route.");
    }
    for (const gateway of documents.resources("aws_egress_only_internet_gateway")) {
      yield fail(gateway, { message: "it opens the VPC to the whole internet over IPv6" });
    }
  },
});

function judgeRoute(holder: Resource, route: Block, prefix: string): PolicyOutcome {
  const targets = destinations.flatMap((path) => route.list(path));
  // A plan shows a route that nobody wrote as known after apply: a new table has none of its own.
  if (targets.length > 0 && targets.every(isUnset)) return pass(holder);
  if (!targets.some((target) => isUnknown(target) || (typeof target === "string" && isInternet(target))))
    return pass(holder);
  const range = targets.map(String).join(", ");
  if (isGiven(route.get("vpc_endpoint_id"))) return pass(holder);
  const gateway = gateways.find((path) => isGiven(route.get(path)));
  if (gateway !== undefined) {
    const names = holder.targets(`${prefix}${gateway}`);
    // A virtual private gateway or a firewall endpoint may stand in gateway_id.
    if (gateway === "gateway_id" && names.length > 0 && names.every(({ type }) => type !== "aws_internet_gateway")) {
      return open(holder, {
        message: `${range} leads to ${names[0]?.address ?? "a gateway"}, beyond these documents`,
        dischargedBy: "evidence",
      });
    }
    if (targets.some(isUnknown))
      return open(holder, { message: "where its route leads is not known yet", given: range });
    return fail(holder, {
      message: `a route leads ${range} to the internet by ${gateway.replace(/_id$/, "")}`,
      given: range,
    });
  }
  const message = `what stands behind its route for ${range} is in no document`;
  return open(holder, { message, dischargedBy: "evidence" });
}
