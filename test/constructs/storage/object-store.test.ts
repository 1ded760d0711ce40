import { App, DefaultTokenResolver, StringConcat, TerraformStack, Tokenization } from "cdktf";
import { ObjectLock } from "../../../constructs/storage/object-lock";
import { checkObjectStoreProps } from "../../../constructs/storage/object-store-checks";
import type { ObjectStoreProps } from "../../../constructs/storage/object-store-props";
import { ObjectStore } from "../../../constructs/storage/object-store";
import { ObjectTiering } from "../../../constructs/storage/object-tiering";
import type { IWorkloadIdentity } from "../../../constructs/contracts";
import { collectModel } from "../../../model";
import { resourcesOf, synthStack, theResource } from "../../../testing/synth";
import { FakeIdentity, FakeKey } from "./fakes";

const region = "eu-north-1";
function start() {
  const app = new App({ outdir: process.env.AI_FACTORY_TEST_DIR });
  return { app, stack: new TerraformStack(app, "infra") };
}

interface PolicyDocument {
  readonly Statement: readonly Record<string, unknown>[];
}

function resolve<T>(stack: TerraformStack, value: T): T {
  const resolver = new DefaultTokenResolver(new StringConcat());
  return Tokenization.resolve(value, { scope: stack, resolver, preparing: false }) as T;
}

function emit(props: Partial<ObjectStoreProps> = {}, withKey = true) {
  const { stack } = start();
  const key = withKey ? new FakeKey(stack, "storage") : undefined;
  new ObjectStore(stack, "corpus", { region, purpose: "datasets", key, ...props });
  return synthStack(stack);
}

describe("ObjectStore by default", () => {
  const emitted = emit();

  test("blocks public access in all four ways", () => {
    expect(theResource(emitted, "aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  test("knows no access control lists", () => {
    expect(theResource(emitted, "aws_s3_bucket_ownership_controls").rule).toEqual({
      object_ownership: "BucketOwnerEnforced",
    });
  });

  test("encrypts with the customer key and a bucket key", () => {
    expect(theResource(emitted, "aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: expect.stringContaining("arn:aws:kms:") as string,
        },
        bucket_key_enabled: true,
      },
    ]);
  });

  test("refuses requests without TLS 1.2", () => {
    const policy = JSON.parse(String(theResource(emitted, "aws_s3_bucket_policy").policy)) as PolicyDocument;
    expect(policy.Statement).toHaveLength(2);
    expect(policy.Statement.every((statement) => statement.Effect === "Deny")).toBe(true);
    expect(policy.Statement.map((statement) => statement.Principal)).toEqual([{ AWS: "*" }, { AWS: "*" }]);
    expect(policy.Statement.map((statement) => statement.Condition)).toEqual([
      { Bool: { "aws:SecureTransport": "false" } },
      { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    ]);
  });

  test("keeps versions, and survives a destroy with objects in it", () => {
    expect(theResource(emitted, "aws_s3_bucket_versioning").versioning_configuration).toEqual({ status: "Enabled" });
    expect(theResource(emitted, "aws_s3_bucket")).toMatchObject({
      bucket_prefix: "corpus-",
      force_destroy: false,
      object_lock_enabled: true,
    });
  });

  test("locks datasets for a week and moves them by access", () => {
    expect(theResource(emitted, "aws_s3_bucket_object_lock_configuration").rule).toEqual({
      default_retention: { mode: "GOVERNANCE", days: 7 },
    });
    expect(theResource(emitted, "aws_s3_bucket_lifecycle_configuration").rule).toEqual([
      {
        id: "clean-up",
        status: "Enabled",
        filter: [{ prefix: "" }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 7 }],
        noncurrent_version_expiration: [{ noncurrent_days: 30 }],
      },
      {
        id: "tiering",
        status: "Enabled",
        filter: [{ prefix: "" }],
        transition: [{ days: 0, storage_class: "INTELLIGENT_TIERING" }],
      },
    ]);
  });

  test("replicates nothing anywhere", () => {
    expect(resourcesOf(emitted, "aws_s3_bucket_replication_configuration")).toEqual({});
    expect(resourcesOf(emitted, "aws_iam_role")).toEqual({});
  });
});

