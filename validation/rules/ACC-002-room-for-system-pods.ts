import type { Documents, Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import { sizesOf, shown } from "../launches";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

/** Taints that the cluster's own add-ons tolerate. */
const tolerated = ["CriticalAddonsOnly", "node-role.kubernetes.io/control-plane"];

export const roomForSystemPods: Rule = {
  id: "ACC-002-room-for-system-pods",
  family: "ACC",
  title: "a cluster has nodes that its own add-ons can run on",
  severity: "error",
  reads: "documents",
  cause:
    "CoreDNS and the controllers tolerate no accelerator's taint. Where every node group has one, they stay pending: " +
    "the add-on never becomes active, the apply times out, and no pod resolves a name.",
  mend: "add a node group of CPU nodes without taints, or with CriticalAddonsOnly alone, and at least one node",
  sources: [
    "Amazon EKS User Guide, managing-coredns.md: CoreDNS runs on nodes without taints or with CriticalAddonsOnly",
  ],
  unknownMeans: "Taints or sizes are not known yet, or something else brings nodes (Fargate, EKS Auto Mode).",
  example: {
    fails: "one node group, of GPU nodes with nvidia.com/gpu:NoSchedule",
    passes: "a system node group beside it",
  },
  *check({ documents }) {
    for (const cluster of documents?.resources("aws_eks_cluster") ?? []) {
      if (documents) yield* judge(cluster, documents);
    }
  },
};

function* judge(cluster: Resource, documents: Documents): Iterable<Outcome> {
  const about = resourceAbout(cluster);
  const name = cluster.get("name");
  const isOfCluster = (group: Resource) => {
    const target = group.target("cluster_name");
    return target ? target === cluster : typeof name === "string" && group.get("cluster_name") === name;
  };
  const groups = documents.resources("aws_eks_node_group").filter(isOfCluster);
  if (groups.length === 0) return;
  if (groups.some((group) => hasRoom(group) === "yes")) {
    yield pass(about);
    return;
  }
  const elsewhere =
    documents.resources("aws_eks_fargate_profile").some(isOfCluster) || cluster.get("compute_config.enabled") === true;
  if (elsewhere || groups.some((group) => hasRoom(group) === "unknown")) {
    yield unknown(about, { message: "whether a node takes the cluster's own add-ons is not known yet" });
    return;
  }
  yield fail(about, {
    message: "no node group takes CoreDNS and the cluster's other add-ons",
    given: groups.map((group) => `${group.address}: ${taintsText(group)}`),
    allowed: "a node group with a node, and no taint but CriticalAddonsOnly",
  });
}

function hasRoom(group: Resource): "yes" | "no" | "unknown" {
  const taints = group.blocks("taint");
  const keys = taints.map((block) => block.get("key"));
  const { max } = sizesOf(group);
  if (max === 0) return "no";
  const keeping = keys.filter(
    (key, index) => !isTolerated(key) && taints[index]?.get("effect") !== "PREFER_NO_SCHEDULE",
  );
  if (keeping.some((key) => !isUnknown(key))) return "no";
  return keeping.length > 0 || isUnknown(group.get("taint")) ? "unknown" : "yes";
}

function isTolerated(key: Value | undefined): boolean {
  return typeof key === "string" && tolerated.includes(key);
}

function taintsText(group: Resource): string {
  if (sizesOf(group).max === 0) return "no nodes";
  return group
    .blocks("taint")
    .map((block) => shown(block.get("key")))
    .join(", ");
}
