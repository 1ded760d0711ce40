import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runCheck } from "../../cli/commands/check";
import { listBoundaries, showBoundary } from "../../cli/commands/boundary";
import { boundaryFrom, boundaryProfile, loadBoundary, PolicyFileError } from "../../policy/boundary-file";
import { runPolicy } from "../../policy/engine";
import { profiles } from "../../policy/profiles";
import { loadWaivers } from "../../policy/waiver";
import { fromHcl, judgeHcl, of } from "./support/judge";

let folder = "";
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "policy-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text: string) => {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
};
const open = 'resource "aws_sqs_queue" "q" {\n region = var.r\n}\nvariable "r" {}';

describe("an unknown", () => {
  it("is an obligation that the plan must discharge, and no error by default", async () => {
    const result = await judgeHcl(open);
    const [finding] = of(result, "SOV-RES-01");
    expect([finding?.verdict, finding?.severity, finding?.dischargedBy]).toEqual(["unknown", "info", "plan"]);
    expect(result.obligations).toContainEqual(
      expect.objectContaining({
        rule: "SOV-RES-01-effective-location",
        address: "aws_sqs_queue.q",
        dischargedBy: "plan",
        accepted: false,
      }),
    );
  });

  it("is an error in strict mode, unless it is in the list of accepted obligations", async () => {
    const boundary = boundaryProfile("eu-strict");
    const rules = ["SOV-RES-01-effective-location"];
    const documents = await fromHcl(open);
    const strict = runPolicy(documents, { boundary, strict: true });
    expect(of(strict, "SOV-RES-01").map(({ severity }) => severity)).toEqual(["error"]);
    const obligations = [
      { rule: rules[0] ?? "", address: "aws_sqs_queue.q", dischargedBy: "plan" as const, reason: "per site" },
    ];
    const accepted = runPolicy(documents, { boundary, strict: true, waivers: { waivers: [], obligations } });
    expect(of(accepted, "SOV-RES-01").map(({ severity }) => severity)).toEqual(["info"]);
    expect(accepted.obligations.find(({ rule }) => rule === rules[0])?.accepted).toBe(true);
  });

  it("that the plan was to decide is not excused on the plan", () => {
    const plan = {
      format_version: "1.2",
      planned_values: {
        root_module: {
          resources: [{ address: "aws_sqs_queue.q", mode: "managed", type: "aws_sqs_queue", name: "q", values: {} }],
        },
      },
      configuration: { root_module: {} },
    };
    const file = write("plan.json", JSON.stringify(plan));
    const waivers = write(
      "plan.yaml",
      "obligations:\n  - { rule: SOV-RES-01-effective-location, address: aws_sqs_queue.q, dischargedBy: plan, reason: x }\n",
    );
    return expect(
      runCheck(file, {
        format: "json",
        failOn: "error",
        today: "2026-11-21",
        color: false,
        boundary: "eu-strict",
        strict: true,
        waivers,
      }),
    ).resolves.toMatchObject({
      exitCode: 1,
    });
  });
});

describe("coverage", () => {
  it("names types that nobody has modelled, and never counts them as passed", async () => {
    const result = await judgeHcl(
      'resource "acme_disk" "d" {}\nresource "aws_sqs_queue" "q" {}\nresource "aws_appsync_graphql_api" "a" {}',
    );
    expect(result.coverage).toEqual({
      resources: 3,
      modelled: 1,
      swept: 1,
      unmodelled: { acme_disk: 1 },
      percent: 66.7,
    });
    expect(result.findings.find(({ rule }) => rule === "SOV-unmodelled-type")?.severity).toBe("info");
  });

  it("fails in strict mode where a type is not modelled", async () => {
    const result = await judgeHcl('resource "acme_disk" "d" {}', { strict: true });
    expect(result.findings.find(({ rule }) => rule === "SOV-unmodelled-type")?.severity).toBe("error");
  });

  it("still sweeps the texts of an unmodelled type", async () => {
    const result = await judgeHcl('resource "acme_disk" "d" {\n mirror = "arn:aws:s3:us-east-1:111122223333:x"\n}');
    expect(of(result, "SOV-RES-12").map(({ location }) => location)).toEqual(["us-east-1 (US)"]);
  });
});

