import table from "../data/at-rest-keys.json";
import type { Resource } from "../../documents/types";
import { typeFacts } from "../locations/schema";
import { ofBucket } from "../reading/buckets";
import { isCustomerKey } from "../reading/keys";
import { all, any, flag, judge, oneOf, pass, type Tri } from "../reading/verdicts";
import { policyRule, type PolicyOutcome, type PolicySubject } from "../rule";

const required: Readonly<Record<string, string>> = table.required;
const notAtRest = new Set(Object.keys(table.notAtRest));
/** Names under which the schema puts the key of the data itself. */
const mainKey =
  /^(kms_key(_id|_arn|_identifier)?|kms_arn|kms_master_key_id|(default_)?encryption_key(_arn)?|customer_(managed_key|encryption_key)(_arn)?|volume_encryption_key)$/;

export const SOV_KEY_01 = policyRule({
  id: "SOV-KEY-01-customer-keys",
  title: "data at rest is encrypted with a key of the customer",
  weight: "high",
  stages: ["synth", "plan"],
  references: [
    "SecNumCloud 3.2 10.1.a",
    "C5:2020 CRY-03",
    "C5:2026 CRY-05",
    "C5:2026 CRY-19",
    "CT.EC2.PV.1",
    "CT.EC2.PV.2",
    "CT.S3.PV.6",
  ],
  covers: [
    "CKV_AWS_119",
    "CKV_AWS_136",
    "CKV_AWS_149",
    "CKV_AWS_158",
    "CKV_AWS_166",
    "CKV_AWS_184",
    "CKV_AWS_187",
    "CKV_AWS_189",
    "CKV_AWS_190",
    "CKV_AWS_327",
  ],
  cause:
    "A key that the provider owns is under the provider's law: only a key of the customer can be taken away again.",
  mend: "name a key of the boundary in the attribute",
  example: {
    fails: "`aws_cloudwatch_log_group` without `kms_key_id`",
    passes: "the same with `kms_key_id = aws_kms_key.logs.arn`",
    evades: '`kms_key_id = "alias/aws/ebs"`, a key that AWS owns',
  },
  *check(subject) {
    for (const resource of subject.documents.resources()) {
      const { type } = resource;
      if (type === "aws_s3_bucket") yield judgeBucket(resource, subject);
      else if (type === "aws_ssm_parameter") yield judgeParameter(resource);
      else if (type === "aws_instance") yield judgeDisks(resource, ["root_block_device", "ebs_block_device"]);
      else if (type === "aws_launch_template") yield judgeDisks(resource, ["block_device_mappings.ebs"]);
      else if (Object.hasOwn(required, type)) yield judgeKey(resource, required[type] ?? "");
      else if (!notAtRest.has(type)) {
        const path = typeFacts(type)?.key?.find((name) => mainKey.test(name));
        if (path !== undefined) yield { ...judgeKey(resource, path), severity: "warning" };
      }
    }
  },
});

function judgeKey(resource: Resource, path: string): PolicyOutcome {
  return judge(resource, isCustomerKey(resource, path), {
    message: `${path} names no key of the customer: data is under a key that AWS owns`,
    given: resource.get(path) ?? "nothing",
    open: `${path} is not known yet`,
  });
}

function judgeBucket(bucket: Resource, subject: PolicySubject): PolicyOutcome {
  const settings = ofBucket(bucket, "aws_s3_bucket_server_side_encryption_configuration", subject);
  const separate = settings.map((one) => encrypted(one, "rule.apply_server_side_encryption_by_default"));
  const inline = encrypted(bucket, "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default");
  return judge(bucket, any(inline, ...separate), {
    message: "objects are encrypted with a key that AWS owns",
    fix: "add aws_s3_bucket_server_side_encryption_configuration with aws:kms and a key of the boundary",
  });
}

function encrypted(resource: Resource, path: string): Tri {
  const algorithm = oneOf(resource.get(`${path}.sse_algorithm`), ["aws:kms", "aws:kms:dsse"], false);
  return all(algorithm, isCustomerKey(resource, `${path}.kms_master_key_id`));
}

function judgeParameter(parameter: Resource): PolicyOutcome {
  if (oneOf(parameter.get("type"), ["SecureString"], false) === false) return pass(parameter);
  return judgeKey(parameter, "key_id");
}

function judgeDisks(resource: Resource, paths: readonly string[]): PolicyOutcome {
  const answers = paths.flatMap((path) =>
    resource.blocks(path).map((disk): Tri => {
      const key = disk.get("kms_key_id");
      // The key of one disk is followed at the path of all of them: keys of disks do not differ in custody.
      const custody = key === undefined ? false : isCustomerKey(resource, `${path}.kms_key_id`);
      return all(flag(disk.get("encrypted"), false), custody);
    }),
  );
  return judge(resource, all(...answers), {
    message: "a disk is not encrypted with a key of the customer",
    fix: "set encrypted and kms_key_id of every disk",
  });
}
