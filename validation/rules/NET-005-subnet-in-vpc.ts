import type { Documents, Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { cidrContains, cidrsOverlap, formatCidr, parseCidr, type CidrRange } from "../../planning/addresses";
import { isGiven } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

/** Ranges that belong to nobody on the internet. */
const privateRanges = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15"];

export const subnetInVpc: Rule = {
  id: "NET-005-subnet-in-vpc",
  family: "NET",
  title: "VPC ranges and subnets are of legal size, and subnets lie inside their VPC beside each other",
  severity: "error",
  reads: "documents",
  cause:
    "The provider checks that a range is well formed and nothing else: a subnet outside of its VPC, a /8, or two subnets " +
    "that share addresses are refused one by one at apply. A VPC on public addresses hides their owners from its hosts.",
  mend: "take ranges from /16 to /28 inside the VPC's blocks, from private space, without common addresses",
  sources: ["Amazon VPC User Guide, VPC CIDR blocks and subnet sizing: /16 to /28", "RFC 1918, RFC 6598"],
  unknownMeans: "A range, or the VPC of a subnet, is not known yet or not among the documents; the plan decides.",
  example: {
    fails: "VPC 10.0.0.0/16 with a subnet 192.168.0.0/24, or with 10.0.0.0/20 and 10.0.8.0/24",
    passes: "VPC 10.0.0.0/16 with 10.0.0.0/20 and 10.0.16.0/20",
  },
  *check({ documents }) {
    if (!documents) return;
    for (const vpc of documents.resources("aws_vpc", "aws_vpc_ipv4_cidr_block_association")) {
      if (isGiven(vpc.get("cidr_block"))) yield judgeVpc(vpc);
    }
    const subnets = documents.resources("aws_subnet");
    for (const [index, subnet] of subnets.entries()) yield judgeSubnet(subnet, subnets.slice(0, index), documents);
  },
};

function judgeVpc(vpc: Resource): Outcome {
  const about = resourceAbout(vpc);
  const given = vpc.get("cidr_block");
  if (isUnknown(given)) return unknown(about, { message: "the range of the VPC is not known yet" });
  const range = parseCidr(String(given));
  if (range === undefined || range.prefix < 16 || range.prefix > 28) {
    const allowed = "an IPv4 block from /16 to /28 that begins at its first address";
    return fail(about, { message: "not a range that a VPC can have", given, allowed });
  }
  if (privateRanges.some((block) => inside(range, block))) return pass(about);
  const message = "the VPC stands on public addresses, whose owners its hosts can then not reach";
  return fail(about, { message, given, allowed: privateRanges, severity: "warning" });
}

function judgeSubnet(subnet: Resource, before: readonly Resource[], documents: Documents): Outcome {
  const about = resourceAbout(subnet);
  const given = subnet.get("cidr_block");
  const vpc = subnet.targets("vpc_id").find(({ type }) => type === "aws_vpc");
  // A subnet with IPv6 alone has no block.
  if (!isGiven(given)) return pass(about);
  if (isUnknown(given)) return unknown(about, { message: "the range of the subnet is not known yet" });
  const range = parseCidr(String(given));
  if (range === undefined || range.prefix < 16 || range.prefix > 28) {
    const allowed = "an IPv4 block from /16 to /28 that begins at its first address";
    return fail(about, { message: "not a range that a subnet can have", given, allowed });
  }
  if (vpc === undefined) {
    const vpcId = subnet.get("vpc_id");
    if (typeof vpcId === "string" && !/^vpc-[0-9a-f]{8,17}$/.test(vpcId)) {
      return fail(about, {
        message: "not the id of a VPC",
        given: vpcId,
        allowed: "vpc- and 8 or 17 hexadecimal digits",
      });
    }
    return unknown(about, { message: "the subnet's VPC is not among the documents" });
  }
  for (const other of before) {
    const taken = parseCidr(String(other.get("cidr_block")));
    if (taken && cidrsOverlap(range, taken) && other.targets("vpc_id").includes(vpc)) {
      const allowed = `a range outside of ${formatCidr(taken)} (${other.address})`;
      return fail(about, { message: "two subnets share addresses", given, allowed });
    }
  }
  const blocks = blocksOf(vpc, documents);
  if (blocks.some((block) => typeof block === "string" && inside(range, block))) return pass(about);
  if (blocks.some(isUnknown)) return unknown(about, { message: "a range of the subnet's VPC is not known yet" });
  return fail(about, { message: "the subnet lies outside of its VPC", given, allowed: blocks });
}

function blocksOf(vpc: Resource, documents: Documents) {
  const further = documents
    .resources("aws_vpc_ipv4_cidr_block_association")
    .filter((association) => association.targets("vpc_id").includes(vpc));
  return [vpc, ...further].map((resource) => resource.get("cidr_block") ?? null).filter(isGiven);
}

function inside(range: CidrRange, block: string): boolean {
  const outer = parseCidr(block);
  return outer !== undefined && cidrContains(outer, range);
}
