import { lustreRules } from "../../catalog/aws/fsx-lustre";
import { isUnknown } from "../../documents/value";
import { linksOf, lustreFilesystems, takesBackups, type EmittedLustre } from "../lustre";
import { numberOf } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const lustreLinkBackups: Rule = {
  id: "STO-114-lustre-link-backups",
  family: "STO",
  title: "backups are asked only of Lustre filesystems that can have them",
  severity: "error",
  reads: "documents",
  cause:
    "FSx takes no backups of scratch filesystems nor of those that are linked to a bucket, and refuses the " +
    "combination; retention is at most 90 days.",
  mend: "set automatic_backup_retention_days to 0 where the bucket holds the data, or remove the links",
  sources: [
    lustreRules().source,
    "AWS ParallelCluster, FsxBackupOptionsValidator: backups only on persistent filesystems that are not linked to S3",
  ],
  unknownMeans: "Retention or deployment type is not known yet; the plan decides.",
  example: {
    fails: "automatic_backup_retention_days 7 on a filesystem with a data repository association",
    passes: "automatic_backup_retention_days 0 there, or 7 on a persistent filesystem without links",
  },
  *check({ documents }) {
    for (const filesystem of lustreFilesystems(documents)) yield judge(filesystem);
  },
};

function judge(filesystem: EmittedLustre): Outcome {
  const { about, deploymentType, resource } = filesystem;
  const backups = takesBackups(filesystem);
  if (backups === "unknown") return unknown(about, { message: "whether backups are taken is not known yet" });
  if (!backups) return pass(about);
  const days = numberOf(resource.get("automatic_backup_retention_days"));
  if (typeof days === "number" && days > 90) {
    return fail(about, { message: "FSx keeps automatic backups for at most 90 days", given: days, allowed: "0 to 90" });
  }
  if (isUnknown(deploymentType)) return unknown(about, { message: "the deployment type is not known yet" });
  const given = `automatic_backup_retention_days ${String(days)}`;
  if (String(deploymentType).startsWith("SCRATCH")) {
    return fail(about, { message: `FSx takes no backups of ${String(deploymentType)}`, given, allowed: 0 });
  }
  if (linksOf(filesystem).length > 0 || (resource.get("import_path") ?? null) !== null) {
    return fail(about, {
      message: "FSx takes no backups of a filesystem that is linked to a bucket",
      given,
      allowed: 0,
    });
  }
  return pass(about);
}
