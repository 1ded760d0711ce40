import { isObject, isUnknown, type Value } from "../../documents/value";
import { isUnset, judge, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

const stores = [
  "aws_s3_bucket",
  "aws_fsx_lustre_file_system",
  "aws_fsx_openzfs_file_system",
  "aws_fsx_ontap_file_system",
  "aws_efs_file_system",
] as const;
const classKeys = ["classification", "data-class", "ai-factory/data-class", "DataClassification"];

export const SOV_AIG_02 = policyRule({
  id: "SOV-AIG-02-classified-data",
  title: "stores say what class of data they hold, and import from stores of the boundary only",
  weight: "high",
  stages: ["synth", "plan"],
  references: ["C5:2020 AM-06", "AI Act 53", "AI Act annex XI", "EU CSF SOV-3"],
  cause: "What has no class cannot be kept apart. An import from a public bucket abroad is a flow nobody has judged.",
  mend: "tag the store with `classification` and one of the boundary's data classes; import from a bucket of the documents",
  example: {
    fails: "a Lustre filesystem that imports from a public bucket that nobody here knows",
    passes: "the same with a bucket of the documents",
    evades: "`s3://` in the arguments of a job",
  },
  *check({ documents, boundary }) {
    const known = new Set(documents.resources("aws_s3_bucket").map((bucket) => bucket.get("bucket")));
    for (const store of documents.resources(...stores)) {
      const value = classIn(store.get("tags")) ?? classIn(store.provider?.get("default_tags.tags"));
      if (isUnknown(value)) yield open(store, { message: "its class is not known yet" });
      else {
        const listed = typeof value === "string" && boundary.data.dataClasses.includes(value);
        const message =
          value === undefined ? "it does not say what class of data it holds" : "its class is none of the boundary's";
        yield judge(store, listed, { message, given: value, allowed: boundary.data.dataClasses, severity: "warning" });
      }
    }
    for (const link of documents.resources(
      "aws_fsx_lustre_file_system",
      "aws_fsx_data_repository_association",
      "aws_datasync_location_s3",
    )) {
      for (const path of ["import_path", "export_path", "data_repository_path"]) {
        for (const value of link.list(path)) {
          // A plan calls a path that nobody wrote known after apply.
          if (isUnset(value)) continue;
          if (isUnknown(value)) {
            const targets = link.targets(path);
            yield judge(link, targets.length > 0 ? true : "unknown", {
              message: `${path} is not known yet`,
              open: `${path} is not known yet`,
            });
          } else {
            const bucket = /^s3:\/\/([^/]+)/.exec(String(value as string))?.[1];
            if (bucket !== undefined && known.has(bucket)) yield pass(link);
            else
              yield open(link, {
                message: `${path} leads to a bucket that is not in the documents`,
                given: value,
                dischargedBy: "evidence",
              });
          }
        }
      }
    }
    const unread = /\bs3a?:\/\/([a-z0-9][a-z0-9.-]+)/g;
    for (const object of documents.kubernetesObjects(
      "Job",
      "CronJob",
      "RayJob",
      "PyTorchJob",
      "TrainJob",
      "RayCluster",
      "Deployment",
      "StatefulSet",
      "PersistentVolume",
    )) {
      const text = JSON.stringify(object.object);
      for (const [, bucket = ""] of text.matchAll(unread)) {
        if (known.has(bucket)) yield pass(object);
        else
          yield open(object, {
            message: `it uses the bucket ${bucket}, which is not in the documents`,
            given: bucket,
            dischargedBy: "evidence",
          });
      }
    }
  },
});

/** The class that tags state; unknown where the tags are. */
function classIn(tags: Value | undefined): Value | undefined {
  if (!isObject(tags)) return isUnknown(tags) ? tags : undefined;
  return classKeys.map((key) => tags[key]).find((tag) => tag !== undefined);
}
