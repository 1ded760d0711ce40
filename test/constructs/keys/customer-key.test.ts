import { App, TerraformStack } from "cdktf";
import { CustomerKey, type CustomerKeyProps, type KeyPurpose } from "../../../constructs/keys";
import { collectModel } from "../../../model";
import { dataSourcesOf, resourcesOf, synthStack, theResource } from "../../../testing";

const account = "${data.aws_caller_identity.caller-identity.account_id}";

function stack(): TerraformStack {
  return new TerraformStack(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "infra");
}

function policyOf(purpose: KeyPurpose, region = "eu-north-1") {
  const scope = stack();
  new CustomerKey(scope, "key", { purpose, region });
  const text = theResource(synthStack(scope), "aws_kms_key").policy as string;
  return JSON.parse(text) as { Statement: Record<string, unknown>[] };
}

function statement(purpose: KeyPurpose, sid: string, region?: string) {
  return policyOf(purpose, region).Statement.find((each) => each.Sid === sid);
}

test("a key rotates every year, can be brought back for 30 days and has an alias of its name", () => {
  const scope = stack();
  new CustomerKey(scope, "cluster-key", { purpose: "cluster-secrets", region: "eu-north-1" });
  const emitted = synthStack(scope);
  expect(theResource(emitted, "aws_kms_key")).toMatchObject({
    enable_key_rotation: true,
    rotation_period_in_days: 365,
    deletion_window_in_days: 30,
  });
  expect(theResource(emitted, "aws_kms_alias").name).toBe("alias/cluster-key");
});

test.each<[KeyPurpose, string[]]>([
  ["cluster-secrets", ["AccountAdministers"]],
  ["registry", ["AccountAdministers"]],
  ["logs", ["AccountAdministers", "LogGroupsOfTheAccount"]],
  ["volumes", ["AccountAdministers", "InstancesOfTheAccount", "GrantsForInstances"]],
  ["storage", ["AccountAdministers", "InstancesOfTheAccount", "GrantsForInstances", "LustreDataRepositories"]],
])("a key for %s lets in exactly what its purpose needs", (purpose, sids) => {
  expect(policyOf(purpose).Statement.map((each) => each.Sid)).toEqual(sids);
});

test("no statement lets in everybody: a '*' principal is bound to the account and one service", () => {
  for (const purpose of ["volumes", "storage"] as const) {
    for (const each of policyOf(purpose).Statement.filter((s) => JSON.stringify(s.Principal) === '{"AWS":"*"}')) {
      expect(each.Condition).toMatchObject({
        StringEquals: {
          "kms:CallerAccount": account,
          "kms:ViaService": expect.stringMatching(/^(ec2|s3)\.eu-north-1\./),
        },
      });
    }
  }
});

test("names of principals and services follow the region's partition", () => {
  expect(statement("logs", "AccountAdministers", "us-gov-west-1")?.Principal).toEqual({
    AWS: `arn:aws-us-gov:iam::${account}:root`,
  });
  expect(statement("logs", "LogGroupsOfTheAccount", "cn-north-1")).toMatchObject({
    Principal: { Service: "logs.cn-north-1.amazonaws.com.cn" },
    Condition: { ArnLike: { "kms:EncryptionContext:aws:logs:arn": `arn:aws-cn:logs:cn-north-1:${account}:*` } },
  });
});

test("a stack asks for its account once, however many keys it has", () => {
  const scope = stack();
  new CustomerKey(scope, "one", { purpose: "logs", region: "eu-north-1" });
  new CustomerKey(scope, "two", { purpose: "volumes", region: "eu-north-1" });
  expect(Object.keys(dataSourcesOf(synthStack(scope), "aws_caller_identity"))).toEqual(["caller-identity"]);
});

test("grantUse gives a role the use of the key, of an imported one too", () => {
  const scope = stack();
  const keyArn = "arn:aws:kms:eu-north-1:123456789012:key/1";
  const imported = CustomerKey.fromAttributes(scope, "theirs", { keyArn });
  imported.grantUse("loader", "loader-role", "decrypt");
  const policy = theResource(synthStack(scope), "aws_iam_role_policy");
  expect(policy.role).toBe("loader-role");
  expect(JSON.parse(policy.policy as string)).toMatchObject({
    Statement: [{ Effect: "Allow", Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: keyArn }],
  });
  expect(resourcesOf(synthStack(scope), "aws_kms_key")).toEqual({});
});

test("keys stand in the factory model", () => {
  const scope = stack();
  new CustomerKey(scope, "logs-key", { purpose: "logs", region: "eu-north-1" });
  CustomerKey.fromAttributes(scope, "theirs", { keyArn: "arn:aws:kms:eu-north-1:123456789012:key/1" });
  expect(collectModel(scope, { name: "test", intent: "mixed" }).keys).toMatchObject([
    { id: "logs-key", purpose: "logs", rotates: true, custody: "customer" },
    { id: "theirs", purpose: "imported", rotates: false, custody: "customer" },
  ]);
});

test.each<[string, Partial<CustomerKeyProps>, RegExp]>([
  ["an alias of AWS", { keyName: "aws/ebs" }, /OPS-057-key-name/],
  ["a name with a space", { keyName: "my key" }, /OPS-057-key-name/],
  ["a misspelt region", { region: "eu-noth-1" }, /did you mean 'eu-north-1'/],
  ["rotation every week", { rotationDays: 7 }, /SOV-050-key-rotation/],
  ["a deletion window of a year", { deletionWindowDays: 365 }, /OPS-056-key-deletion-window/],
])("refuses %s", (_what, props, message) => {
  expect(() => new CustomerKey(stack(), "key", { purpose: "logs", region: "eu-north-1", ...props })).toThrow(message);
});
