import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { showBoundary } from "../../cli/commands/boundary";
import { runCheck } from "../../cli/commands/check";
import { boundaryProfiles } from "../../policy";

const folder = mkdtempSync(join(process.env.AI_FACTORY_TEST_DIR ?? "", "boundary-check-"));
const write = (name: string, text: string) => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};
const document = write(
  "main.tf.json",
  JSON.stringify({
    provider: { aws: { region: "eu-central-1" } },
    resource: { aws_sqs_queue: { q: { sqs_managed_sse_enabled: true } } },
  }),
);
const options = { failOn: "error" as const, today: "2026-11-21", color: false, boundary: "eu-strict" };

interface Sarif {
  readonly runs: readonly {
    readonly properties: {
      readonly boundary: string;
      readonly stage: string;
      readonly digests: Record<string, unknown>;
    };
    readonly results: readonly { readonly ruleId: string; readonly suppressions?: readonly object[] }[];
  }[];
}

describe("SARIF of a check by a boundary", () => {
  it("carries waivers as suppressions, and the digests of policy, documents and plans", async () => {
    const rule = "SOV-KEY-01-customer-keys";
    const found = JSON.parse((await runCheck(document, { ...options, format: "json" })).stdout) as {
      readonly findings: readonly { readonly rule: string; readonly hash: string; readonly address: string }[];
      readonly sovereignty: { readonly digests: Record<string, unknown> };
    };
    const finding = found.findings.find((each) => each.rule === rule);
    const waiver = { owner: "ops", approver: "security", reason: "holds no data", expires: "2026-12-31" };
    const waivers = write(
      "waivers.yaml",
      JSON.stringify({ waivers: [{ rule, address: finding?.address, hash: finding?.hash, ...waiver }] }),
    );
    const { exitCode, stdout } = await runCheck(document, { ...options, format: "sarif", waivers });
    const [run] = (JSON.parse(stdout) as Sarif).runs;
    expect(exitCode).toBe(0);
    expect(run?.results.find(({ ruleId }) => ruleId === rule)?.suppressions).toEqual([
      {
        kind: "external",
        status: "accepted",
        justification: "holds no data (approved by security) (ops, until 2026-12-31)",
      },
    ]);
    expect(run?.results.filter(({ ruleId }) => ruleId !== rule).some(({ suppressions }) => suppressions)).toBe(false);
    expect(run?.properties).toEqual({ boundary: "eu-strict", stage: "synth", digests: found.sovereignty.digests });
    expect(run?.properties.digests).toEqual({
      policy: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      documents: { main: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      plans: {},
    });
  });
});

describe("a boundary that cannot be used", () => {
  mkdirSync(join(folder, "empty"));
  it.each([
    ["is no YAML", write("broken.yaml", "extends: [eu-strict"), /broken\.yaml: cannot be read as YAML or JSON/],
    ["is a list", write("list.yaml", "- eu-strict"), /list\.yaml: is no boundary: write an object with `extends`/],
    ["is empty", write("empty.yaml", ""), /empty\.yaml: is no boundary/],
    ["extends nothing that there is", write("far.yaml", "extends: eu-strikt"), /did you mean 'eu-strict'/],
    ["lacks fields", write("short.json", '{"name": "x"}'), /'regions' is missing; state it, or extend a profile/],
    [
      "names a region of a foreign partition",
      write("stray.yaml", "extends: eu-single-de\nregions: [eusc-de-east-1]"),
      /eusc-de-east-1 of partition 'aws-eusc', which 'partitions' does not/,
    ],
    ["is a folder", join(folder, "empty"), /empty: cannot be read/],
    ["is nowhere", join(folder, "nowhere.yaml"), /neither a file nor a profile/],
  ])("because it %s ends with 2 and says what to do", async (_, boundary, message) => {
    const result = await runCheck(document, { ...options, format: "text", boundary });
    expect(result).toMatchObject({ exitCode: 2, stdout: "", stderr: expect.stringMatching(message) as string });
  });
});

describe("the output of a factory inside a boundary", () => {
  it("is not judged by it without being asked, which is said", async () => {
    const output = join(folder, "output");
    mkdirSync(output);
    writeFileSync(join(output, "main.tf.json"), JSON.stringify({ locals: { a: 1 } }));
    writeFileSync(join(output, "boundary.json"), JSON.stringify(boundaryProfiles[0]));
    const { stderr } = await runCheck(output, { ...options, format: "text", boundary: undefined });
    expect(stderr).toBe(`not judged by its boundary; add --boundary ${join(output, "boundary.json")}\n`);
    const asked = await runCheck(output, { ...options, format: "text", boundary: join(output, "boundary.json") });
    expect(asked).toMatchObject({ exitCode: 0, stderr: "" });
  });
});

describe("aifactory boundary show", () => {
  it.each(boundaryProfiles.map(({ name }) => name))("says what %s allows, with its sources", (name) => {
    const { exitCode, stdout } = showBoundary(name, "text");
    const data = JSON.parse(showBoundary(name, "json").stdout) as (typeof boundaryProfiles)[number];
    expect(exitCode).toBe(0);
    for (const { title } of data.sources) expect(stdout).toContain(title);
    expect(stdout).toContain(`${name} (as of ${data.asOf})`);
    expect(stdout).not.toMatch(/undefined|\[object/);
  });
});
