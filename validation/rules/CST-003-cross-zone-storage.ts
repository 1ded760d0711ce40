import type { Documents } from "../../documents/types";
import type { FilesystemNode, PoolNode } from "../../model/types";
import { zonesOf } from "../launches";
import { emittedBy, poolsMounting } from "../reading";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** USD for each GB that crosses between zones, in each direction. */
const usdPerGB = 0.01;

export const crossZoneStorage: Rule = {
  id: "CST-003-cross-zone-storage",
  family: "CST",
  title: "what reads and writes a filesystem of one zone in bulk stands in that zone",
  severity: "info",
  reads: "model",
  cause:
    "Traffic between zones is billed on both sides: $20 for each TB. Data preparation that reads a dataset and writes it " +
    "back from another zone pays twice for each pass, which nobody sees until the bill, where it is one line for all.",
  mend: "put the pool into the filesystem's zone, or give the pods that move data a node affinity for that zone",
  sources: [
    "Amazon EC2 pricing, data transfer within a region: USD 0.01 per GB in each direction between zones (2026-06)",
  ],
  unknownMeans: "A zone of the pool is not known yet; the plan decides.",
  example: {
    fails: "a pool for data preparation in two zones that mounts a Lustre filesystem of one",
    passes: "the pool in the filesystem's zone",
  },
  *check({ model, documents }) {
    if (!model) return;
    for (const filesystem of model.filesystems.filter(({ zones, use }) => zones.length === 1 && use !== "weights")) {
      for (const pool of poolsMounting(filesystem, model)) {
        // Accelerators are judged for what they lose, not for what they cost; the system's own pods move little.
        if (pool.role === "cpu") yield judge(pool, filesystem, documents);
      }
    }
  },
};

function judge(pool: PoolNode, filesystem: FilesystemNode, documents: Documents | undefined): Outcome {
  const groups = documents ? emittedBy(pool, documents, "aws_eks_node_group", "aws_autoscaling_group") : [];
  const about = { path: pool.path, address: groups[0]?.address };
  const zones = groups.length > 0 ? [...new Set(groups.flatMap((group) => zonesOf(group).zones))] : pool.zones;
  const elsewhere = zones.filter((zone) => !filesystem.zones.includes(zone));
  if (elsewhere.length > 0) {
    return fail(about, {
      message: `nodes of pool '${pool.id}' may mount filesystem '${filesystem.id}' across zones`,
      given: `${elsewhere.join(", ")}: $${usdPerGB * 2 * 1000} for each TB`,
      allowed: filesystem.zones,
    });
  }
  if (groups.some((group) => !zonesOf(group).complete))
    return unknown(about, { message: "a zone of the pool is not known yet" });
  return pass(about);
}
