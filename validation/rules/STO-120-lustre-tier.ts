import { lustreRules } from "../../catalog/aws/fsx-lustre";
import { isUnknown } from "../../documents/value";
import { numberOf } from "../launches";
import { lustreFilesystems, type EmittedLustre } from "../lustre";
import { isGiven } from "../reading";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const lustreTier: Rule = {
  id: "STO-120-lustre-tier",
  family: "STO",
  title: "deployment, storage and throughput of a Lustre filesystem exist together",
  severity: "error",
  reads: "documents",
  cause:
    "Each deployment type of FSx for Lustre has its own storage and its own throughput tiers; the provider checks each " +
    "attribute alone and accepts combinations that FSx refuses at apply.",
  mend: "take one of the throughput tiers of the deployment type, or LustreDeployment, which knows them",
  sources: [
    lustreRules().source,
    "AWS ParallelCluster, FsxPersistentOptionsValidator and FsxStorageTypeOptionsValidator: tiers by deployment and storage",
  ],
  unknownMeans: "Deployment type, storage type or throughput is not known yet; the plan decides.",
  example: {
    fails: "PERSISTENT_2 with 50 MB/s per TiB or none, or with HDD",
    passes: "PERSISTENT_2 SSD with 125, 250, 500 or 1000 MB/s per TiB",
  },
  *check({ documents }) {
    for (const filesystem of lustreFilesystems(documents)) yield judge(filesystem);
  },
};

function judge(filesystem: EmittedLustre): Outcome {
  const { about, deploymentType, storageType, throughputPerTiB: tier, facts, resource } = filesystem;
  if (isUnknown(deploymentType) || isUnknown(storageType) || tier === "unknown") {
    return unknown(about, { message: "deployment, storage or throughput is not known yet" });
  }
  const name = String(deploymentType);
  if (facts === undefined) {
    return fail(about, {
      message: "FSx for Lustre has no such deployment type",
      given: deploymentType,
      allowed: "SCRATCH_1, SCRATCH_2, PERSISTENT_1, PERSISTENT_2",
    });
  }
  if (!facts.storageTypes.some((type) => type === storageType)) {
    const message = `${name} has no ${String(storageType)} storage`;
    return fail(about, { message, given: storageType, allowed: facts.storageTypes });
  }
  const cache = resource.get("drive_cache_type");
  if (storageType === "HDD" && !isGiven(cache)) {
    return fail(about, { message: "HDD storage needs drive_cache_type", given: cache, allowed: "NONE or READ" });
  }
  if (storageType !== "HDD" && isGiven(cache) && !isUnknown(cache)) {
    return fail(about, { message: "only HDD storage has a drive cache", given: cache, allowed: "HDD" });
  }
  if (storageType === "INTELLIGENT_TIERING") return judgeTiering(filesystem);
  const tiers = storageType === "HDD" ? facts.hddThroughputTiers : facts.ssdThroughputTiers;
  if (tiers === undefined) {
    if (tier === undefined) return pass(about);
    const allowed = `no per_unit_storage_throughput: ${facts.fixedThroughputPerTiB ?? 200} MB/s per TiB is built in`;
    return fail(about, { message: `${name} has a fixed throughput`, given: tier, allowed });
  }
  if (tier !== undefined && tiers.includes(tier)) return pass(about);
  const message =
    tier === undefined
      ? `${name} needs per_unit_storage_throughput`
      : `${name} ${String(storageType)} has no ${tier} MB/s per TiB`;
  return fail(about, {
    message,
    given: tier,
    allowed: tiers,
    fix: `take ${tiers.find((step) => step >= (tier ?? 0)) ?? tiers.at(-1)} MB/s per TiB`,
  });
}

/** Throughput is bought by itself, capacity is not; a read cache must be chosen. */
function judgeTiering({ about, resource, throughputPerTiB, capacityGiB }: EmittedLustre): Outcome {
  const { minThroughputMBps, maxThroughputMBps, throughputStepMBps } = lustreRules().intelligentTiering;
  if (throughputPerTiB !== undefined || capacityGiB !== undefined) {
    const message = "intelligent tiering has neither storage_capacity nor per_unit_storage_throughput";
    return fail(about, { message, given: { capacityGiB, throughputPerTiB }, allowed: "throughput_capacity" });
  }
  const bought = numberOf(resource.get("throughput_capacity"));
  if (bought === "unknown") return unknown(about, { message: "the throughput is not known yet" });
  const legal =
    bought !== undefined &&
    bought >= minThroughputMBps &&
    bought <= maxThroughputMBps &&
    bought % throughputStepMBps === 0;
  if (!legal) {
    return fail(about, {
      message: bought === undefined ? "intelligent tiering needs throughput_capacity" : "no throughput that FSx sells",
      given: bought,
      allowed: `${minThroughputMBps} to ${maxThroughputMBps} MB/s in steps of ${throughputStepMBps}`,
    });
  }
  const missing = ["metadata_configuration", "data_read_cache_configuration"].filter(
    (block) => resource.blocks(block).length === 0,
  );
  if (missing.length === 0) return pass(about);
  return fail(about, {
    message: `intelligent tiering needs ${missing.join(" and ")}`,
    given: "none",
    allowed: missing,
  });
}
