import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { CustomerKey } from "../../../constructs/keys";
import { AccountSettings, OrganizationGuardrails, organizationGuardrails } from "../../../constructs/sovereignty";
import { boundaryProfile, SovereignBoundary } from "../../../policy";
import { resourcesOf, synthStack } from "../../../testing";

function stackIn(region: string): TerraformStack {
  const stack = new TerraformStack(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "account");
  new AwsProvider(stack, "aws", { region });
  return stack;
}

/** Findings and open questions of a rule on what the stack emits. */
function judged(stack: TerraformStack, rule: string): string[] {
  const boundary = boundaryProfile("eu-single-de");
  return SovereignBoundary.of(stack)
    .judge(boundary)
    .findings.filter((finding) => finding.rule.startsWith(`${rule}-`))
    .map(({ address, path }) => address ?? path);
}

describe("settings of an account", () => {
  const stack = stackIn("eu-central-1");
  const volumeKey = new CustomerKey(stack, "key", { purpose: "volumes", region: "eu-central-1" });
  new AccountSettings(stack, "settings", { volumeKey });
  const emitted = synthStack(stack);
  const only = (type: string) => Object.values(resourcesOf(emitted, type))[0];

  it("close buckets, snapshots, images, VPCs and the console, and encrypt volumes", () => {
    expect(only("aws_s3_account_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(only("aws_vpc_block_public_access_options")?.internet_gateway_block_mode).toBe("block-bidirectional");
    expect(only("aws_ebs_snapshot_block_public_access")?.state).toBe("block-all-sharing");
    expect(only("aws_ec2_image_block_public_access")?.state).toBe("block-new-sharing");
    expect(only("aws_ec2_serial_console_access")?.enabled).toBe(false);
    expect(only("aws_ebs_encryption_by_default")?.enabled).toBe(true);
    expect(only("aws_ebs_default_kms_key")?.key_arn).toMatch(/^\$\{aws_kms_key\./);
    expect(only("aws_ec2_instance_metadata_defaults")).toMatchObject({ http_tokens: "required" });
  });

  it("are all that rule SOV-NET-05 asks of the account", () => {
    expect(judged(stack, "SOV-NET-05")).toEqual([]);
  });

  it("of a second region leave out what counts in the whole account, and of an open network its closing", () => {
    const other = stackIn("eu-central-1");
    new AccountSettings(other, "settings", { accountWide: false, closedNetwork: false });
    const types = Object.keys(synthStack(other).resource ?? {});
    expect(types).not.toContain("aws_s3_account_public_access_block");
    expect(types).not.toContain("aws_vpc_block_public_access_options");
    expect(judged(other, "SOV-NET-05")).toEqual(["account", "account eu-central-1"]);
  });
});

describe("guardrails of an organisation", () => {
  const scope = { name: "ours", regions: ["eu-central-1"], organization: "o-abcdefghij" };
  const stack = stackIn("eu-central-1");
  new OrganizationGuardrails(stack, "guardrails", { ...scope, targetIds: ["ou-ab12-11111111", "ou-ab12-22222222"] });
  const emitted = synthStack(stack);

  it("are all policies of the scope, each attached to every target", () => {
    const policies = Object.values(resourcesOf(emitted, "aws_organizations_policy"));
    const expected = organizationGuardrails(scope);
    expect(policies.map(({ content }) => JSON.parse(String(content)) as unknown)).toEqual(
      expect.arrayContaining(expected.map(({ document }) => JSON.parse(JSON.stringify(document)) as unknown)),
    );
    expect(policies).toHaveLength(expected.length);
    expect(new Set(policies.map(({ type }) => type))).toEqual(
      new Set([
        "SERVICE_CONTROL_POLICY",
        "RESOURCE_CONTROL_POLICY",
        "DECLARATIVE_POLICY_EC2",
        "AISERVICES_OPT_OUT_POLICY",
      ]),
    );
    const attachments = Object.values(resourcesOf(emitted, "aws_organizations_policy_attachment"));
    expect(attachments).toHaveLength(2 * expected.length);
  });

  it("are what rule SOV-OPS-07 looks for, and SOV-AIG-06 for the opt-out", () => {
    expect(judged(stack, "SOV-OPS-07")).toEqual([]);
    expect(judged(stack, "SOV-AIG-06")).toEqual([]);
  });

  it("that are attached to nothing are refused", () => {
    expect(() => new OrganizationGuardrails(stackIn("eu-central-1"), "none", { ...scope, targetIds: [] })).toThrow(
      /no targets/,
    );
  });
});
