import table from "../data/at-rest-keys.json";
import type { Resource } from "../../documents/types";
import { isObject, isUnknown, type Value } from "../../documents/value";
import { typeFacts } from "../locations/schema";
import { ofBucket } from "../reading/buckets";
import { disksOf, machineTypes, volumeDefault } from "../reading/disks";
import { isCustomerKey, keysAt, keyTypes } from "../reading/keys";
import { statementsAt } from "../reading/statements";
import { all, any, fail, flag, isGiven, judge, not, oneOf, open, pass, type Tri } from "../reading/verdicts";
import { policyRule, type PolicyOutcome, type PolicySubject } from "../rule";

const required: Readonly<Record<string, string>> = table.required;
const notAtRest = new Set(Object.keys(table.notAtRest));
const covers: Readonly<Record<string, readonly string[]>> = table.covers;
const withoutKey: Readonly<Record<string, readonly string[]>> = table.coversWithoutKey;
const copies: Readonly<Record<string, { readonly block: string; readonly key: string }>> = table.copies;
const switches: Readonly<Record<string, { readonly path: string; readonly covers: readonly string[] }>> =
  table.switches;
/** Names under which the schema puts the key of the data itself. */
const mainKey =
  /^(kms_key(_id|_arn|_identifier)?|kms_arn|kms_master_key_id|(default_)?encryption_key(_arn)?|customer_(managed_key|encryption_key)(_arn)?|volume_encryption_key)$/;
/** The same, in the block in which a type is told how to encrypt itself. */
const nestedKey =
  /^(encryption_(configuration|options|specification|info|at_rest_options)|encrypt_at_rest|server_side_encryption(_configuration)?)\.(kms_key(_id|_arn|_identifier)?|key_arn|encryption_at_rest_kms_key_arn)$/;

export const SOV_KEY_01 = policyRule({
  id: "SOV-KEY-01-customer-keys",
  title: "data at rest is encrypted with a key of the customer",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "the account's default encryption and key of volumes",
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
      else if (type === "aws_ebs_volume") yield judgeVolume(resource, subject);
      else if (type === "aws_ebs_encryption_by_default") yield judgeVolumeSetting(resource);
      else if (type === "aws_kinesis_firehose_delivery_stream" && takesFromStream(resource)) yield pass(resource);
      else if (type === "aws_opensearchserverless_security_policy") yield judgeCollections(resource);
      else if (machineTypes.includes(type)) yield judgeDisks(resource, subject);
      else if (Object.hasOwn(required, type)) yield judgeKey(resource, required[type] ?? "");
      else if (!notAtRest.has(type)) {
        const keys = typeFacts(type)?.key;
        const path = keys?.find((name) => mainKey.test(name)) ?? keys?.find((name) => nestedKey.test(name));
        if (path !== undefined) yield { ...judgeKey(resource, path), severity: "warning" };
      }
      const copy = copies[type];
      if (copy !== undefined) yield* judgeCopies(resource, copy.block, copy.key);
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
  const on = any(flag(value, "unknown"), oneOf(value, ["KMS", "KMS_DSSE", "CUSTOMER_MANAGED_KMS_KEY"], "unknown"));
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

/** A stream that is read from another is encrypted by that one. */
function takesFromStream(delivery: Resource): boolean {
  return ["kinesis_source_configuration", "msk_source_configuration"].some((path) => isGiven(delivery.get(path)));
}

/** Each copy has a key of its own, and one that names none is under a key that AWS owns. */
function* judgeCopies(resource: Resource, block: string, key: string): Generator<PolicyOutcome> {
  for (const copy of resource.blocks(block)) {
    yield judge(resource, isGiven(copy.get(key)) ? isCustomerKey(resource, `${block}.${key}`) : false, {
      message: `a ${block} names no key of the customer in ${key}: the copy is under a key that AWS owns`,
      given: copy.get(key) ?? "nothing",
    });
  }
}

/** The encryption of collections without servers stands in a document of its own: a key, or that AWS owns it. */
function judgeCollections(policy: Resource): PolicyOutcome {
  if (oneOf(policy.get("type"), ["encryption"], "unknown") === false) return pass(policy);
  const document = policy.json("policy");
  const given = isObject(document) ? document["KmsARN"] : document;
  const hasKey = typeof given === "string" ? !/alias\/aws\//.test(given) : isUnknown(given) ? "unknown" : false;
  const isFollowed = keysAt(policy, "policy").some(({ type }) => keyTypes.includes(type));
  const isOwned = isObject(document) ? flag(document["AWSOwnedKey"], false) : false;
  return judge(policy, all(not(isOwned), hasKey === "unknown" && isFollowed ? true : hasKey), {
    message: "the policy names no key of the customer: collections are under a key that AWS owns",
    given: isOwned === true ? "AWSOwnedKey = true" : (given ?? "no KmsARN"),
    fix: "name the key in KmsARN of the policy",
  });
}

/** A volume that says nothing is made as the account's settings say, where these documents set them. */
function judgeVolume(volume: Resource, subject: PolicySubject): PolicyOutcome {
  const unsaid = volumeDefault(volume, subject);
  const isEncrypted = flag(volume.get("encrypted"), unsaid.encrypted);
  const isUnsaid = !isGiven(volume.get("kms_key_id"));
  return isUnsaid && all(isEncrypted, unsaid.key) === true ? pass(volume) : judgeKey(volume, "kms_key_id");
}

function judgeVolumeSetting(setting: Resource): PolicyOutcome {
  return judge(setting, flag(setting.get("enabled"), true), {
    message: "disks that say nothing themselves are not encrypted",
    given: setting.get("enabled"),
    covers: covers[setting.type] ?? [],
  });
}

function judgeDisks(machine: Resource, subject: PolicySubject): PolicyOutcome {
  const { written, root } = disksOf(machine, subject);
  if (written === true && root === "unknown") {
    return open(machine, {
      message: "the root disk is the image's: its encryption and key are the account's default, which is not set here",
      fix: "write the root disk with encrypted and kms_key_id, or set the default and its key for the account's region",
      dischargedBy: "deploy",
    });
  }
  return judge(machine, written, {
    message: "a disk is not encrypted with a key of the customer",
    fix: "set encrypted and kms_key_id of every disk",
  });
}
