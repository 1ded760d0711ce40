import type { Documents, Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import { isGiven } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

/** Minor versions that a kubelet may be behind its API server. */
const allowedSkew = 3;

export const upgradeOrder: Rule = {
  id: "OPS-005-upgrade-order",
  family: "OPS",
  title: "nodes are not newer than the control plane, and not more than three versions older",
  severity: "error",
  reads: "documents",
  cause:
    "EKS refuses a node group that is newer than its cluster, and Kubernetes does not support a kubelet that is newer or " +
    "more than three minor versions behind. A fleet that fell behind blocks the control plane's next upgrade, on the day " +
    "on which its support ends.",
  mend: "upgrade the control plane first, one minor version at a time, then the node groups to the same version",
  sources: [
    "Kubernetes documentation, version skew policy: kubelet up to three minor versions older, never newer",
    "Amazon EKS User Guide, update a cluster's version: one minor version at a time, nodes afterwards",
  ],
  unknownMeans: "A version is not known yet; the plan decides.",
  example: { fails: "cluster 1.34, node group 1.35", passes: "cluster 1.35, node groups 1.35 or 1.33" },
  *check({ documents }) {
    for (const group of documents?.resources("aws_eks_node_group") ?? []) {
      if (documents && isGiven(group.get("version"))) yield judge(group, documents);
    }
  },
};

function judge(group: Resource, documents: Documents): Outcome {
  const about = resourceAbout(group);
  const cluster = clusterOf(group, documents);
  // A cluster that exists elsewhere has its version there.
  if (cluster === undefined) return unknown(about, { message: "the node group's cluster is not among the documents" });
  const [own, other] = [minorOf(group.get("version")), minorOf(cluster.get("version"))];
  if (own === undefined || other === undefined) {
    return unknown(about, { message: "the version of the node group or of its cluster is not known yet" });
  }
  const given = `nodes ${String(group.get("version"))}, control plane ${String(cluster.get("version"))}`;
  if (own > other) {
    const message = "the nodes are newer than the control plane";
    return fail(about, { message, given, allowed: `1.${other} or older` });
  }
  if (other - own > allowedSkew) {
    const message = `the nodes are ${other - own} minor versions behind the control plane`;
    return fail(about, { message, given, allowed: `1.${other - allowedSkew} to 1.${other}` });
  }
  return pass(about);
}

function clusterOf(group: Resource, documents: Documents): Resource | undefined {
  const target = group.targets("cluster_name").find(({ type }) => type === "aws_eks_cluster");
  const name = group.get("cluster_name");
  const byName = (cluster: Resource) => typeof name === "string" && cluster.get("name") === name;
  return target ?? documents.resources("aws_eks_cluster").find(byName);
}

function minorOf(version: Value | undefined): number | undefined {
  if (isUnknown(version)) return undefined;
  const [, minor] = /^1\.(\d+)$/.exec(String(version)) ?? [];
  return minor === undefined ? undefined : Number(minor);
}
