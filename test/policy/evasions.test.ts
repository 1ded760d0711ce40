import { DbInstance } from "@cdktf/provider-aws/lib/db-instance";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { App, TerraformStack } from "../../core/cdktf";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documentsFromMemory, loadDocuments } from "../../documents/load";
import { boundaryProfile } from "../../policy/boundary-file";
import { SovereignBoundary } from "../../policy/enforce";
import { runPolicy } from "../../policy/engine";
import { evasions } from "./cases/evasions";
import { boundaryOf, fromHcl, judgeHcl, of } from "./support/judge";

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function app(skipValidation = false): { app: App; stack: TerraformStack } {
  const outdir = mkdtempSync(join(tmpdir(), "evasion-"));
  folders.push(outdir);
  const root = new App({ outdir, skipValidation });
  const stack = new TerraformStack(root, "stack");
  new AwsProvider(stack, "aws", { region: "eu-central-1" });
  new AwsProvider(stack, "us", { region: "us-east-1", alias: "us" });
  return { app: root, stack };
}

const judge = (stacks: Readonly<Record<string, unknown>>) =>
  runPolicy(documentsFromMemory(stacks), { boundary: boundaryProfile("eu-strict"), today: "2026-11-21" });

describe("evasions that are documents", () => {
  it.each(evasions.map((one) => [one.id, one.title, one] as const))("%s: %s", async (_id, _title, one) => {
    const { boundary: given = "eu-strict" } = one;
    const boundary = typeof given === "string" ? boundaryProfile(given) : boundaryOf(given);
    const findings = of(await judgeHcl(one.hcl, { boundary }), one.rule);
    expect(findings.map(({ verdict }) => verdict)).toContain(one.is ?? "fail");
  });

  it("E51: all three regions are named, each on its own", async () => {
    const one = evasions.find(({ id }) => id === "E51");
    const findings = of(await judgeHcl(one?.hcl ?? "", { boundary: boundaryProfile("eu-wide") }), "SOV-RES-01");
    expect(findings.map(({ given }) => given).sort()).toEqual(["eu-central-2", "eu-isoe-west-1", "eu-west-2"]);
  });

  it("E52: what is outside at AWS may be inside at another provider", async () => {
    const hcl = `provider "outscale" { region = "eu-west-2" }\n resource "outscale_vm" "v" {}`;
    expect(of(await judgeHcl(hcl), "SOV-RES-01")).toEqual([]);
  });
});

