import type { Resource } from "../../documents/types";
import { isObject, isUnknown } from "../../documents/value";
import type { FactoryModel } from "../../model/types";
import { linksOf, lustreFilesystems } from "../lustre";
import { nodeOf, switchOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const destroyProtection: Rule = {
  id: "OPS-001-destroy-protection",
  family: "OPS",
  title: "data that cannot be made again survives a mistaken destroy",
  severity: "warning",
  reads: "documents",
  cause:
    "A renamed construct or a changed attribute that forces a replacement deletes the old resource in the same apply that " +
    "was meant to tune it. A bucket with force_destroy is emptied first; a persistent filesystem without a final backup " +
    "and without links takes its files with it; a database without deletion protection goes in seconds.",
  mend: "leave force_destroy false, keep a final backup or a link, set deletion_protection, or lifecycle prevent_destroy",
  sources: [
    "hashicorp/aws provider: aws_s3_bucket.force_destroy, aws_fsx_lustre_file_system.skip_final_backup (default true)",
    "Terraform language, lifecycle: prevent_destroy",
  ],
  unknownMeans: "A switch is not known yet; the plan decides.",
  example: {
    fails:
      "aws_s3_bucket with force_destroy true, or a persistent filesystem with skip_final_backup and no link to a bucket",
    passes: "force_destroy false, skip_final_backup false or a link with an export policy",
  },
  *check({ documents, model }) {
    for (const bucket of documents?.resources("aws_s3_bucket") ?? []) yield judgeBucket(bucket, model);
    for (const filesystem of lustreFilesystems(documents)) {
      const linked = linksOf(filesystem).length > 0;
      const scratch = String(filesystem.deploymentType).startsWith("SCRATCH");
      if (!linked && !scratch) yield judgeBackup(filesystem.resource, "skip_final_backup", true);
    }
    for (const filesystem of documents?.resources("aws_fsx_openzfs_file_system") ?? []) {
      yield judgeBackup(filesystem, "skip_final_backup", false);
    }
    for (const database of documents?.resources("aws_db_instance", "aws_rds_cluster", "aws_docdb_cluster") ?? []) {
      yield judgeDatabase(database);
    }
  },
};

function prevented(resource: Resource): boolean {
  const { lifecycle } = resource;
  const blocks = Array.isArray(lifecycle) ? (lifecycle as readonly unknown[]) : [lifecycle];
  return blocks.some(
    (block) => isObject(block as never) && (block as Record<string, unknown>)["prevent_destroy"] === true,
  );
}

function judgeBucket(bucket: Resource, model: FactoryModel | undefined): Outcome {
  const about = resourceAbout(bucket);
  const force = bucket.get("force_destroy");
  if (isUnknown(force)) return unknown(about, { message: "whether a destroy empties the bucket is not known yet" });
  if (switchOf(force) !== true || prevented(bucket)) return pass(about);
  const purpose = nodeOf(model, "buckets", bucket)?.purpose;
  // What can be made again may go.
  const severity = purpose === "logs" || purpose === "other" ? "info" : "warning";
  const message = "a destroy empties the bucket, all versions included, before it deletes it";
  return fail(about, { message, given: "force_destroy true", allowed: false, severity });
}

function judgeBackup(resource: Resource, name: string, byDefault: boolean): Outcome {
  const about = resourceAbout(resource);
  const value = resource.get(name);
  if (isUnknown(value)) return unknown(about, { message: "whether a final backup is taken is not known yet" });
  const skipped = switchOf(value) ?? byDefault;
  if (!skipped || prevented(resource)) return pass(about);
  const message = "the filesystem's files are gone with it: no link to a bucket, no final backup";
  return fail(about, { message, given: `${name} true`, allowed: `${name} false, a link, or prevent_destroy` });
}

function judgeDatabase(database: Resource): Outcome {
  const about = resourceAbout(database);
  const on = (name: string) => switchOf(database.get(name)) === true;
  const names = ["deletion_protection", "skip_final_snapshot", "final_snapshot_identifier"];
  const [protection, skip] = names.map((name) => database.get(name));
  if (isUnknown(protection) || isUnknown(skip)) {
    return unknown(about, { message: "how the database is protected is not known yet" });
  }
  const identifier = database.get("final_snapshot_identifier");
  if (!on("skip_final_snapshot") && (identifier === undefined || identifier === null)) {
    return fail(about, {
      message: "the database can never be destroyed: a final snapshot is wanted and has no name",
      given: "skip_final_snapshot false, no final_snapshot_identifier",
      allowed: "final_snapshot_identifier",
      severity: "error",
    });
  }
  if (on("deletion_protection") || prevented(database) || !on("skip_final_snapshot")) return pass(about);
  const message = "the database is deleted without a snapshot";
  return fail(about, {
    message,
    given: "skip_final_snapshot true",
    allowed: "deletion_protection true, or a final snapshot",
  });
}
