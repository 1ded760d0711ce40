import { lustreDeployments, type LustreDeploymentFacts } from "../catalog/aws/fsx-lustre";
import type { Documents, Resource } from "../documents/types";
import type { Value } from "../documents/value";
import { numberOf } from "./launches";
import { isGiven, switchOf } from "./reading";
import { resourceAbout, type About } from "./rule";

/** A filesystem of FSx for Lustre as the documents ask for it. */
export interface EmittedLustre {
  readonly about: About;
  readonly resource: Resource;
  /** `SCRATCH_1` where nothing is written, as the provider has it. */
  readonly deploymentType: Value;
  /** `SSD` where nothing is written. */
  readonly storageType: Value;
  readonly throughputPerTiB: number | "unknown" | undefined;
  readonly capacityGiB: number | "unknown" | undefined;
  readonly version: Value | undefined;
  readonly efa: boolean | "unknown";
  /** The catalogue's row of the deployment type. */
  readonly facts?: LustreDeploymentFacts;
}

/** Every filesystem of FSx for Lustre in the documents. */
export function lustreFilesystems(documents: Documents | undefined): readonly EmittedLustre[] {
  return documents?.resources("aws_fsx_lustre_file_system").map(read) ?? [];
}

function read(resource: Resource): EmittedLustre {
  const deploymentType = resource.get("deployment_type") ?? "SCRATCH_1";
  const efa = resource.get("efa_enabled");
  return {
    about: resourceAbout(resource),
    resource,
    deploymentType,
    storageType: resource.get("storage_type") ?? "SSD",
    throughputPerTiB: numberOf(resource.get("per_unit_storage_throughput")),
    capacityGiB: numberOf(resource.get("storage_capacity")),
    version: resource.get("file_system_type_version") ?? undefined,
    efa: isGiven(efa) ? (switchOf(efa) ?? "unknown") : false,
    facts: lustreDeployments().find((row) => row.deploymentType === deploymentType),
  };
}

/** Whether backups of the filesystem are taken: by schedule, or when it is destroyed. `unknown` where a token decides. */
export function takesBackups({ resource }: EmittedLustre): boolean | "unknown" {
  const days = numberOf(resource.get("automatic_backup_retention_days"));
  if (days === "unknown") return "unknown";
  return days !== undefined && days > 0;
}

/** Links of the filesystem to buckets. */
export function linksOf({ resource }: EmittedLustre): readonly Resource[] {
  return resource
    .referrers("aws_fsx_data_repository_association")
    .filter((link) => link.targets("file_system_id").includes(resource));
}