describe("profiles", () => {
  it.each(profiles.map((profile) => [profile.name, profile] as const))("%s is a whole boundary", (name, profile) => {
    expect(boundaryFrom(profile, name).data).toEqual(profile);
    expect(profile.description).toMatch(/[Ee]vidence towards|AWS GovCloud|Own datacentre/);
    expect(`${profile.description} ${profile.regimes.join(" ")}`).not.toMatch(/certified|compliant/i);
    expect(profile.sources.length).toBeGreaterThan(0);
  });

  it("eu-strict has the seven regions of the Union, the sovereign one among them, and neither London nor Zurich", () => {
    const boundary = boundaryProfile("eu-strict");
    expect(boundary.data.regions).toHaveLength(7);
    expect(boundary.region("eu-west-2")).toEqual({ inside: false, place: "eu-west-2 (GB)" });
    expect(boundary.region("eu-central-2").inside).toBe(false);
    expect(boundary.region("eu-nowhere-9").inside).toBe(false);
  });

  it("IAM is inside in the sovereign cloud, and outside in partition aws unless it is listed", async () => {
    const hcl = (region: string) => `provider "aws" {\n region = "${region}"\n}\nresource "aws_iam_role" "r" {}`;
    const judge = async (region: string, profile: string) =>
      of(await judgeHcl(hcl(region), { boundary: boundaryProfile(profile) }), "SOV-RES-03");
    expect(await judge("eusc-de-east-1", "aws-eusc")).toEqual([]);
    expect((await judge("eu-central-1", "gdpr-strict")).map(({ location }) => location)).toEqual(["us-east-1 (US)"]);
    expect(await judge("eu-central-1", "eu-strict")).toEqual([]);
  });
});

describe("a file", () => {
  it("extends a profile and states what differs", () => {
    const file = write("boundary.yaml", "extends: eu-strict\nname: mine\naccounts: ['111122223333']\n");
    expect(loadBoundary(file).data).toMatchObject({
      name: "mine",
      accounts: ["111122223333"],
      countries: boundaryProfile("eu-strict").data.countries,
    });
  });

  it("that is wrong says everything that is wrong", () => {
    const file = write(
      "broken.yaml",
      "extends: eu-strict\nregion: [eu-central-1]\nregions: [eu-centra-1]\nkeyCustody: hms\norganization: x\n",
    );
    expect(() => loadBoundary(file)).toThrow(PolicyFileError);
    try {
      loadBoundary(file);
    } catch (error) {
      expect((error as PolicyFileError).problems).toEqual([
        "'regions' entry 0 is no AWS region: \"eu-centra-1\"",
        "'keyCustody' is no tier of key custody: \"hms\"; did you mean 'hsm'?",
        "'organization' is no id of an AWS organisation: o- and 10 to 32 letters and digits",
        "'region' is no field of a boundary; did you mean 'regions'?",
      ]);
    }
  });

  it("of waivers that is wrong says everything that is wrong", () => {
    const file = write(
      "waivers.yaml",
      "waivers:\n  - { rule: x, expires: soon }\nobligations:\n  - { rule: x, address: y, dischargedBy: runtime, reason: z }\n",
    );
    expect(() => loadWaivers(file)).toThrow(
      /'address' is missing[\s\S]*'owner' is missing[\s\S]*'hash' is missing[\s\S]*'guardrail' is missing/,
    );
  });
});

/** Places as others write them: what stands outside must be found by its address, whatever the form. */
const hard: readonly (readonly [form: string, address: string, rule: string, hcl: string])[] = [
  [
    "an instance of for_each over regions",
    'aws_sqs_queue.q["b"]',
    "SOV-RES-01",
    `locals { sites = { a = { region = "eu-central-1" }, b = { region = "us-west-2" } } }
     resource "aws_sqs_queue" "q" { for_each = local.sites\n region = each.value.region }`,
  ],
  [
    "a product of sets",
    'aws_sqs_queue.q["a-us-east-1"]',
    "SOV-RES-01",
    `resource "aws_sqs_queue" "q" {
       for_each = { for p in setproduct(["a"], ["us-east-1"]) : "\${p[0]}-\${p[1]}" => p[1] }
       region = each.value
     }`,
  ],
  [
    "one of the providers of a for_each",
    'aws_sqs_queue.q["us-east-1"]',
    "SOV-RES-01",
    `locals { regions = toset(["eu-central-1", "us-east-1"]) }
     provider "aws" {
       for_each = local.regions
       alias = "by"
       region = each.key
     }
     resource "aws_sqs_queue" "q" { for_each = local.regions\n provider = aws.by[each.key] }`,
  ],
  [
    "the provider of a for_each itself",
    'provider.aws.by["us-east-1"]',
    "SOV-RES-02",
    `provider "aws" {
       for_each = toset(["eu-central-1", "us-east-1"])
       alias = "by"
       region = each.key
     }`,
  ],
  [
    "an ephemeral resource",
    "ephemeral.aws_secretsmanager_secret_version.s",
    "SOV-RES-01",
    `ephemeral "aws_secretsmanager_secret_version" "s" { region = "us-east-1" }`,
  ],
  [
    "an action",
    "action.aws_lambda_invoke.i",
    "SOV-RES-01",
    `action "aws_lambda_invoke" "i" { config { region = "us-east-1" } }`,
  ],
  [
    "a data source in a check",
    "data.http.h",
    "SOV-SUP-06",
    `check "c" { data "http" "h" { url = "https://example.com" } }`,
  ],
  [
    "an argument of a module that is not here",
    "module.v",
    "SOV-RES-12",
    `module "v" { source = "terraform-aws-modules/vpc/aws"\n azs = ["us-east-1a"] }`,
  ],
  [
    "a boolean as Python has it",
    "aws_eks_cluster.c",
    "SOV-OPS-01",
    `resource "aws_eks_cluster" "c" { vpc_config { endpoint_public_access = True } }`,
  ],
  [
    "a typed pod",
    "kubernetes_pod.p",
    "SOV-OPS-06",
    `resource "kubernetes_pod" "p" { spec { host_pid = true\n container { image = "a" } } }`,
  ],
];

