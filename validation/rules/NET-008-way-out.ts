import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { isGiven } from "../reading";
import { subnetsOf } from "../launches";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";
import { VpcRoutes } from "../vpc-routes";

export const wayOut: Rule = {
  id: "NET-008-way-out",
  family: "NET",
  title: "nodes reach what they need: by NAT, or by private endpoints for all of it",
  severity: "error",
  reads: "documents",
  cause:
    "A node in a subnet without a way out never joins: it cannot fetch images, reach the EKS API or get credentials, and " +
    "the node group fails after half an hour with NodeCreationFailure. The same happens where the NAT gateway stands in " +
    "a subnet that itself has no internet gateway, or has no public address.",
  mend: "route 0.0.0.0/0 to a NAT gateway in a public subnet, or close the network and give it all interface endpoints",
  sources: [
    "Amazon EKS User Guide, VPC and subnet requirements; deploy private clusters with limited internet access",
    "Amazon VPC User Guide, NAT gateways: a public one needs an elastic IP address and a public subnet",
  ],
  unknownMeans:
    "A subnet or its routes are not among the documents, or a token decides; the plan or the account decides.",
  example: {
    fails: "a node group in a subnet whose route table has no default route, in a VPC without interface endpoints",
    passes: "a default route to a NAT gateway whose subnet routes to an internet gateway",
  },
  *check({ documents }) {
    if (!documents) return;
    const routes = new VpcRoutes(documents);
    for (const gateway of documents.resources("aws_nat_gateway")) yield judgeGateway(gateway, routes);
    const endpoints = documents.resources("aws_vpc_endpoint");
    for (const group of documents.resources("aws_eks_node_group")) {
      for (const subnet of subnetsOf(group).subnets) yield judgeSubnet(group, subnet, routes, endpoints);
    }
  },
};

function judgeGateway(gateway: Resource, routes: VpcRoutes): Outcome {
  const about = resourceAbout(gateway);
  const kind = gateway.get("connectivity_type") ?? "public";
  if (isUnknown(kind)) return unknown(about, { message: "the kind of the NAT gateway is not known yet" });
  if (kind !== "public") return pass(about);
  if (!isGiven(gateway.get("allocation_id"))) {
    const message = "a public NAT gateway has no elastic IP address";
    return fail(about, { message, given: "none", allowed: "allocation_id of an aws_eip" });
  }
  const subnet = gateway.targets("subnet_id").find(({ type }) => type === "aws_subnet");
  const table = subnet && routes.tableOf(subnet);
  if (subnet === undefined || table === undefined) {
    return unknown(about, { message: "the routes of the NAT gateway's subnet are not among the documents" });
  }
  const route = routes.defaultRouteOf(subnet);
  if (route?.via === "internet gateway") return pass(about);
  if (route?.via === "unknown")
    return unknown(about, { message: "where the NAT gateway's subnet routes is not known yet" });
  const message = "the NAT gateway stands in a subnet that does not reach the internet";
  return fail(about, {
    message,
    given: route?.via ?? "no default route",
    allowed: "a default route to an internet gateway",
  });
}

function judgeSubnet(group: Resource, subnet: Resource, routes: VpcRoutes, endpoints: readonly Resource[]): Outcome {
  const about = resourceAbout(group);
  if (routes.tableOf(subnet) === undefined) {
    return unknown(about, { message: `the routes of ${subnet.address} are not among the documents` });
  }
  const route = routes.defaultRouteOf(subnet);
  if (route !== undefined && route.via !== "nothing") {
    if (route.via === "unknown") return unknown(about, { message: `where ${subnet.address} routes is not known yet` });
    return pass(about);
  }
  const vpc = subnet.target("vpc_id");
  // Nodes that get no images have no way out, whatever else answers inside.
  const closed = endpoints.some(
    (endpoint) =>
      endpoint.get("vpc_endpoint_type") === "Interface" &&
      (isUnknown(endpoint.get("service_name")) || String(endpoint.get("service_name")).endsWith(".ecr.dkr")) &&
      endpoint.targets("vpc_id").some((one) => one === vpc),
  );
  // Whether the endpoints are all that is needed is judged by the rule of closed networks.
  if (closed) return pass(about);
  return fail(about, {
    message: `nodes in ${subnet.address} have no way out`,
    given: "neither a default route nor an interface endpoint for images (ecr.dkr)",
    allowed: "a default route to a NAT gateway, or interface endpoints",
  });
}
