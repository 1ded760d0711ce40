import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { knownTypesOf, launchesOf, subnetsOf, type Launch } from "../launches";
import { switchOf } from "../reading";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";
import { VpcRoutes } from "../vpc-routes";

export const publicNodeSubnet: Rule = {
  id: "NET-009-public-node-subnet",
  family: "NET",
  title: "nodes stand in private subnets",
  severity: "warning",
  reads: "documents",
  cause:
    "A node in a public subnet is one wrong security group rule away from the internet. A machine with several network " +
    "cards gets no public address there at all: EC2 gives none to an instance with more than one interface, so that it " +
    "has a route to the internet gateway, no address to use it with, and never joins.",
  mend: "put node groups into subnets that route through NAT, with map_public_ip_on_launch false",
  sources: [
    "Amazon EKS Best Practices Guide, networking: nodes in private subnets",
    "AWS ParallelCluster, MultiNetworkInterfacesInstancesValidator: no public address with several network cards",
  ],
  unknownMeans:
    "A subnet or its routes are not among the documents, or a token decides; the plan or the account decides.",
  example: {
    fails: "a node group in a subnet with map_public_ip_on_launch, or whose default route is an internet gateway",
    passes: "a node group in a subnet whose default route is a NAT gateway",
  },
  *check({ documents }) {
    if (!documents) return;
    const routes = new VpcRoutes(documents);
    for (const launch of launchesOf(documents)) {
      for (const subnet of launch.group ? subnetsOf(launch.group).subnets : []) yield judge(launch, subnet, routes);
    }
  },
};

function judge(launch: Launch, subnet: Resource, routes: VpcRoutes): Outcome {
  const { about } = launch;
  // Machines with several network cards get no public address and are cut off.
  const cutOff = knownTypesOf(launch)?.some(({ networkCards }) => networkCards.length > 1);
  const severity = cutOff === true ? "error" : "warning";
  const mapped = subnet.get("map_public_ip_on_launch");
  if (isUnknown(mapped))
    return unknown(about, { message: `whether ${subnet.address} gives public addresses is not known yet` });
  if (switchOf(mapped) === true) {
    const message = `nodes get public addresses in ${subnet.address}`;
    return fail(about, { message, given: "map_public_ip_on_launch true", allowed: false, severity });
  }
  const route = routes.defaultRouteOf(subnet);
  if (route?.via === "internet gateway") {
    const message = `nodes stand in ${subnet.address}, which routes straight to the internet`;
    return fail(about, { message, given: "a default route to an internet gateway", allowed: "NAT, or none", severity });
  }
  return route?.via === "unknown"
    ? unknown(about, { message: `where ${subnet.address} routes is not known yet` })
    : pass(about);
}
