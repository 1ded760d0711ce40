import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { cidrContains, cidrsOverlap, formatCidr, parseCidr } from "../../planning/addresses";
import { isGiven } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

export const serviceRange: Rule = {
  id: "NET-003-service-range",
  family: "NET",
  title: "the cluster's service range is one that EKS takes, outside of the VPC",
  severity: "error",
  reads: "documents",
  cause:
    "The service range is fixed when the cluster is made. Inside the VPC's own ranges it hides the hosts there from " +
    "every pod: DNS, the filesystem or the database behind such an address is suddenly nowhere.",
  mend: "take a block from /12 to /24 of private space that no network here or on the other side of a line uses",
  sources: [
    "Amazon EKS API Reference, KubernetesNetworkConfigRequest: serviceIpv4Cidr from /24 to /12, private, not in the VPC",
  ],
  unknownMeans:
    "The range of the services or of the VPC is not known yet; the plan decides. Without a range EKS chooses one.",
  example: {
    fails: "services 10.0.128.0/20 in a VPC 10.0.0.0/16",
    passes: "services 172.20.0.0/16 in a VPC 10.0.0.0/16",
  },
  *check({ documents }) {
    for (const cluster of documents?.resources("aws_eks_cluster") ?? []) yield judge(cluster);
  },
};

function judge(cluster: Resource): Outcome {
  const about = resourceAbout(cluster);
  const given = cluster.get("kubernetes_network_config.service_ipv4_cidr");
  if (isUnknown(given)) return unknown(about, { message: "the range of the services is not known yet" });
  // EKS then takes 10.100.0.0/16 or 172.20.0.0/16, whichever is not the VPC's.
  if (!isGiven(given)) return pass(about);
  const range = parseCidr(String(given));
  const allowed = `/12 to /24 inside ${privateRanges.join(", ")}`;
  const legal =
    range !== undefined &&
    range.prefix >= 12 &&
    range.prefix <= 24 &&
    privateRanges.some((block) => {
      const outer = parseCidr(block);
      return outer !== undefined && cidrContains(outer, range);
    });
  if (range === undefined || !legal)
    return fail(about, { message: "not a range that EKS takes for services", given, allowed });
  const vpcs = cluster.targets("vpc_config.subnet_ids").flatMap((subnet) => subnet.targets("vpc_id"));
  const further = vpcs.flatMap((vpc) => vpc.referrers("aws_vpc_ipv4_cidr_block_association"));
  const blocks = [...new Set([...vpcs, ...further])].map((resource) => resource.get("cidr_block"));
  for (const block of blocks) {
    const taken = typeof block === "string" ? parseCidr(block) : undefined;
    if (taken && cidrsOverlap(range, taken)) {
      const message = "the range of the services lies in the VPC";
      return fail(about, { message, given, allowed: `a range outside of ${formatCidr(taken)}` });
    }
  }
  return blocks.some(isUnknown) ? unknown(about, { message: "a range of the VPC is not known yet" }) : pass(about);
}
