import { upgradeOrder } from "../../../validation/rules/OPS-005-upgrade-order";
import { describeRule } from "../support/describe-rule";

function factory() {
  const cluster: Record<string, unknown> = { name: "factory", version: "1.35" };
  const group: Record<string, unknown> = { cluster_name: "factory", version: "1.35" };
  const resource = { aws_eks_cluster: { main: cluster }, aws_eks_node_group: { nodes: group } };
  return { cluster, group, stacks: { infra: { resource } } };
}

describeRule(upgradeOrder, {
  passing: factory,
  stillPasses: {
    "three behind": ({ group }) => (group["version"] = "1.32"),
    "by reference": ({ group }) => (group["cluster_name"] = "${aws_eks_cluster.main.name}"),
    "a version that follows the cluster's": ({ group }) => (group["version"] = "${aws_eks_cluster.main.version}"),
  },
  mutations: {
    "nodes that are newer": { change: ({ cluster }) => (cluster["version"] = "1.34"), finds: /newer/ },
    "nodes that fell behind": { change: ({ group }) => (group["version"] = "1.31"), finds: /4 minor versions behind/ },
  },
  unknown: {
    "a version from a variable": ({ group }) => (group["version"] = "${var.version}"),
    "a cluster that exists": ({ group }) => (group["cluster_name"] = "other"),
  },
});