describe("ObjectStore", () => {
  test("without key is encrypted with keys of S3", () => {
    expect(theResource(emit({}, false), "aws_s3_bucket_server_side_encryption_configuration").rule).toEqual([
      { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } },
    ]);
  });

  test.each([
    ["checkpoints", false, 3, undefined],
    ["weights", true, 30, "INTELLIGENT_TIERING"],
    ["artifacts", false, 30, "INTELLIGENT_TIERING"],
    ["logs", false, 30, "STANDARD_IA"],
    ["other", false, 30, undefined],
  ] as const)("for %s has the defaults of its purpose", (purpose, locked, noncurrent, firstClass) => {
    const emitted = emit({ purpose });
    const rules = theResource(emitted, "aws_s3_bucket_lifecycle_configuration").rule as Record<string, unknown>[];
    const tiering = rules.find((rule) => rule.id === "tiering") as
      { transition: { storage_class: string }[] } | undefined;
    expect(theResource(emitted, "aws_s3_bucket").object_lock_enabled).toBe(locked);
    expect(rules[0]?.noncurrent_version_expiration).toEqual([{ noncurrent_days: noncurrent }]);
    expect(tiering?.transition[0]?.storage_class).toBe(firstClass);
    expect(rules.some((rule) => "expiration" in rule)).toBe(false);
  });

  test("archives by access, moves by age and expires where told to", () => {
    const archived = emit({ tiering: ObjectTiering.byAccess({ archiveAfterDays: 90, deepArchiveAfterDays: 180 }) });
    expect(theResource(archived, "aws_s3_bucket_intelligent_tiering_configuration").tiering).toEqual([
      { access_tier: "ARCHIVE_ACCESS", days: 90 },
      { access_tier: "DEEP_ARCHIVE_ACCESS", days: 180 },
    ]);
    const aged = emit({
      tiering: ObjectTiering.byAge({ afterDays: 30, storageClass: "STANDARD_IA" }),
      expireAfterDays: 365,
    });
    const rules = theResource(aged, "aws_s3_bucket_lifecycle_configuration").rule as Record<string, unknown>[];
    expect(rules.map((rule) => rule.id)).toEqual(["clean-up", "tiering", "expiry"]);
    expect(resourcesOf(aged, "aws_s3_bucket_intelligent_tiering_configuration")).toEqual({});
  });

  test("grants reading with the key, for this bucket only", () => {
    const { stack } = start();
    const key = new FakeKey(stack, "storage");
    const store = new ObjectStore(stack, "corpus", { region, purpose: "datasets", key });
    const identity = new FakeIdentity(stack, "identity");
    store.grantRead(identity);
    expect(identity.statements.map((statement) => statement.actions)).toEqual([
      ["s3:ListBucket"],
      ["s3:GetObject"],
      ["kms:Decrypt"],
    ]);
    const statements = resolve(stack, identity.statements);
    const arn = `\${aws_s3_bucket.${store.bucket.friendlyUniqueId}.arn}`;
    expect(statements.map((statement) => statement.resources)).toEqual([[arn], [`${arn}/*`], [key.keyArn]]);
    expect(statements[2]?.conditions).toEqual({
      StringLike: { "kms:EncryptionContext:aws:s3:arn": [arn, `${arn}/*`] },
    });
  });

  test("grants writing without anything that changes the bucket itself", () => {
    const { stack } = start();
    const store = new ObjectStore(stack, "corpus", { region, purpose: "checkpoints" });
    const identity = new FakeIdentity(stack, "identity");
    store.grantReadWrite(identity);
    const actions = identity.statements.flatMap((statement) => statement.actions);
    expect(actions).toContain("s3:PutObject");
    expect(actions.filter((action) => /\*|Policy|PutBucket|Bypass|DeleteObjectVersion/.test(action))).toEqual([]);
    expect(identity.statements.flatMap((statement) => statement.resources)).not.toContain("*");
  });

  test("lets a team list, read and write below its prefix, and nowhere else", () => {
    const { stack } = start();
    const store = new ObjectStore(stack, "corpus", { region, purpose: "datasets", key: new FakeKey(stack, "key") });
    const identity = new FakeIdentity(stack, "identity");
    store.grantPrefix(identity, "teams/vision");
    const [list, objects] = identity.statements;
    expect(list).toMatchObject({
      actions: ["s3:ListBucket", "s3:ListBucketMultipartUploads"],
      conditions: { StringLike: { "s3:prefix": ["teams/vision/*"] } },
    });
    expect(objects?.actions).toContain("s3:PutObject");
    expect(objects?.resources).toEqual([expect.stringMatching(/\/teams\/vision\/\*$/)]);
    const anywhere = identity.statements.filter(
      ({ actions, conditions }) =>
        actions.some((action) => action.startsWith("s3:ListBucket")) && conditions === undefined,
    );
    expect(anywhere).toEqual([]);
  });

  test("refuses a grant to a service account without an identity", () => {
    const { stack } = start();
    const store = new ObjectStore(stack, "corpus", { region, purpose: "checkpoints" });
    const stranger = {
      node: stack.node,
      namespace: "team",
      serviceAccountName: "trainer",
    } as unknown as IWorkloadIdentity;
    expect(() => store.grantRead(stranger)).toThrow("service account team/trainer has no identity in AWS");
  });

  test("replicates to a named target, encrypted with the target's key, deletions excepted", () => {
    const { app, stack } = start();
    const there = ObjectStore.fromAttributes(stack, "copy", {
      bucketName: "corpus-copy",
      bucketArn: "arn:aws:s3:::corpus-copy",
      region: "eu-west-1",
      purpose: "datasets",
      key: new FakeKey(stack, "there"),
    });
    const key = new FakeKey(stack, "here");
    new ObjectStore(stack, "corpus", { region, purpose: "datasets", key, replicateTo: [there] });
    const rules = theResource(synthStack(stack), "aws_s3_bucket_replication_configuration").rule;
    expect(rules).toMatchObject([
      {
        delete_marker_replication: { status: "Disabled" },
        destination: { bucket: "arn:aws:s3:::corpus-copy", encryption_configuration: {} },
        source_selection_criteria: { sse_kms_encrypted_objects: { status: "Enabled" } },
      },
    ]);
    const { buckets } = collectModel(app, { name: "f", intent: "training" });
    expect(buckets.map((bucket) => [bucket.id, bucket.siteId, bucket.replicatesTo])).toEqual([
      ["copy", "eu-west-1", []],
      ["corpus", "eu-north-1", ["copy"]],
    ]);
  });

  test("logs accesses to another bucket, which lets S3 write for this bucket alone", () => {
    const { stack } = start();
    const logs = new ObjectStore(stack, "logs", { region, purpose: "logs" });
    const store = new ObjectStore(stack, "corpus", { region, purpose: "other", accessLogsTo: logs });
    const emitted = synthStack(stack);
    expect(theResource(emitted, "aws_s3_bucket_logging").target_prefix).toBe("corpus/");
    const policy = String(resourcesOf(emitted, "aws_s3_bucket_policy")[logs.policy.friendlyUniqueId]?.policy);
    const [statement] = (JSON.parse(policy) as PolicyDocument).Statement.filter((each) => each.Effect === "Allow");
    expect(statement).toMatchObject({
      Principal: { Service: "logging.s3.amazonaws.com" },
      Action: "s3:PutObject",
      Condition: { ArnLike: { "aws:SourceArn": `\${aws_s3_bucket.${store.bucket.friendlyUniqueId}.arn}` } },
    });
  });

  test("puts itself into the model", () => {
    const { app, stack } = start();
    new ObjectStore(stack, "corpus", { region, purpose: "weights", key: new FakeKey(stack, "storage") });
    expect(collectModel(app, { name: "f", intent: "training" }).buckets).toMatchObject([
      {
        id: "corpus",
        siteId: region,
        kind: "s3",
        versioned: true,
        objectLock: true,
        keyId: "storage",
        replicatesTo: [],
      },
    ]);
  });
});

