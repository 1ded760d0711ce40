import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { subnetsOf } from "../launches";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";
import { VpcRoutes } from "../vpc-routes";

/** USD for each GB that a NAT gateway processes in us-east-1; other regions are dearer. */
const natUsdPerGB = 0.045;

export const natTraffic: Rule = {
  id: "CST-002-nat-traffic",
  family: "CST",
  title: "traffic to S3 does not go through NAT",
  severity: "warning",
  reads: "documents",
  cause:
    "A NAT gateway bills every GB in both directions, datasets, checkpoints and image layers (which lie in S3) among " +
    "them: $45 for each TB and more. The gateway endpoint of S3 costs nothing, and is faster than a NAT gateway's " +
    "100 Gbps.",
  mend: "attach an S3 gateway endpoint to every route table that leads nodes through NAT",
  sources: [
    "Amazon VPC pricing, NAT gateway: USD 0.045 per GB in us-east-1 (2026-06); gateway endpoints without charge",
  ],
  unknownMeans: "The service or the route tables of an endpoint are not known yet; the plan decides.",
  example: {
    fails: "two private route tables with NAT, the S3 endpoint attached to one of them",
    passes: "the endpoint attached to both",
  },
  *check({ documents }) {
    if (!documents) return;
    const routes = new VpcRoutes(documents);
    const groups = documents.resources("aws_eks_node_group", "aws_autoscaling_group", "aws_instance");
    const subnets = [...new Set(groups.flatMap((group) => subnetsOf(group).subnets))];
    const viaNat = subnets.filter((subnet) => routes.defaultRouteOf(subnet)?.via === "NAT gateway");
    const tables = new Set(viaNat.map((subnet) => routes.tableOf(subnet)).filter((table) => table !== undefined));
    const endpoints = documents.resources("aws_vpc_endpoint");
    for (const table of tables) yield judge(table, endpoints);
  },
};

function judge(table: Resource, endpoints: readonly Resource[]): Outcome {
  const about = resourceAbout(table);
  const named = endpoints.map((endpoint) => endpoint.get("service_name"));
  const s3 = endpoints.filter((endpoint) => /\.s3$/.test(String(endpoint.get("service_name"))));
  const attached = s3.some((endpoint) => {
    // An interface endpoint with private DNS takes the traffic of the whole VPC.
    if (endpoint.get("vpc_endpoint_type") === "Interface") return endpoint.get("private_dns_enabled") === true;
    const links = endpoint.referrers("aws_vpc_endpoint_route_table_association");
    return [endpoint, ...links].some((one) =>
      [...one.targets("route_table_ids"), ...one.targets("route_table_id")].includes(table),
    );
  });
  if (attached) return pass(about);
  const open = s3.some((endpoint) => isUnknown(endpoint.get("route_table_ids")));
  if (open || named.some(isUnknown)) return unknown(about, { message: "which tables lead to S3 is not known yet" });
  return fail(about, {
    message: "nodes reach S3 through a NAT gateway",
    given: `at least $${natUsdPerGB * 1000} for each TB of datasets, checkpoints and images`,
    allowed: "a gateway endpoint for S3 on this route table, without charge",
  });
}
