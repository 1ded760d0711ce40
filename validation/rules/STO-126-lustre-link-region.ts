import { lustreFilesystems, linksOf } from "../lustre";
import { regionOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";
import type { Resource } from "../../documents/types";

export const lustreLinkRegion: Rule = {
  id: "STO-126-lustre-link-region",
  family: "STO",
  title: "a Lustre filesystem is linked to buckets of its own region",
  severity: "error",
  reads: "documents",
  cause:
    "FSx links a filesystem only to buckets in the same region. With two providers, or with a bucket that another " +
    "stack makes elsewhere, the association is accepted by the plan and fails once the filesystem stands.",
  mend: "link a bucket of the filesystem's region; replicate the data there first",
  sources: [
    "FSx for Lustre User Guide, linking to S3: the bucket must be in the filesystem's region",
    "AWS ParallelCluster, FsxS3Validator: no bucket of another region",
  ],
  unknownMeans: "The bucket or a provider's region is not among the documents; the plan or the account decides.",
  example: {
    fails: "filesystem in eu-north-1, bucket made with a provider for eu-central-1",
    passes: "both made with the provider for eu-north-1",
  },
  *check({ documents }) {
    for (const filesystem of lustreFilesystems(documents)) {
      for (const link of linksOf(filesystem)) yield judge(link, filesystem.resource);
    }
  },
};

function judge(link: Resource, filesystem: Resource): Outcome {
  const about = resourceAbout(link);
  const bucket = link.targets("data_repository_path").find(({ type }) => type === "aws_s3_bucket");
  const [here, there] = [regionOf(filesystem), bucket && regionOf(bucket)];
  if (here === undefined || there === undefined) {
    return unknown(about, { message: "the region of the bucket or of the filesystem is not known yet" });
  }
  if (here === there) return pass(about);
  return fail(about, { message: "the linked bucket is in another region", given: there, allowed: here });
}