describe("checkObjectStoreProps", () => {
  const check = (props: Partial<ObjectStoreProps>) =>
    checkObjectStoreProps({ region, purpose: "other", ...props }, "store", "corpus").map((finding) => finding.rule);

  test("is content with every purpose", () => {
    for (const purpose of ["datasets", "checkpoints", "weights", "artifacts", "logs", "other"] as const) {
      expect(check({ purpose })).toEqual([]);
    }
  });

  test("suggests the region that was meant", () => {
    const [finding] = checkObjectStoreProps({ region: "eu-nort-1", purpose: "other" }, "store");
    expect(finding?.fix).toBe("did you mean 'eu-north-1'?");
  });

  test.each<[string, Partial<ObjectStoreProps>, string]>([
    ["an upper-case name", { bucketName: "Corpus" }, "STO-151-bucket-name"],
    ["a name with dots", { bucketName: "my.corpus" }, "STO-151-bucket-name"],
    ["a name like an address", { bucketName: "10.0.0.1" }, "STO-151-bucket-name"],
    ["a name of two characters", { bucketName: "ab" }, "STO-151-bucket-name"],
    ["a reserved ending", { bucketName: "corpus--x-s3" }, "STO-151-bucket-name"],
    ["locks without versions", { versioned: false, objectLock: ObjectLock.onDemand() }, "STO-153-bucket-versioning"],
    ["a lock of no day", { objectLock: ObjectLock.compliance(0) }, "STO-152-bucket-lock"],
    [
      "infrequent access after a day",
      { tiering: ObjectTiering.byAge({ afterDays: 1, storageClass: "STANDARD_IA" }) },
      "STO-154-bucket-tiering",
    ],
    [
      "steps from cold to warm",
      {
        tiering: ObjectTiering.byAge(
          { afterDays: 30, storageClass: "GLACIER" },
          { afterDays: 60, storageClass: "STANDARD_IA" },
        ),
      },
      "STO-154-bucket-tiering",
    ],
    [
      "archiving after a month",
      { tiering: ObjectTiering.byAccess({ archiveAfterDays: 30 }) },
      "STO-155-bucket-archive",
    ],
    ["half a day", { noncurrentDays: 0.5 }, "STO-156-bucket-days"],
    ["expiry before tiering", { purpose: "logs", expireAfterDays: 60 }, "STO-157-bucket-expiry"],
  ])("refuses %s", (_, props, rule) => {
    expect(check(props)).toContain(rule);
  });

  test("refuses copies of encrypted objects to a bucket whose key is not known, and the same target twice", () => {
    const { stack } = start();
    const there = ObjectStore.fromAttributes(stack, "copy", {
      bucketName: "corpus-copy",
      bucketArn: "arn:aws:s3:::corpus-copy",
      region,
      purpose: "datasets",
    });
    expect(check({ key: new FakeKey(stack, "here"), replicateTo: [there, there] })).toEqual([
      "STO-158-bucket-replication",
      "STO-158-bucket-replication",
    ]);
  });

  test("refuses access logs to a bucket with a customer key", () => {
    const { stack } = start();
    const key = new FakeKey(stack, "here");
    const logs = new ObjectStore(stack, "logs", { region, purpose: "logs", key });
    expect(check({ accessLogsTo: logs })).toEqual(["STO-159-bucket-access-logs"]);
  });
});
