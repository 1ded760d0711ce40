import { lustreRules } from "../../catalog/aws/fsx-lustre";
import { isUnknown } from "../../documents/value";
import { lustreFilesystems, linksOf, type EmittedLustre } from "../lustre";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const lustreLinkDeployment: Rule = {
  id: "STO-110-lustre-link-deployment",
  family: "STO",
  title: "a Lustre filesystem is of a kind that can be linked to buckets in the way that is asked",
  severity: "error",
  reads: "documents",
  cause:
    "Data repository associations do not exist on SCRATCH_1, on Lustre 2.10 and on intelligent tiering; the older " +
    "import and export paths do not exist on PERSISTENT_2, and both ways exclude each other. FSx says so only at apply, " +
    "or, for the filesystem's type, after minutes of creation.",
  mend: "link buckets with aws_fsx_data_repository_association on PERSISTENT_2 SSD, PERSISTENT_1 or SCRATCH_2 with 2.12 or newer",
  sources: [
    lustreRules().source,
    "AWS ParallelCluster, FsxS3Validator and FsxDraValidator: a data repository association excludes import and export paths",
  ],
  unknownMeans: "Deployment type, storage type or version is not known yet; the plan decides.",
  example: {
    fails: "deployment_type PERSISTENT_2 with import_path s3://datasets",
    passes: "deployment_type PERSISTENT_2 with an aws_fsx_data_repository_association",
  },
  *check({ documents }) {
    for (const filesystem of lustreFilesystems(documents)) {
      const paths = ["import_path", "export_path", "auto_import_policy", "imported_file_chunk_size"];
      const old = paths.filter((path) => (filesystem.resource.get(path) ?? null) !== null);
      const links = linksOf(filesystem);
      if (old.length > 0) yield judgePaths(filesystem, old, links.length > 0);
      for (const link of links) yield { ...judgeLink(filesystem), ...resourceAbout(link) };
    }
  },
};

function judgePaths(filesystem: EmittedLustre, old: readonly string[], linked: boolean): Outcome {
  const { about, deploymentType } = filesystem;
  if (isUnknown(deploymentType)) return unknown(about, { message: "the deployment type is not known yet" });
  if (deploymentType === "PERSISTENT_2") {
    const message = `PERSISTENT_2 does not take ${old.join(", ")}`;
    return fail(about, { message, given: old, allowed: "aws_fsx_data_repository_association" });
  }
  if (linked) {
    const message = "the filesystem has both data repository associations and the older import and export paths";
    return fail(about, { message, given: old, allowed: "one of the two ways" });
  }
  return pass(about);
}

function judgeLink({ about, deploymentType, storageType, version, facts }: EmittedLustre): Outcome {
  if ([deploymentType, storageType, version].some(isUnknown)) {
    return unknown(about, { message: "the kind of the linked filesystem is not known yet" });
  }
  const why = [
    ...(facts?.dataRepositoryAssociations === false ? [String(deploymentType)] : []),
    ...(storageType === "INTELLIGENT_TIERING" ? ["INTELLIGENT_TIERING"] : []),
    ...(version === "2.10" || version === 2.1 ? ["Lustre 2.10"] : []),
  ];
  if (why.length === 0) return pass(about);
  return fail(about, {
    message: `a filesystem with ${why.join(" and ")} takes no links to buckets`,
    given: why,
    allowed: "PERSISTENT_2 SSD, PERSISTENT_1 or SCRATCH_2, with Lustre 2.12 or 2.15",
  });
}
