import type { Documents, Resource } from "../../documents/types";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";
import { wideAreaGateways } from "../wide-area";

export const siteRoutes: Rule = {
  id: "HYB-005-site-routes",
  family: "HYB",
  title: "the subnets of a VPC that is joined to a site have a route to it",
  severity: "error",
  reads: "documents",
  cause:
    "The transit gateway learns the site's routes by BGP, the VPC's route tables do not: without a route in them every " +
    "answer to the site is lost, though tunnels are up and the site's packets arrive.",
  mend: "add an aws_route with transit_gateway_id for each range of the site to every route table of these subnets",
  sources: ["Amazon VPC Transit Gateways guide, attachments to a VPC: routes in the subnet's route table are your own"],
  unknownMeans: "The subnets' route tables are not among the documents; whoever owns the VPC decides.",
  example: {
    fails: "a transit gateway attachment and route tables with a NAT gateway only",
    passes: "aws_route 10.64.0.0/16 to the transit gateway in each private route table",
  },
  *check({ documents }) {
    if (!documents) return;
    const gateways = wideAreaGateways(documents);
    for (const attachment of documents.resources("aws_ec2_transit_gateway_vpc_attachment")) {
      const gateway = attachment.targets("transit_gateway_id").find((target) => gateways.includes(target));
      if (gateway !== undefined) yield judge(attachment, gateway, documents);
    }
  },
};

function judge(attachment: Resource, gateway: Resource, documents: Documents): Outcome {
  const about = resourceAbout(attachment);
  const subnets = attachment.targets("subnet_ids").filter(({ type }) => type === "aws_subnet");
  const tables = new Set(
    documents
      .resources("aws_route_table_association")
      .filter((each) => each.targets("subnet_id").some((subnet) => subnets.includes(subnet)))
      .flatMap((each) => each.targets("route_table_id")),
  );
  if (tables.size === 0) {
    return unknown(about, { message: "the route tables of the attachment's subnets are not among the documents" });
  }
  const without = [...tables].filter((table) => !leadsTo(table, gateway, documents));
  if (without.length === 0) return pass(about);
  return fail(about, {
    message: "subnets that are joined to the site have no route to it",
    given: without.map(({ address }) => address),
    allowed: `a route to ${gateway.address} in each`,
  });
}

/** By a route of its own, or one written inside the table. */
function leadsTo(table: Resource, gateway: Resource, documents: Documents): boolean {
  if (table.blocks("route").some((route) => route.targets("transit_gateway_id").includes(gateway))) return true;
  return documents
    .resources("aws_route")
    .some(
      (route) =>
        route.targets("route_table_id").includes(table) && route.targets("transit_gateway_id").includes(gateway),
    );
}
