import { lustreRules } from "../../catalog/aws/fsx-lustre";
import type { Documents } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { lustreFilesystems, type EmittedLustre } from "../lustre";
import { isGiven, textOf } from "../reading";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";
import { allows, groupKeysAt, trafficRules, type TrafficRule } from "../security-rules";

export const lustreEfa: Rule = {
  id: "STO-122-lustre-efa",
  family: "STO",
  title: "a Lustre filesystem with EFA has all that EFA needs",
  severity: "error",
  reads: "documents",
  cause:
    "EFA is chosen when the filesystem is made and never after. It needs PERSISTENT_2, Lustre 2.15 and a metadata " +
    "configuration, and a security group that lets all traffic through to and from itself by the group's id: a rule by " +
    "address range does not count. Without the last the filesystem is made and no client ever speaks EFA to it.",
  mend: "use LustreFilesystem with a fabric, or add rules for all protocols whose other end is the filesystem's own group",
  sources: [
    lustreRules().source,
    "AWS ParallelCluster, EfaSecurityGroupValidator: all traffic in and out to the group itself, by its id",
  ],
  unknownMeans:
    "A setting or a security group is not known yet or not among the documents; the plan or the account decides.",
  example: {
    fails: "efa_enabled with a group that allows only TCP 988, or without metadata_configuration",
    passes:
      "PERSISTENT_2, 2.15, metadata_configuration AUTOMATIC and a group that allows all traffic to and from itself",
  },
  *check({ documents }) {
    if (!documents) return;
    const rules = trafficRules(documents).map(onlyByGroup);
    for (const filesystem of lustreFilesystems(documents)) {
      if (filesystem.efa !== false) yield judge(filesystem, documents, rules);
    }
  },
};

function judge(filesystem: EmittedLustre, documents: Documents, rules: readonly TrafficRule[]): Outcome {
  const { about, resource, efa, deploymentType, storageType, version } = filesystem;
  if (efa === "unknown" || [deploymentType, storageType, version].some(isUnknown)) {
    return unknown(about, { message: "whether the filesystem has EFA, or its kind, is not known yet" });
  }
  if (deploymentType !== "PERSISTENT_2" || storageType === "HDD") {
    const message = `${String(deploymentType)} ${String(storageType)} has no EFA`;
    return fail(about, { message, given: deploymentType, allowed: "PERSISTENT_2" });
  }
  const needed = lustreRules().metadataConfigurationVersion;
  if (isGiven(version) && String(version) !== needed) {
    return fail(about, { message: `EFA needs Lustre ${needed}`, given: version, allowed: needed });
  }
  if (resource.blocks("metadata_configuration").length === 0) {
    const message = "EFA needs a metadata configuration";
    return fail(about, { message, given: "none", allowed: "mode AUTOMATIC or USER_PROVISIONED" });
  }
  return judgeGroups(filesystem, documents, rules);
}

/** One of the groups must let all traffic through to and from itself. */
function judgeGroups({ about, resource }: EmittedLustre, documents: Documents, rules: readonly TrafficRule[]): Outcome {
  const { keys, complete } = groupKeysAt(resource, "security_group_ids");
  if (keys.length === 0 && complete) {
    const [subnet] = resource.targets("subnet_ids");
    const own = documents
      .resources("aws_default_security_group")
      .some((group) => sameVpc(group.target("vpc_id"), subnet));
    // The default group of a VPC allows all traffic among its members, unless it was taken over.
    if (!own && subnet !== undefined) return pass(about);
    const message = "the filesystem has no security group of its own, and the VPC's default group is managed here";
    return fail(about, { message, given: "none", allowed: "a group that allows all traffic to and from itself" });
  }
  const answers = keys.map((key) => {
    const itself = { groups: [key], peerGroups: [key], protocol: "all" } as const;
    const both = (["ingress", "egress"] as const).map((direction) => allows(rules, { ...itself, direction }));
    return both.includes(false) ? false : both.includes("unknown") ? "unknown" : true;
  });
  if (answers.includes(true)) return pass(about);
  if (answers.includes("unknown") || !complete) {
    return unknown(about, {
      message: "a security group of the filesystem is not known yet or not among the documents",
    });
  }
  return fail(about, {
    message: "no security group of the filesystem lets all traffic through to and from itself",
    given: keys.map((key) => textOf(key) ?? key),
    allowed: "ingress and egress rules of protocol -1 whose other end is the same group, by its id",
  });
}

/** EFA is not let through by address ranges. */
function onlyByGroup(rule: TrafficRule): TrafficRule {
  return { ...rule, peerCidrs: [], peerLists: 0 };
}

function sameVpc(vpc: unknown, subnet: EmittedLustre["resource"] | undefined): boolean {
  return vpc !== undefined && subnet?.target("vpc_id") === vpc;
}
