import { legalLustreCapacityGiB, lustreCapacitySteps, lustreRules } from "../../catalog/aws/fsx-lustre";
import { isUnknown } from "../../documents/value";
import { lustreFilesystems, type EmittedLustre } from "../lustre";
import { isGiven } from "../reading";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const lustreCapacity: Rule = {
  id: "STO-123-lustre-capacity",
  family: "STO",
  title: "the capacity of a Lustre filesystem is one that FSx sells",
  severity: "error",
  reads: "documents",
  cause:
    "Capacity comes in whole servers: 1200 GiB and multiples of 2400 GiB for SSD, other steps for HDD and SCRATCH_1, and " +
    "much larger ones with EFA (4800 GiB at 1000 MB/s per TiB up to 38400 GiB at 125). FSx refuses what lies between.",
  mend: "raise storage_capacity to the next step",
  sources: [
    lustreRules().source,
    "AWS ParallelCluster, FsxStorageCapacityValidator: steps by deployment and storage type",
  ],
  unknownMeans: "Capacity, tier, deployment type or EFA is not known yet; the plan decides.",
  example: {
    fails: "storage_capacity 1300, or 2400 with EFA at 1000 MB/s per TiB",
    passes: "storage_capacity 2400, or 4800 with EFA at 1000 MB/s per TiB",
  },
  *check({ documents }) {
    for (const filesystem of lustreFilesystems(documents)) {
      if (filesystem.storageType !== "INTELLIGENT_TIERING") yield judge(filesystem);
    }
  },
};

function judge(filesystem: EmittedLustre): Outcome {
  const { about, resource, storageType, throughputPerTiB: tier, capacityGiB: given, efa, facts } = filesystem;
  const open = [filesystem.deploymentType, storageType].some(isUnknown) || tier === "unknown" || efa === "unknown";
  if (open || given === "unknown") return unknown(about, { message: "capacity or kind is not known yet" });
  if (given === undefined) {
    // A filesystem made from a backup has the backup's capacity.
    if (isGiven(resource.get("backup_id"))) return pass(about);
    return fail(about, { message: "storage_capacity is missing", given: "none", allowed: "1200, 2400 and multiples" });
  }
  if (facts === undefined || (storageType !== "SSD" && storageType !== "HDD")) {
    return unknown(about, { message: "no steps are known for this kind of filesystem" });
  }
  const query = { deploymentType: facts.deploymentType, storageType, throughputPerTiB: tier, efa } as const;
  try {
    const { small, stepGiB } = lustreCapacitySteps(query);
    if (small.includes(given) || (given > 0 && given % stepGiB === 0)) return pass(about);
    const next = given > 0 ? legalLustreCapacityGiB(given, query) : (small[0] ?? stepGiB);
    return fail(about, {
      message: `no capacity that FSx sells for ${facts.deploymentType} ${storageType}${efa ? " with EFA" : ""}`,
      given,
      allowed: `${[...small, ""].join(" GiB, ")}multiples of ${stepGiB} GiB`,
      fix: `set storage_capacity to ${next}`,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return unknown(about, { message: `the steps cannot be told: ${error.message.replace(/[.]$/, "")}` });
  }
}
