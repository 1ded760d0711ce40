import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runReport } from "../../cli/commands/report";
import { documentsFromMemory } from "../../documents";
import { boundaryFrom, runPolicy, type Waiver } from "../../policy";
import { htmlReport } from "../../report";
import { cloudModel, hostileText } from "./models";

const today = "2026-11-21";
const boundary = boundaryFrom(
  {
    extends: "eu-strict",
    name: "ours",
    registries: [{ host: "registry.example.eu", jurisdiction: "DE", purpose: "images and charts" }],
  },
  "ours",
);
const stack = {
  provider: { aws: { region: "eu-central-1" } },
  resource: {
    aws_iam_role: { nodes: { assume_role_policy: "{}" } },
    aws_kms_key: { data: { description: "data", custom_key_store_id: "cks-1" } },
    aws_sqs_queue: { abroad: { region: "us-east-1", sqs_managed_sse_enabled: true } },
    helm_release: { kueue: { chart: "kueue" } },
  },
};
const factory = { ...cloudModel(), sites: [{ id: "graz", kind: "on-prem", country: "AT" }] };
const documents = documentsFromMemory({ infra: stack }, factory);

function section(page: string): string {
  const body = /<section id="sovereignty"[^]*?<\/section>/.exec(page)?.[0] ?? "";
  return body.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

describe("the section on sovereignty", () => {
  const first = runPolicy(documents, { boundary });
  const retained = first.findings.find(({ verdict, rule }) => verdict === "fail" && rule.startsWith("SOV-KEY-01"));
  const waiver: Waiver = {
    rule: retained?.rule ?? "",
    address: retained?.address ?? "",
    hash: retained?.hash ?? "",
    reason: "holds no data",
    owner: "storage",
    approver: "security",
    expires: "2026-12-31",
  };
  const result = runPolicy(documents, { boundary, today, waivers: { waivers: [waiver], obligations: [] } });
  const page = htmlReport({ model: cloudModel(), sovereignty: { boundary: boundary.data, result } });
  const text = section(page);

  it("says where everything is, and how it stands to the boundary", () => {
    expect(text).toContain("eu-central-1 (DE) inside 1 1 aws_kms_key");
    expect(text).toContain("us-east-1 (US) outside 1 1 aws_sqs_queue");
    expect(text).toContain("us-east-1 (US), control plane of partition aws outside, accepted 1 1 aws_iam_role");
    expect(text).toContain("graz (AT) inside – machines, clusters and storage of your own");
    expect(text).toContain("the factory&#39;s clusters where the cluster&#39;s nodes are 1 1 helm_release");
  });

  it("says who holds the keys", () => {
    expect(text).toContain("aws_kms_key.data data you: an HSM, or a key manager outside of the provider eu-central-1");
  });

  it("says what crosses the border and why, refused or accepted", () => {
    expect(text).toContain("aws_sqs_queue.abroad us-east-1 (US) refused by SOV-RES-01-effective-location");
    expect(text).toContain("IAM us-east-1 (US), control plane of partition aws a global service");
    expect(text).toContain("images and charts in registry.example.eu (DE) images and charts");
  });

  it("lists waivers with owner and day, and what is not yet proven with the stage that decides", () => {
    expect(retained?.address).toBe("aws_sqs_queue.abroad");
    expect(text).toMatch(/SOV-KEY-01 .* holds no data \(approved by security\) storage 2026-12-31/);
    expect(text).toMatch(/SOV-OPS-07 .*region-deny of the organisation deploy SCP region-deny 1 none/);
    expect(text).toContain("customer-managed or stronger");
  });

  it("bears the digests of policy and documents, and says that no plan was judged", () => {
    expect(text).toContain(`policy and boundary ${result.digests.policy}`);
    expect(text).toContain(`document infra ${result.digests.documents["infra"]}`);
    expect(text).toContain("No plan was judged");
  });

  it("is left out where there is no boundary, and lets no name become markup", () => {
    expect(htmlReport({ model: cloudModel() })).not.toContain('id="sovereignty"');
    const spoilt = { ...boundary.data, name: hostileText, asOf: hostileText };
    const hostile = htmlReport({ model: cloudModel(), sovereignty: { boundary: spoilt, result } });
    expect(hostile).not.toMatch(/<script|<img/);
  });
});

describe("aifactory report with a boundary", () => {
  const plan = {
    format_version: "1.2",
    planned_values: { root_module: { resources: [] } },
    configuration: { root_module: {} },
  };
  const folder = mkdtempSync(join(process.env.AI_FACTORY_TEST_DIR ?? "", "sovereign-"));
  const file = (name: string, data: unknown) => {
    writeFileSync(join(folder, name), JSON.stringify(data));
    return join(folder, name);
  };
  mkdirSync(join(folder, "stacks", "infra"), { recursive: true });
  file("stacks/infra/cdk.tf.json", stack);
  file("factory.json", cloudModel());
  file("manifest.json", {
    version: "0.21.0",
    stacks: { infra: { name: "infra", synthesizedStackPath: "stacks/infra/cdk.tf.json" } },
  });
  const html = join(folder, "report.html");

  it("judges by a profile, or by the boundary that the factory was synthesised with", async () => {
    await runReport(folder, { html, today });
    expect(readFileSync(html, "utf8")).not.toContain('id="sovereignty"');
    expect(await runReport(folder, { html, today, boundary: "eu-wide" })).toMatchObject({ exitCode: 0 });
    expect(section(readFileSync(html, "utf8"))).toContain("by the boundary eu-wide");
    file("boundary.json", boundary.data);
    await runReport(folder, { html, today });
    expect(section(readFileSync(html, "utf8"))).toContain("by the boundary ours");
  });

  it("judges the plans instead, and names the digests of both", async () => {
    const options = { html, today, boundary: "eu-wide", plan: [file("infra-plan.json", plan)] };
    expect(await runReport(folder, options)).toMatchObject({ exitCode: 0, stderr: "" });
    const text = section(readFileSync(html, "utf8"));
    expect(text).toContain("Judged on the plan");
    expect(text).toMatch(/document infra [0-9a-f]{64} plan infra-plan [0-9a-f]{64}/);
  });

  it("refuses what it cannot use, and writes nothing", async () => {
    const never = join(folder, "never.html");
    const refused = async (options: object) => (await runReport(folder, { html: never, today, ...options })).stderr;
    expect(await refused({ boundary: "eu-strikt" })).toContain("did you mean 'eu-strict'");
    expect(await refused({ plan: [join(folder, "stacks/infra/cdk.tf.json")] })).toContain("is no plan");
    expect(await refused({ waivers: join(folder, "none.yaml") })).toContain("none.yaml");
    expect(existsSync(never)).toBe(false);
  });
});
