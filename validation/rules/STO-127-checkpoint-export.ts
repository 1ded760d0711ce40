import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { linksOf, lustreFilesystems, takesBackups, type EmittedLustre } from "../lustre";
import { isGiven, nodeOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";
import type { FactoryModel } from "../../model/types";

export const checkpointExport: Rule = {
  id: "STO-127-checkpoint-export",
  family: "STO",
  title: "checkpoints that are written to a linked filesystem reach the bucket",
  severity: "warning",
  reads: "documents",
  cause:
    "A link without an export policy only brings files in: what jobs write below it stays on the filesystem. A linked " +
    "filesystem has no backups, so a deleted or failed filesystem takes every checkpoint of the run with it, while the " +
    "bucket that was bought for them stays empty.",
  mend: "give the link an export policy with NEW, CHANGED and DELETED, or have the jobs export with hsm_archive",
  sources: [
    "FSx for Lustre User Guide, automatically exporting updates to your S3 bucket: AutoExportPolicy of an association",
  ],
  unknownMeans: "The export policy is not known yet; the plan decides.",
  example: {
    fails: "a link at /checkpoints with only auto_import_policy",
    passes: "a link at /checkpoints with auto_export_policy events NEW, CHANGED, DELETED",
  },
  *check({ documents, model }) {
    for (const filesystem of lustreFilesystems(documents)) {
      for (const link of linksOf(filesystem)) {
        if (keepsCheckpoints(link, model)) yield judge(link, filesystem);
      }
    }
  },
};

/** By the bucket's purpose in the model, else by its name or the directory's. */
function keepsCheckpoints(link: Resource, model: FactoryModel | undefined): boolean {
  const bucket = link.targets("data_repository_path").find(({ type }) => type === "aws_s3_bucket");
  const node = bucket && nodeOf(model, "buckets", bucket);
  if (node !== undefined) return node.purpose === "checkpoints";
  return /checkpoint|ckpt/i.test(`${String(link.get("file_system_path"))} ${String(link.get("data_repository_path"))}`);
}

function judge(link: Resource, filesystem: EmittedLustre): Outcome {
  const about = resourceAbout(link);
  const blocks = link.blocks("s3.auto_export_policy");
  const events = link.list("s3.auto_export_policy.events").filter(isGiven);
  if (blocks.some(isUnknown) || events.some(isUnknown) || isUnknown(link.get("s3"))) {
    return unknown(about, { message: "the export policy is not known yet" });
  }
  if (takesBackups(filesystem) === true) return pass(about);
  const missing = ["NEW", "CHANGED"].filter((event) => !events.includes(event));
  if (missing.length === 0) return pass(about);
  return fail(about, {
    message:
      events.length === 0
        ? "what is written here is never exported to the bucket"
        : `files that are ${missing.join(" or ").toLowerCase()} are never exported to the bucket`,
    given: events.length === 0 ? "no auto_export_policy" : events,
    allowed: ["NEW", "CHANGED", "DELETED"],
  });
}
