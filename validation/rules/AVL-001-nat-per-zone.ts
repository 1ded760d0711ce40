import type { Documents, Resource } from "../../documents/types";
import { subnetsOf } from "../launches";
import { textOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";
import { VpcRoutes } from "../vpc-routes";

export const natPerZone: Rule = {
  id: "AVL-001-nat-per-zone",
  family: "AVL",
  title: "nodes route through a NAT gateway of their own zone",
  severity: "warning",
  reads: "documents",
  cause:
    "A NAT gateway stands in one zone. When several zones route through it, its zone's failure takes the way out of all " +
    "of them: nodes in healthy zones lose images, credentials and the registry. Until then every byte pays for crossing " +
    "the zones' border on top of the gateway's own price.",
  mend: "make one NAT gateway for each zone and a route table for each zone that leads to it",
  sources: ["Amazon VPC User Guide, NAT gateways: a gateway in each availability zone, routing within the zone"],
  unknownMeans: "A zone or a route is not known yet; the plan decides.",
  example: {
    fails: "node subnets in eu-north-1a and eu-north-1b that route to one gateway in eu-north-1a",
    passes: "each zone's route table leads to a gateway in that zone",
  },
  *check({ documents }) {
    if (!documents) return;
    const routes = new VpcRoutes(documents);
    for (const subnet of nodeSubnets(documents)) {
      const route = routes.defaultRouteOf(subnet);
      if (route?.via === "NAT gateway") yield judge(subnet, route.target);
    }
  },
};

/** Subnets that groups of machines launch into. */
function nodeSubnets(documents: Documents): readonly Resource[] {
  const groups = documents.resources("aws_eks_node_group", "aws_autoscaling_group");
  return [...new Set(groups.flatMap((group) => subnetsOf(group).subnets))];
}

function judge(subnet: Resource, gateway: Resource | undefined): Outcome {
  const about = resourceAbout(subnet);
  const home = gateway?.targets("subnet_id").find(({ type }) => type === "aws_subnet");
  const here = zoneOf(subnet);
  const there = home && zoneOf(home);
  if (here === undefined || there === undefined) {
    return unknown(about, { message: "the zone of the subnet or of its NAT gateway is not known yet" });
  }
  if (here === there) return pass(about);
  return fail(about, { message: "nodes reach the internet through another zone", given: there, allowed: here });
}

function zoneOf(subnet: Resource): string | undefined {
  return textOf(subnet.get("availability_zone")) ?? textOf(subnet.get("availability_zone_id"));
}