describe("what stands outside", () => {
  it.each(hard)("is found in %s", async (_form, address, rule, hcl) => {
    const found = of(await judgeHcl(hcl), rule).filter(({ verdict }) => verdict === "fail");
    expect(found.map((finding) => finding.address)).toContain(address);
  });

  it("is not found where only a service is named as principal", async () => {
    const { findings } = await judgeHcl(`data "aws_iam_policy_document" "d" { statement { principals {
        type = "Service"
        identifiers = ["s3.amazonaws.com"]
      } } }
      resource "aws_iam_role" "r" {
        assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { "Service" = "s3.amazonaws.com" } }] })
      }`);
    expect(findings.filter(({ rule }) => rule.startsWith("SOV-RES-12"))).toEqual([]);
  });

  it("is owed where a template makes it", async () => {
    const { findings } = await judgeHcl('resource "aws_cloudformation_stack" "s" { template_body = "{}" }');
    const owed = findings.find(({ rule }) => rule === "SOV-opaque-module");
    expect([owed?.verdict, owed?.address]).toEqual(["unknown", "aws_cloudformation_stack.s"]);
  });
});

describe("aifactory check --boundary", () => {
  const options = { format: "json" as const, failOn: "error" as const, today: "2026-11-21", color: false };

  it("prints rule, verdict, severity, address, path, location and covers of each finding", async () => {
    const file = write(
      "main.tf.json",
      JSON.stringify({
        provider: { aws: { region: "eu-central-1" } },
        resource: { aws_eks_cluster: { c: { region: "us-east-1" } } },
      }),
    );
    const { exitCode, stdout } = await runCheck(file, { ...options, boundary: "eu-strict" });
    const report = JSON.parse(stdout) as { findings: Record<string, unknown>[]; sovereignty: { stage: string } };
    expect(exitCode).toBe(1);
    expect(report.sovereignty.stage).toBe("synth");
    expect(report.findings.find(({ rule }) => rule === "SOV-RES-01-effective-location")).toMatchObject({
      verdict: "fail",
      severity: "error",
      address: "aws_eks_cluster.c",
      path: "aws_eks_cluster.c",
      location: "us-east-1 (US)",
      covers: [],
    });
    expect(report.findings.find(({ rule }) => rule === "SOV-OPS-01-private-api")?.["covers"]).toEqual(
      expect.arrayContaining(["CKV_AWS_39", "AWS-0040"]),
    );
  });

  it("ends with 2 for a boundary that is none, and for options that need one", async () => {
    const file = write("empty.tf.json", JSON.stringify({ locals: { a: 1 } }));
    expect(await runCheck(file, { ...options, boundary: "eu-strikt" })).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("did you mean 'eu-strict'") as string,
    });
    expect(await runCheck(file, { ...options, strict: true })).toMatchObject({ exitCode: 2 });
  });

  it("lists and shows boundaries", () => {
    expect(listBoundaries("text").stdout).toContain("aws-eusc");
    expect(showBoundary("aws-eusc", "text").stdout).toContain("eusc-de-east-1");
    expect(showBoundary("nothing", "text").exitCode).toBe(2);
  });
});
