import { join } from "node:path";
import { runCheck, type CheckCommandOptions } from "../../cli/commands/check";
import { expiredAcknowledgement } from "../../validation/rules/ACK-001-expired-acknowledgement";
import { unmatchedAcknowledgement } from "../../validation/rules/ACK-002-unmatched-acknowledgement";
import { efaInterfaceCount } from "../../validation/rules/FAB-001-efa-interface-count";
import { cidrOverlap } from "../../validation/rules/NET-001-cidr-overlap";
import { folderWith } from "../documents/support";
import { emptyModel, node } from "../validation/support/model";

// A few rules that are known here: what the others say of these designs is not what is tested.
const rules = [expiredAcknowledgement, unmatchedAcknowledgement, efaInterfaceCount, cidrOverlap];
const options: CheckCommandOptions = { format: "json", failOn: "error", today: "2026-11-21", color: false, rules };
const template = (count: number) => ({
  resource: {
    aws_launch_template: {
      t: {
        "//": { metadata: { path: "infra/t" } },
        instance_type: "g6e.12xlarge",
        network_interfaces: Array.from({ length: count }, (_unused, card) => ({
          network_card_index: card,
          interface_type: "efa",
        })),
      },
    },
  },
});
const cdktfOut = (stack: object, model: object) =>
  folderWith({
    "manifest.json": {
      version: "0.21.0",
      stacks: { infra: { name: "infra", synthesizedStackPath: "stacks/infra/cdk.tf.json" } },
    },
    "stacks/infra/cdk.tf.json": stack,
    "factory.json": model,
  });

describe("aifactory check", () => {
  it("exits 0 on a clean design, having judged it", async () => {
    const result = await runCheck(cdktfOut(template(1), emptyModel({ networks: [node("networks")] })), options);
    expect(result).toMatchObject({ exitCode: 0, stderr: "" });
    expect(JSON.parse(result.stdout)).toMatchObject({
      findings: [],
      summary: { pass: expect.any(Number), rulesNotRun: 0 },
    });
  });

  it("exits 1 on a finding in the documents or in the model", async () => {
    const emitted = await runCheck(cdktfOut(template(2), emptyModel()), options);
    expect(emitted.exitCode).toBe(1);
    expect(emitted.stdout).toContain("g6e.12xlarge has no network card 1");
    const networks = [node("networks"), node("networks", { id: "other" })];
    const modelled = await runCheck(cdktfOut(template(1), emptyModel({ networks })), options);
    expect(modelled.exitCode).toBe(1);
    expect(modelled.stdout).toContain("NET-001-cidr-overlap");
  });

  it("judges one file, and says how many rules had nothing to read", async () => {
    const file = join(cdktfOut(template(1), emptyModel()), "stacks", "infra", "cdk.tf.json");
    const result = await runCheck(file, { ...options, format: "text" });
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toMatch(/had nothing to read/);
  });

  it("fails on warnings when asked to, and takes acknowledgements by file", async () => {
    const path = cdktfOut(template(2), emptyModel());
    const entry = {
      rule: "FAB-001-efa-interface-count",
      path: "infra/t",
      reason: "test",
      owner: "me",
      expires: "2026-12-31",
    };
    const good = join(folderWith({ "ack.json": [entry] }), "ack.json");
    expect((await runCheck(path, { ...options, ack: good, failOn: "warning" })).exitCode).toBe(0);
    const extra = join(folderWith({ "ack.json": [entry, { ...entry, path: "infra/x" }] }), "ack.json");
    expect((await runCheck(path, { ...options, ack: extra })).exitCode).toBe(0);
    expect((await runCheck(path, { ...options, ack: extra, failOn: "warning" })).exitCode).toBe(1);
    const expired = await runCheck(path, { ...options, ack: good, today: "2027-01-01" });
    expect([expired.exitCode, expired.stdout.includes("ACK-001-expired-acknowledgement")]).toEqual([1, true]);
  });

  it("writes SARIF with files relative to where it runs", async () => {
    const path = cdktfOut(template(2), emptyModel());
    const { stdout } = await runCheck(path, { ...options, format: "sarif" });
    const sarif = JSON.parse(stdout) as { runs: { results: { locations: object[] }[] }[] };
    expect(sarif.runs[0]?.results[0]?.locations[0]).toMatchObject({
      physicalLocation: {
        artifactLocation: { uri: expect.stringMatching(/stacks\/infra\/cdk\.tf\.json$/) },
        region: { startLine: 4 },
      },
    });
  });

  it("names modules that were not there to be judged", async () => {
    const folder = folderWith({ "main.tf.json": { module: { m: { source: "terraform-aws-modules/vpc/aws" } } } });
    expect((await runCheck(folder, options)).stderr).toMatch(
      /^not judged: module\.m .* terraform-aws-modules\/vpc\/aws/,
    );
  });

  it.each<[string, Record<string, unknown>, Partial<CheckCommandOptions>, RegExp]>([
    ["an unreadable document", { "cdk.tf.json": "{" }, {}, /cdk\.tf\.json: is no JSON/],
    [
      "a model of another shape",
      { "manifest.json": { stacks: {} }, "factory.json": { schemaVersion: 2 } },
      {},
      /holds no documents|schemaVersion/,
    ],
    [
      "acknowledgements that are not there",
      { "cdk.tf.json": {} },
      { ack: "/nowhere/ack.yaml" },
      /ack\.yaml: cannot be read/,
    ],
  ])("exits 2 with the reason on stderr: %s", async (_name, files, more, reason) => {
    const result = await runCheck(folderWith(files), { ...options, ...more });
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toMatch(reason);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it.each([
    ["a list", [1], /factory\.json: is no object/],
    ["a section that is none", { ...emptyModel(), pools: {} }, /factory\.json: pools: is no list/],
    ["a node without a path", { ...emptyModel(), pools: [{ id: "x" }] }, /factory\.json: pools\[0\]\.path: is missing/],
    ["a field of another type", { ...emptyModel({ networks: [node("networks")] }), intent: 5 }, /intent: is no string/],
  ])("exits 2 on a factory model that is %s", async (_name, model, reason) => {
    const result = await runCheck(cdktfOut(template(1), model), options);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(reason);
  });
});
