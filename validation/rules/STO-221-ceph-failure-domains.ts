import { cephNodes, cephObjects, cephPools, cephWidth } from "../ceph";
import { aboutObject } from "../platform/pods";
import { fail, pass, unknown, type Rule } from "../rule";

export const cephFailureDomains: Rule = {
  id: "STO-221-ceph-failure-domains",
  family: "STO",
  title: "Ceph has at least three storage nodes, and as many as an object has pieces",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Ceph puts each piece of an object into another failure domain. With fewer domains than pieces its placement groups " +
    "never become clean: pools stay undersized, and one failure stops writing or loses data.",
  mend: "add storage nodes in other places, or take fewer copies or chunks",
  sources: ["Rook documentation, CephCluster CRD and CephBlockPool CRD: failureDomain, replicated.size, erasureCoded"],
  unknownMeans: "The cluster takes whatever nodes there are, or racks are the failure domain: count them by hand.",
  example: { fails: "erasure coding 8+3 on six hosts", passes: "three copies on six hosts" },
  *check({ documents }) {
    if (!documents) return;
    const clusters = cephObjects(documents, "CephCluster");
    for (const cluster of clusters) {
      const about = aboutObject(cluster);
      const nodes = cephNodes(cluster);
      if (nodes === undefined) yield unknown(about, { message: "which nodes Ceph takes is not known" });
      else if (nodes >= 3) yield pass(about);
      else yield fail(about, { message: "too few storage nodes for Ceph", given: nodes, allowed: "at least 3" });
    }
    const [cluster, ...others] = clusters;
    if (cluster === undefined || others.length > 0) return;
    const nodes = cephNodes(cluster);
    for (const pool of cephPools(documents)) {
      const width = cephWidth(pool)?.width;
      const isByHost = pool.failureDomain === undefined || pool.failureDomain === "host";
      if (width === undefined || nodes === undefined || !isByHost) {
        yield unknown(pool.about, { message: `whether the ${pool.name} has enough failure domains is not known` });
      } else if (width <= nodes) yield pass(pool.about);
      else {
        const message = `the ${pool.name} has more pieces than there are hosts`;
        yield fail(pool.about, {
          message,
          given: `${width} pieces, ${nodes} hosts`,
          allowed: `at most ${nodes} pieces`,
        });
      }
    }
  },
};
