import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { isGiven, switchOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const publicApi: Rule = {
  id: "NET-004-public-api",
  family: "NET",
  title: "the API server can be reached by nodes and by known networks only",
  severity: "error",
  reads: "documents",
  cause:
    "Both endpoints off is refused by EKS at apply. The public endpoint is on, and open to the whole internet, where " +
    "nothing is written: every weakness of the API server or of a leaked token is then reachable from everywhere. With " +
    "the public endpoint alone, nodes reach the API through NAT and fall out with it.",
  mend: "set endpoint_private_access true, and endpoint_public_access false or public_access_cidrs to the ranges people come from",
  sources: ["Amazon EKS User Guide, cluster API server endpoint: private and public access, public access CIDR blocks"],
  unknownMeans: "A switch or a range is not known yet; the plan decides.",
  example: {
    fails: "no endpoint settings (public, 0.0.0.0/0), or both endpoints false",
    passes: "private true, public false; or public true with 203.0.113.0/24",
  },
  *check({ documents }) {
    for (const cluster of documents?.resources("aws_eks_cluster") ?? []) yield judge(cluster);
  },
};

function judge(cluster: Resource): Outcome {
  const about = resourceAbout(cluster);
  const at = (name: string) => cluster.get(`vpc_config.${name}`);
  const [isPublic, isPrivate] = [at("endpoint_public_access"), at("endpoint_private_access")];
  if ([isPublic, isPrivate, at("public_access_cidrs")].some(isUnknown) || isUnknown(cluster.get("vpc_config"))) {
    return unknown(about, { message: "the endpoints of the API server are not known yet" });
  }
  // EKS turns the public endpoint on and the private one off where nothing is written.
  const open = isGiven(isPublic) ? switchOf(isPublic) === true : true;
  const inside = switchOf(isPrivate) === true;
  if (!open && !inside) {
    const message = "the API server has no endpoint at all";
    return fail(about, { message, given: "both endpoints false", allowed: "the private one, the public one, or both" });
  }
  const cidrs = cluster.list("vpc_config.public_access_cidrs").filter(isGiven);
  if (cidrs.some(isUnknown)) return unknown(about, { message: "who reaches the API server is not known yet" });
  if (open && (cidrs.length === 0 || cidrs.includes("0.0.0.0/0"))) {
    const given = cidrs.length === 0 ? "public endpoint without public_access_cidrs" : "0.0.0.0/0";
    const message = "the API server is open to the whole internet";
    return fail(about, { message, given, allowed: "the ranges that your people and pipelines come from" });
  }
  if (!inside) {
    const message = "nodes reach the API server only over the internet";
    return fail(about, { message, given: "endpoint_private_access false", allowed: true, severity: "warning" });
  }
  return pass(about);
}
