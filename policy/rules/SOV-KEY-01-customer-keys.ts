import table from "../data/at-rest-keys.json";
import type { Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import { typeFacts } from "../locations/schema";
import { ofBucket } from "../reading/buckets";
import { isCustomerKey } from "../reading/keys";
import { statementsAt } from "../reading/statements";
import { all, any, fail, flag, isGiven, judge, oneOf, pass, type Tri } from "../reading/verdicts";
import { policyRule, type PolicyOutcome, type PolicySubject } from "../rule";

const required: Readonly<Record<string, string>> = table.required;
const notAtRest = new Set(Object.keys(table.notAtRest));
const covers: Readonly<Record<string, readonly string[]>> = table.covers;
const withoutKey: Readonly<Record<string, readonly string[]>> = table.coversWithoutKey;
const switches: Readonly<Record<string, { readonly path: string; readonly covers: readonly string[] }>> =
  table.switches;
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
    ...Object.values(covers).flat(),
    ...Object.values(withoutKey).flat(),
    ...Object.values(switches).flatMap((one) => one.covers),
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
  const { type } = resource;
  const key = isCustomerKey(resource, path);
  const value = resource.get(path);
  const missing = [...(covers[type] ?? []), ...(isGiven(value) ? [] : (withoutKey[type] ?? []))];
  const given = value ?? "nothing";
  // Serverless clusters of the first kind are always encrypted.
  const isServerless = type === "aws_rds_cluster" && resource.get("engine_mode") === "serverless";
  const encryption = isServerless ? undefined : switches[type];
  if (encryption !== undefined && isOff(resource.get(encryption.path), key)) {
    return fail(resource, {
      message: `${encryption.path} is off: data is under no key of the customer`,
      given: resource.get(encryption.path) ?? "nothing",
      covers: [...encryption.covers, ...missing],
    });
  }
  return judge(resource, key, {
    message: `${path} names no key of the customer: data is under a key that AWS owns`,
    given,
    open: `${path} is not known yet`,
    covers: missing,
  });
}

/** Where a key of the customer is named, an absent switch is on: the provider demands it. */
function isOff(value: Value | undefined, key: Tri): boolean {
  const on = any(flag(value, "unknown"), oneOf(value, ["KMS", "KMS_DSSE"], "unknown"));
  if (isUnknown(value)) return false;
  return isGiven(value) ? on !== true : key === false;
}

function judgeBucket(bucket: Resource, subject: PolicySubject): PolicyOutcome {
  const settings = ofBucket(bucket, "aws_s3_bucket_server_side_encryption_configuration", subject);
  const separate = settings.map((one) => encrypted(one, "rule.apply_server_side_encryption_by_default"));
  const inline = encrypted(bucket, "server_side_encryption_configuration.rule.apply_server_side_encryption_by_default");
  const answer = any(inline, ...separate);
  if (answer === true) return pass(bucket);
  const takesLogs = takesAccessLogs(bucket, subject);
  return judge(bucket, answer, {
    message: takesLogs
      ? "access logs are encrypted with a key that AWS owns: S3 delivers them to no other bucket"
      : "objects are encrypted with a key that AWS owns",
    ...(takesLogs ? { severity: "info" as const } : { covers: covers[bucket.type] ?? [] }),
    fix: "add aws_s3_bucket_server_side_encryption_configuration with aws:kms and a key of the boundary",
  });
}

/** Whether the log delivery of S3 writes into the bucket, which it does with keys of S3 only. */
function takesAccessLogs(bucket: Resource, subject: PolicySubject): boolean {
  const deliveryGroup = /^https?:\/\/acs\.amazonaws\.com\/groups\/s3\/LogDelivery$/;
  return (
    bucket.referrers("aws_s3_bucket_logging").some((one) => one.targets("target_bucket").includes(bucket)) ||
    [bucket, ...ofBucket(bucket, "aws_s3_bucket_acl", subject)].some(
      (one) =>
        one.get("acl") === "log-delivery-write" ||
        [...one.list("grant.uri"), ...one.list("access_control_policy.grant.grantee.uri")].some(
          (uri) => typeof uri === "string" && deliveryGroup.test(uri),
        ),
    ) ||
    ofBucket(bucket, "aws_s3_bucket_policy", subject)
      .flatMap((one) => statementsAt(one, "policy").statements)
      .some(({ effect, principals }) => effect === "Allow" && principals.includes("Service:logging.s3.amazonaws.com"))
  );
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
