import type { Block, Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import { efaInterfacesOf, launchesOf, shown, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const efaSecurityGroup: Rule = {
  id: "FAB-002-efa-security-group",
  family: "FAB",
  title: "EFA interfaces share a security group that allows all traffic from and to itself, by its id",
  severity: "error",
  reads: "documents",
  cause:
    "EFA's own protocol (SRD) is authorised only by a rule whose other side is a security group id. A range of " +
    "addresses, 0.0.0.0/0 included, lets ordinary packets through and drops EFA's: NCCL then hangs at its first " +
    "collective or falls back to TCP at a hundredth of the bandwidth.",
  mend:
    "give the group an ingress and an egress rule with protocol -1 and the group itself as the other side, and put " +
    "the group on every EFA interface; EfaFabric does both",
  sources: [
    "Amazon EC2 User Guide, efa.md and efa-start.md: a security group that allows all traffic to and from itself",
    "Amazon EKS User Guide, sec-group-reqs.md: the cluster's own group has both rules",
    "AWS ParallelCluster cookbook, pull request 3251: 0.0.0.0/0 does not authorise SRD",
  ],
  unknownMeans:
    "A group is not among the documents (an id from a variable, another account or a data source), or a rule's " +
    "protocol is not known yet; `aws ec2 describe-security-group-rules` decides.",
  example: {
    fails: "a group with egress to 0.0.0.0/0 only, or with ingress from itself for tcp 0 to 65535",
    passes: 'ip_protocol "-1" and referenced_security_group_id = the group itself, for ingress and for egress',
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      const efa = efaInterfacesOf(launch);
      if (efa.length > 0) yield judge(launch, efa);
    }
  },
};

function judge(launch: Launch, efa: readonly Block[]): Outcome {
  const { about } = launch;
  const read = new Map<string, Groups>();
  const perInterface = efa.map((block) => groupsOf(launch, block, read));
  const [first = { groups: [], unseen: false, stated: 0 }] = perInterface;
  const common = first.groups.filter((group) => perInterface.every(({ groups }) => groups.includes(group)));
  if (common.some(allowsItself)) return pass(about);
  if (perInterface.some(({ stated }) => stated === 0)) {
    return unknown(about, {
      message: "an EFA interface names no security group, so that EC2 or EKS chooses one",
      allowed: "a group that allows all traffic from and to itself",
      fix: "name the group on every EFA interface",
    });
  }
  if (perInterface.some(({ unseen }) => unseen)) {
    return unknown(about, { message: "a security group of the EFA interfaces is not among the documents" });
  }
  const apart = perInterface.flatMap(({ groups }) => groups).some(allowsItself);
  if (apart) {
    return fail(about, {
      message: "the EFA interfaces do not share the security group that allows traffic from and to itself",
      given: perInterface.map(({ groups }, index) => `${index}: ${names(groups)}`),
      allowed: "one such group on all of them",
    });
  }
  const open = common.map(openings);
  if (open.some(({ ingress, egress }) => ingress !== "no" && egress !== "no")) {
    return unknown(about, { message: "a rule of the EFA interfaces' security group is not known yet" });
  }
  return fail(about, {
    message: "no security group of the EFA interfaces allows all traffic from and to itself by its id",
    given: common.map((group) => `${group.address}: ${describe(group)}`),
    allowed: 'ingress and egress with protocol "-1" whose other side is the group itself',
  });
}

interface Groups {
  readonly groups: readonly Resource[];
  readonly unseen: boolean;
  readonly stated: number;
}

/**
 * Groups of one interface; those of the whole template stand in where the interface has none. All interfaces mostly
 * name the same ones, which are followed once.
 */
function groupsOf({ group, template }: Launch, block: Block, read: Map<string, Groups>): Groups {
  const own = block.list("security_groups").filter((value) => value !== null);
  const key = own.map(shown).join(" ");
  const known = read.get(key);
  if (known) return known;
  const whole = [template, group].find((resource) => (resource?.list("vpc_security_group_ids").length ?? 0) > 0);
  const stated = own.length > 0 ? own : (whole?.list("vpc_security_group_ids") ?? []);
  const targets = own.length > 0 ? block.targets("security_groups") : (whole?.targets("vpc_security_group_ids") ?? []);
  const groups = targets.filter(({ type, mode }) => mode === "managed" && groupTypes.includes(type));
  const found = { groups, unseen: groups.length < stated.length, stated: stated.length };
  read.set(key, found);
  return found;
}

const groupTypes = ["aws_security_group", "aws_default_security_group", "aws_eks_cluster"];

type Openness = "yes" | "no" | "unknown";

function allowsItself(group: Resource): boolean {
  const { ingress, egress } = openings(group);
  return ingress === "yes" && egress === "yes";
}

function openings(group: Resource): Record<"ingress" | "egress", Openness> {
  // The group that EKS makes for its cluster has both rules, and EKS puts them back when they are taken away.
  if (group.type === "aws_eks_cluster") return { ingress: "yes", egress: "yes" };
  return { ingress: isOpen(group, "ingress"), egress: isOpen(group, "egress") };
}

function isOpen(group: Resource, direction: "ingress" | "egress"): Openness {
  const found = rulesOf(group, direction)
    .filter(({ self }) => self)
    .map(({ protocol }): Openness => (isUnknown(protocol) ? "unknown" : isAll(protocol) ? "yes" : "no"));
  return found.find((item) => item === "yes") ?? found.find((item) => item === "unknown") ?? "no";
}

interface GroupRule {
  readonly protocol: Value | undefined;
  readonly self: boolean;
  readonly other: string;
}

/** Rules of a group in all the shapes that the provider has: resources of their own, the older one, and inline blocks. */
function rulesOf(group: Resource, direction: "ingress" | "egress"): readonly GroupRule[] {
  const isGroup = (resource: Resource | undefined) => resource === group;
  const modern = group
    .referrers(`aws_vpc_security_group_${direction}_rule`)
    .filter((rule) => isGroup(rule.target("security_group_id")))
    .map((rule) => ({
      protocol: rule.get("ip_protocol"),
      self: isGroup(rule.target("referenced_security_group_id")),
      other: `${shown(rule.get("cidr_ipv4") ?? rule.get("cidr_ipv6") ?? "another group")}`,
    }));
  const older = group
    .referrers("aws_security_group_rule")
    .filter((rule) => rule.get("type") === direction && isGroup(rule.target("security_group_id")))
    .map((rule) => ({
      protocol: rule.get("protocol"),
      self: rule.get("self") === true || isGroup(rule.target("source_security_group_id")),
      other: rule.list("cidr_blocks").map(shown).join(", "),
    }));
  const inline = group.blocks(direction).map((block) => ({
    protocol: block.get("protocol"),
    self: block.get("self") === true || block.targets("security_groups").some(isGroup),
    other: block.list("cidr_blocks").map(shown).join(", "),
  }));
  return [...modern, ...older, ...inline];
}

function isAll(protocol: Value | undefined): boolean {
  return protocol === "-1" || protocol === -1 || protocol === "all";
}

function describe(group: Resource): string {
  const one = (direction: "ingress" | "egress") => {
    const rules = rulesOf(group, direction).map(
      ({ protocol, self, other }) => `${shown(protocol)} with ${self ? "itself" : other || "another group"}`,
    );
    return `${direction} ${rules.length === 0 ? "none" : rules.join("; ")}`;
  };
  return `${one("ingress")}; ${one("egress")}`;
}

function names(groups: readonly Resource[]): string {
  return groups.length === 0 ? "none" : groups.map(({ address }) => address).join(", ");
}
