import { cephNodes, cephObjects } from "../ceph";
import { aboutObject, at } from "../platform/pods";
import { fail, pass, unknown, type Rule } from "../rule";

export const cephMonitors: Rule = {
  id: "STO-223-ceph-monitors",
  family: "STO",
  title: "Ceph's monitors are an odd number of at least three, each on a node of its own",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Ceph serves nothing without a majority of its monitors. One monitor is lost with its node, an even number survives " +
    "no more failures than one less, and two on a node are lost together.",
  mend: "take 3 monitors, or 5 from five storage nodes on, with allowMultiplePerNode: false",
  sources: [
    "Ceph documentation, Monitor Config Reference: monitor quorum",
    "Rook documentation, CephCluster CRD, mon settings",
  ],
  unknownMeans: "The number of monitors or of nodes is not known yet.",
  example: { fails: "mon.count 2, or 5 on three nodes", passes: "mon.count 3 on six nodes" },
  *check({ documents }) {
    for (const cluster of documents ? cephObjects(documents, "CephCluster") : []) {
      const about = aboutObject(cluster);
      const mon = at(cluster.object, "spec", "mon");
      const { count = 3, allowMultiplePerNode } = mon;
      const nodes = cephNodes(cluster);
      if (typeof count !== "number") {
        yield unknown(about, { message: "the number of Ceph's monitors is not known yet" });
        continue;
      }
      const given = { count, nodes: nodes ?? "all", allowMultiplePerNode: allowMultiplePerNode === true };
      const allowed = "an odd number from 3, at most one a node";
      if (count < 3 || count % 2 === 0) {
        yield fail(about, { message: "the monitors of Ceph cannot form a safe majority", given, allowed });
      } else if (allowMultiplePerNode === true) {
        yield fail(about, { message: "several of Ceph's monitors may share a node", given, allowed });
      } else if (nodes !== undefined && count > nodes) {
        yield fail(about, { message: "more monitors of Ceph than nodes", given, allowed });
      } else yield pass(about);
    }
  },
};
