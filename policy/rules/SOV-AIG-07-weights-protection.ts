import type { Resource } from "../../documents/types";
import { isObject } from "../../documents/value";
import { ofBucket } from "../reading/buckets";
import { statementsAt } from "../reading/statements";
import { any, judge, oneOf } from "../reading/verdicts";
import { policyRule } from "../rule";

const purposes = /dataset|weights|model|checkpoint|corpus/i;

/** Checks of other tools for buckets without versions. */
const unversioned = ["CKV_AWS_21", "AWS-0090", "568a4d22-3517-44a6-a7ad-6a7eed88722c"];

export const SOV_AIG_07 = policyRule({
  id: "SOV-AIG-07-weights-protection",
  title: "datasets and weights keep their versions and cannot be taken out by a link",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "RCP s3-presigned-deny",
  references: ["CT.S3.PV.2", "CT.EC2.PV.4", "AI Act 55(1)(d)"],
  covers: unversioned,
  cause: "Weights are the model. One presigned link or one exported image takes all of it.",
  mend: "switch on versions, and let the bucket be reached from the VPC's endpoints only",
  example: {
    fails: "a bucket of checkpoints without versioning",
    passes: "the same with versioning and a policy on the endpoint",
    evades: "an access point with a policy of its own",
  },
  *check(subject) {
    const { documents } = subject;
    for (const bucket of documents.resources("aws_s3_bucket")) {
      const versions = ofBucket(bucket, "aws_s3_bucket_versioning", subject).map((one) =>
        oneOf(one.get("versioning_configuration.status"), ["Enabled"], false),
      );
      const inline = oneOf(bucket.get("versioning.enabled"), ["true"], false);
      yield judge(bucket, any(inline, ...versions), {
        message: "it keeps no earlier versions",
        covers: unversioned,
      });
      if (!holdsModels(bucket)) continue;
      const statements = ofBucket(bucket, "aws_s3_bucket_policy", subject).flatMap(
        (policy) => statementsAt(policy, "policy").statements,
      );
      const closed = statements.some(
        ({ effect, conditions }) =>
          effect === "Deny" &&
          conditions.some(({ key }) =>
            /^(aws:sourcevpc|aws:sourcevpce|aws:principalorgid|aws:principalaccount|s3:authtype|s3:signatureage)$/.test(
              key,
            ),
          ),
      );
      yield judge(bucket, closed, {
        message: "a presigned link of it works from anywhere",
        severity: "warning",
        fix: "deny requests that do not come through the VPC's endpoint",
      });
    }
    for (const point of documents.resources("aws_s3_access_point")) {
      yield judge(point, point.get("vpc_configuration") !== undefined, {
        message: "it is reached from outside the VPC",
      });
    }
    for (const task of documents.resources("aws_rds_export_task", "aws_ec2_image_export")) {
      yield judge(task, false, { message: "it takes whole copies out", severity: "warning" });
    }
  },
});

function holdsModels(bucket: Resource): boolean {
  const tags = bucket.get("tags");
  const words = [bucket.name, bucket.get("bucket"), ...(isObject(tags) ? Object.values(tags) : [])];
  return words.some((word) => typeof word === "string" && purposes.test(word));
}
