import { storageLimits } from "../../catalog/aws/storage-limits";
import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { numberOf } from "../launches";
import { isGiven } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const openZfsThroughput: Rule = {
  id: "STO-180-openzfs-throughput",
  family: "STO",
  title: "an OpenZFS filesystem has a throughput and a capacity that FSx sells",
  severity: "error",
  reads: "documents",
  cause:
    "Each deployment type of FSx for OpenZFS has its own list of throughputs, and a multi-zone one needs two subnets and " +
    "a preferred one; the provider checks the attributes one by one and FSx refuses what does not go together.",
  mend: "take the next throughput of the deployment type's list",
  sources: [storageLimits().openZfs.source],
  unknownMeans: "Deployment type, throughput or capacity is not known yet; the plan decides.",
  example: {
    fails: "SINGLE_AZ_HA_2 with 512 MB/s, or MULTI_AZ_1 with one subnet",
    passes: "SINGLE_AZ_HA_2 with 640 MB/s",
  },
  *check({ documents }) {
    for (const filesystem of documents?.resources("aws_fsx_openzfs_file_system") ?? []) yield judge(filesystem);
  },
};

function judge(filesystem: Resource): Outcome {
  const about = resourceAbout(filesystem);
  const { deployments, minCapacityGiB, maxCapacityGiB } = storageLimits().openZfs;
  const type = filesystem.get("deployment_type");
  const mbps = numberOf(filesystem.get("throughput_capacity"));
  const capacity = numberOf(filesystem.get("storage_capacity"));
  if (isUnknown(type) || mbps === "unknown" || capacity === "unknown") {
    return unknown(about, { message: "deployment type, throughput or capacity is not known yet" });
  }
  const deployment = deployments.find((row) => row.deploymentType === type);
  if (deployment === undefined) {
    const allowed = deployments.map((row) => row.deploymentType);
    return fail(about, { message: "FSx for OpenZFS has no such deployment type", given: type, allowed });
  }
  if (mbps === undefined || !deployment.throughputMBps.includes(mbps)) {
    const next = deployment.throughputMBps.find((step) => step >= (mbps ?? 0)) ?? deployment.throughputMBps.at(-1);
    return fail(about, {
      message: `${deployment.deploymentType} has no such throughput`,
      given: mbps,
      allowed: deployment.throughputMBps,
      fix: `take ${next} MB/s`,
    });
  }
  const legal = capacity !== undefined && capacity >= minCapacityGiB && capacity <= maxCapacityGiB;
  if (!legal && !isGiven(filesystem.get("backup_id")) && filesystem.get("storage_type") !== "INTELLIGENT_TIERING") {
    const allowed = `${minCapacityGiB} to ${maxCapacityGiB} GiB`;
    return fail(about, { message: "no capacity that FSx for OpenZFS has", given: capacity, allowed });
  }
  const subnets = filesystem.list("subnet_ids").length;
  const wanted = deployment.multiAz ? 2 : 1;
  if (isUnknown(filesystem.get("subnet_ids"))) return unknown(about, { message: "the subnets are not known yet" });
  if (subnets !== wanted || (deployment.multiAz && !isGiven(filesystem.get("preferred_subnet_id")))) {
    const allowed = deployment.multiAz ? "two subnets and preferred_subnet_id" : "one subnet";
    return fail(about, {
      message: `${deployment.deploymentType} needs ${allowed}`,
      given: `${subnets} subnets`,
      allowed,
    });
  }
  return pass(about);
}
