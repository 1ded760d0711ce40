import type { Documents, Resource } from "../../documents/types";
import { isObject, isUnknown } from "../../documents/value";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";
import { VpcRoutes } from "../vpc-routes";

const roles = { public: "kubernetes.io/role/elb", private: "kubernetes.io/role/internal-elb" };

export const loadBalancerTags: Rule = {
  id: "NET-018-load-balancer-tags",
  family: "NET",
  title: "the load balancer controller finds subnets by their tags",
  severity: "warning",
  reads: "documents",
  cause:
    "The controller looks for subnets with kubernetes.io/role/elb or internal-elb in two zones. Without them every " +
    "Service and Ingress stays pending with 'unable to resolve at least one subnet', while the cluster looks healthy.",
  mend: "tag private subnets of two zones with kubernetes.io/role/internal-elb = 1, public ones with kubernetes.io/role/elb = 1",
  sources: [
    "AWS Load Balancer Controller, subnet auto-discovery",
    "Amazon EKS User Guide, application load balancing: subnet tags",
  ],
  unknownMeans: "A tag or a zone is not known yet; the plan decides.",
  example: {
    fails: "the controller's chart, and no subnet with kubernetes.io/role/internal-elb",
    passes: "internal-elb = 1 on a subnet of each of two zones",
  },
  *check({ documents }) {
    const controllers =
      documents?.helmReleases().filter(({ chart }) => /load-balancer-controller/.test(chart ?? "")) ?? [];
    for (const { resource } of controllers) {
      if (documents) yield judge(resource, documents);
    }
    // A subnet that is tagged for the wrong side makes a load balancer that nobody reaches.
    if (documents && controllers.length > 0) yield* judgeSides(documents);
  },
};

function judge(controller: Resource, documents: Documents): Outcome {
  const about = resourceAbout(controller);
  const subnets = documents.resources("aws_subnet");
  // Subnets that exist elsewhere are tagged elsewhere.
  if (subnets.length === 0) return unknown(about, { message: "the subnets are not among the documents" });
  if (subnets.some((subnet) => isUnknown(subnet.get("tags"))))
    return unknown(about, { message: "tags of a subnet are not known yet" });
  const tagged = subnets.filter((subnet) => Object.values(roles).some((role) => hasTag(subnet, role)));
  const zones = new Set(
    tagged.map((subnet) => String(subnet.get("availability_zone") ?? subnet.get("availability_zone_id"))),
  );
  if (zones.size >= 2) return pass(about);
  return fail(about, {
    message: "the load balancer controller does not find subnets in two zones",
    given: tagged.length === 0 ? "no subnet with a role tag" : `role tags in ${[...zones].join(", ")} only`,
    allowed: `${roles.private} = 1 or ${roles.public} = 1 in two zones`,
  });
}

function* judgeSides(documents: Documents): Iterable<Outcome> {
  const routes = new VpcRoutes(documents);
  for (const subnet of documents.resources("aws_subnet")) {
    const via = routes.defaultRouteOf(subnet)?.via;
    const about = resourceAbout(subnet);
    if (
      hasTag(subnet, roles.public) &&
      routes.tableOf(subnet) !== undefined &&
      via !== "internet gateway" &&
      via !== "unknown"
    ) {
      const message = "a subnet for public load balancers has no way to the internet";
      yield fail(about, {
        message,
        given: via ?? "no default route",
        allowed: "a default route to an internet gateway",
      });
    } else if (hasTag(subnet, roles.public) || hasTag(subnet, roles.private)) yield pass(about);
  }
}

function hasTag(subnet: Resource, name: string): boolean {
  const tags = subnet.get("tags");
  const value = isObject(tags) ? tags[name] : undefined;
  return value === "1" || value === 1 || value === "";
}
