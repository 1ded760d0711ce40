import type { Documents } from "../../documents/types";
import type { FilesystemNode, PoolNode } from "../../model/types";
import { zonesOf } from "../launches";
import { emittedBy, poolsMounting } from "../reading";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const lustreMountZone: Rule = {
  id: "STO-115-lustre-mount-zone",
  family: "STO",
  title: "accelerators stand in the zone of the filesystem that feeds them",
  severity: "warning",
  reads: "both",
  cause:
    "A Lustre filesystem stands in one availability zone. From another zone every read crosses the zones' border: it " +
    "waits longer, is billed in both directions, and has no EFA, so that each node is held to 100 Gbps of TCP.",
  mend: "put the pool's zone and the filesystem's zone together, or mount a filesystem of the pool's zone",
  sources: [
    "FSx for Lustre User Guide, EFA-enabled file systems: clients must be in the same availability zone",
    "AWS ParallelCluster, ManagedFsxMultiAzValidator and UnmanagedFsxMultiAzValidator",
  ],
  unknownMeans: "A zone of the pool or of the filesystem is not known yet; the plan decides.",
  example: {
    fails: "filesystem in eu-north-1a, an accelerator pool in eu-north-1b",
    passes: "both in eu-north-1a",
  },
  *check({ model, documents }) {
    if (!model || !documents) return;
    for (const filesystem of model.filesystems.filter(({ kind }) => kind === "fsx-lustre")) {
      for (const pool of poolsMounting(filesystem, model)) {
        if (pool.role === "accelerator") yield judge(pool, filesystem, documents);
      }
    }
  },
};

function judge(pool: PoolNode, filesystem: FilesystemNode, documents: Documents): Outcome {
  const [resource] = emittedBy(filesystem, documents, "aws_fsx_lustre_file_system");
  const groups = emittedBy(pool, documents, "aws_eks_node_group", "aws_autoscaling_group", "aws_instance");
  const about = { path: pool.path, address: groups[0]?.address };
  // The documents have the last word; a pool that a controller launches is judged by the model.
  const seen = groups.map(zonesOf);
  const zones = groups.length > 0 ? [...new Set(seen.flatMap((one) => one.zones))] : pool.zones;
  const home = resource ? zonesOf(resource).zones : filesystem.zones;
  const open = seen.some(({ complete }) => !complete) || home.length === 0 || zones.length === 0;
  const elsewhere = zones.filter((zone) => !home.includes(zone));
  if (elsewhere.length > 0 && home.length > 0) {
    const message =
      elsewhere.length === zones.length
        ? `pool '${pool.id}' is in another zone than filesystem '${filesystem.id}'`
        : `part of pool '${pool.id}' is in another zone than filesystem '${filesystem.id}'`;
    // Weights are read once when a replica starts.
    const lost = filesystem.rdma && pool.fabricDevicesPerNode > 0;
    const severity = lost ? "error" : filesystem.use === "weights" ? "info" : "warning";
    return fail(about, { message, given: elsewhere, allowed: home, severity });
  }
  return open ? unknown(about, { message: "the zone of the pool or of the filesystem is not known yet" }) : pass(about);
}
