import type { Documents, Resource } from "../../documents/types";
import type { FactoryModel, FilesystemNode } from "../../model/types";
import { zonesOf } from "../launches";
import { emittedBy, poolsMounting } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const efsMountTargets: Rule = {
  id: "STO-173-efs-mount-targets",
  family: "STO",
  title: "EFS has one mount target in each zone whose nodes mount it",
  severity: "error",
  reads: "both",
  cause:
    "The name of an EFS filesystem resolves to the mount target of the client's own zone: without one there the mount " +
    "fails for exactly the pods that the scheduler puts into that zone. A second target in a zone is refused.",
  mend: "make one aws_efs_mount_target in a subnet of each zone that a mounting pool uses",
  sources: [
    "Amazon EFS User Guide, managing mount targets: one for each availability zone",
    "AWS ParallelCluster, EfsIdValidator: a mount target in each zone of the queues",
  ],
  unknownMeans: "The zone of a mount target or of a pool is not known yet; the plan decides.",
  example: {
    fails: "a target in eu-north-1a only, and a pool in eu-north-1a and eu-north-1b",
    passes: "a target in each of the two zones",
  },
  *check({ model, documents }) {
    if (!model || !documents) return;
    for (const filesystem of documents.resources("aws_efs_file_system")) {
      const targets = filesystem.referrers("aws_efs_mount_target");
      const node = model.filesystems.find(({ addresses }) =>
        addresses.includes(`${filesystem.stack}:${filesystem.address}`),
      );
      if (node) yield judge(filesystem, targets, node, model, documents);
    }
  },
};

function judge(
  filesystem: Resource,
  targets: readonly Resource[],
  node: FilesystemNode,
  model: FactoryModel,
  documents: Documents,
): Outcome {
  const about = resourceAbout(filesystem);
  const seen = targets.map(zonesOf);
  if (seen.some(({ complete, zones }) => !complete || zones.length === 0)) {
    return unknown(about, { message: "the zone of a mount target is not known yet" });
  }
  const zones = seen.flatMap((one) => one.zones);
  const twice = zones.filter((zone, index) => zones.indexOf(zone) !== index);
  if (twice.length > 0) {
    const message = "a zone has two mount targets";
    return fail(about, { message, given: twice, allowed: "one in each zone" });
  }
  for (const pool of poolsMounting(node, model)) {
    const groups = emittedBy(pool, documents, "aws_eks_node_group", "aws_autoscaling_group");
    const wanted = groups.length > 0 ? groups.flatMap((group) => zonesOf(group).zones) : pool.zones;
    const missing = [...new Set(wanted.filter((zone) => !zones.includes(zone)))];
    if (missing.length > 0) {
      const message = `pool '${pool.id}' has nodes in zones without a mount target`;
      return fail(about, { message, given: zones, allowed: [...new Set([...zones, ...missing])].sort() });
    }
  }
  return pass(about);
}