describe("evasions that are acts", () => {
  it("E02: an alias that a module is given as its default provider", async () => {
    const folder = mkdtempSync(join(tmpdir(), "evasion-"));
    folders.push(folder);
    mkdirSync(join(folder, "inner"));
    writeFileSync(join(folder, "inner", "main.tf"), 'resource "aws_sqs_queue" "q" {}\n');
    writeFileSync(
      join(folder, "main.tf"),
      'provider "aws" {\n  region = "eu-central-1"\n}\nprovider "aws" {\n  alias  = "us"\n  region = "us-east-1"\n}\n' +
        'module "m" {\n  source = "./inner"\n  providers = { aws = aws.us }\n}\n',
    );
    const result = runPolicy(await loadDocuments(folder), { boundary: boundaryProfile("eu-strict") });
    expect(of(result, "SOV-RES-01").map(({ address, location }) => [address, location])).toEqual([
      ["module.m.aws_sqs_queue.q", "us-east-1 (US)"],
    ]);
  });

  it("E05: an override of the provider after all aspects", () => {
    const { stack } = app();
    new SqsQueue(stack, "queue").addOverride("provider", "aws.us");
    const findings = of(judge({ stack: stack.toTerraform() as unknown }), "SOV-RES-01");
    expect(findings.map(({ address, location }) => [address, location])).toEqual([
      ["aws_sqs_queue.queue", "us-east-1 (US)"],
    ]);
  });

  it("E06: a raw override of the stack, which is merged last", () => {
    const { stack } = app();
    new SqsQueue(stack, "queue");
    stack.addOverride("resource.aws_sqs_queue.queue.region", "us-east-1");
    expect(of(judge({ stack: stack.toTerraform() as unknown }), "SOV-RES-01").map(({ address }) => address)).toEqual([
      "aws_sqs_queue.queue",
    ]);
  });

  it("E07: validations switched off at synth; the check of the output does not ask", async () => {
    const { app: root, stack } = app(true);
    new SqsQueue(stack, "queue").addOverride("region", "us-east-1");
    SovereignBoundary.of(root).enforce("eu-strict");
    root.synth();
    const result = runPolicy(await loadDocuments(root.outdir), { boundary: boundaryProfile("eu-strict") });
    expect(of(result, "SOV-RES-01").map(({ address }) => address)).toEqual(["aws_sqs_queue.queue"]);
  });

  it("E07: with validations on, synth stops and names it", () => {
    const { app: root, stack } = app();
    new SqsQueue(stack, "queue").addOverride("region", "us-east-1");
    SovereignBoundary.of(root).enforce("eu-strict");
    expect(() => root.synth()).toThrow(
      /its own region is us-east-1 \(US\), outside the boundary[\s\S]*aws_sqs_queue\.queue/,
    );
  });

  it("E08: a module whose source is not here is named, and fails in strict mode", async () => {
    const documents = await fromHcl('module "m" { source = "terraform-aws-modules/vpc/aws" }');
    const result = runPolicy(documents, { boundary: boundaryProfile("eu-strict"), strict: true });
    expect(
      result.findings
        .filter(({ rule }) => rule === "SOV-opaque-module")
        .map(({ address, severity }) => [address, severity]),
    ).toEqual([["module.m", "error"]]);
  });

  it("E08: the same module in a plan is judged like any other", () => {
    const plan = {
      format_version: "1.2",
      terraform_version: "1.9.0",
      planned_values: {
        root_module: {
          child_modules: [
            {
              address: "module.m",
              resources: [
                {
                  address: "module.m.aws_sqs_queue.q",
                  mode: "managed",
                  type: "aws_sqs_queue",
                  name: "q",
                  values: { region: "us-east-1" },
                },
              ],
            },
          ],
        },
      },
      configuration: {
        provider_config: { aws: { name: "aws", expressions: { region: { constant_value: "eu-central-1" } } } },
        root_module: {},
      },
      resource_changes: [],
    };
    expect(of(judge({ plan }), "SOV-RES-01").map(({ address }) => address)).toContain("module.m.aws_sqs_queue.q");
  });

  it("E48: an expired waiver, and one whose resource has changed, count for nothing", async () => {
    const failing = await fromHcl('resource "aws_cloudwatch_log_group" "l" { retention_in_days = 30 }');
    const boundary = boundaryProfile("eu-strict");
    const rule = "SOV-AUD-03-log-retention";
    const address = "aws_cloudwatch_log_group.l";
    const [finding] = runPolicy(failing, { boundary }).findings.filter((one) => one.rule === rule);
    const waiver = {
      rule,
      address,
      reason: "test data",
      owner: "a",
      approver: "b",
      expires: "2027-01-31",
      hash: finding?.hash ?? "",
    };
    const waivers = (change: object) => ({ waivers: [{ ...waiver, ...change }], obligations: [] });
    const run = (change: object, documents = failing) =>
      runPolicy(documents, { boundary, today: "2026-11-21", waivers: waivers(change) });
    const stands = (result: ReturnType<typeof run>) => result.findings.some((one) => one.rule === rule);

    expect(stands(run({}))).toBe(false);
    expect(run({}).acknowledged.map(({ finding: one }) => one.address)).toEqual([address]);
    for (const change of [{ expires: "2026-11-20" }, { expires: "2027-06-01" }, { approver: "a" }, { hash: "0" }]) {
      expect(stands(run(change))).toBe(true);
      expect(of(run(change), "SOV-OPS-07").map(({ severity }) => severity)).toContain("error");
    }
    const changed = await fromHcl('resource "aws_cloudwatch_log_group" "l" { retention_in_days = 7 }');
    expect(stands(run({}, changed))).toBe(true);
    expect(of(run({}, changed), "SOV-OPS-07")[0]?.message).toContain("has changed");
  });

  it("E48: a rule that cannot be waived stays, and the waiver itself is an error", async () => {
    const documents = await fromHcl('resource "aws_sqs_queue" "q" { region = "us-east-1" }');
    const boundary = boundaryProfile("eu-strict");
    const rule = "SOV-RES-01-effective-location";
    const [finding] = runPolicy(documents, { boundary }).findings.filter((one) => one.rule === rule);
    const waiver = {
      rule,
      address: "aws_sqs_queue.q",
      reason: "r",
      owner: "a",
      approver: "b",
      expires: "2026-12-01",
      hash: finding?.hash ?? "",
    };
    const result = runPolicy(documents, {
      boundary,
      today: "2026-11-21",
      waivers: { waivers: [waiver], obligations: [] },
    });
    expect(result.findings.some((one) => one.rule === rule)).toBe(true);
    expect(
      of(result, "SOV-OPS-07")
        .filter(({ verdict }) => verdict === "fail")
        .map(({ message }) => message),
    ).toEqual([`the waiver of ${rule} is void: ${rule} cannot be waived`]);
  });

  it("E49: another plan has another digest", () => {
    const { stack } = app();
    const before = judge({ stack: stack.toTerraform() as unknown }).digests.documents["stack"];
    new DbInstance(stack, "db", { instanceClass: "db.m7g.large" });
    expect(judge({ stack: stack.toTerraform() as unknown }).digests.documents["stack"]).not.toBe(before);
  });
});
