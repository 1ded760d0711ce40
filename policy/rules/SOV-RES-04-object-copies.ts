import { judgeClassified } from "../reading/classified";
import { fail, isGiven, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

export const SOV_RES_04 = policyRule({
  id: "SOV-RES-04-object-copies",
  title: "copies of objects stay inside the boundary",
  weight: "critical",
  stages: ["synth", "plan"],
  waivable: false,
  references: ["SecNumCloud 3.2 19.2.b", "AWS-GR_RESTRICT_S3_CROSS_REGION_REPLICATION"],
  cause:
    "The ARN of a bucket names no region: replication, inventories and transfers can leave the boundary without one word that says so.",
  mend: "replicate into a bucket of the same documents whose region is inside",
  example: {
    fails: "replication into a bucket under a provider of us-east-1",
    passes: "replication into a bucket under a provider of eu-north-1",
    evades: "replication into `arn:aws:s3:::copies`, a bucket that nobody here knows: unknown, never a pass",
  },
  *check(subject) {
    yield* judgeClassified("SOV-RES-04-object-copies", subject);
    for (const point of subject.documents.resources("aws_s3control_multi_region_access_point")) {
      yield subject.boundary.data.regions.length > 1
        ? open(point, {
            message: "a multi-region access point serves from wherever its buckets are",
            dischargedBy: "evidence",
          })
        : fail(point, { message: "a multi-region access point serves from several regions, and the boundary has one" });
    }
    for (const location of subject.documents.resources(
      "aws_datasync_location_azure_blob",
      "aws_datasync_location_object_storage",
    )) {
      const host = location.get("container_url") ?? location.get("server_hostname");
      const name = typeof host === "string" ? host.replace(/^https?:\/\/([^/:]+).*$/, "$1") : undefined;
      if (name === undefined)
        yield open(location, { message: "the store at the other end is not known yet", given: host });
      else if (subject.boundary.allowedHost("egress", name)) yield pass(location);
      else
        yield fail(location, {
          message: `objects are moved from or to ${name}, which the boundary does not name`,
          given: host,
        });
    }
    for (const bucket of subject.documents.resources("aws_s3_bucket")) {
      if (!isGiven(bucket.get("replication_configuration"))) yield pass(bucket);
    }
  },
});
