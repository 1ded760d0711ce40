import { join } from "node:path";
import { runCheck, type CheckCommandOptions } from "../../cli/commands/check";
import { loadOwnRules } from "../../cli/own-rules";
import { folderWith } from "../documents/support";
import { emptyModel, node } from "../validation/support/model";

const rule = `{
  id: "CAP-900-acme-pool-size", family: "CAP", title: "a pool has at most 32 nodes", severity: "error", reads: "model",
  cause: "the contract", mend: "make several pools", sources: [], unknownMeans: "nothing",
  example: { fails: "64 nodes", passes: "16 nodes" },
  *check({ model }) {
    for (const { path, maxNodes } of model.pools) {
      yield { path, verdict: maxNodes > 32 ? "fail" : "pass", message: "a pool beyond the contract", given: maxNodes };
    }
  },
}`;
const options: Omit<CheckCommandOptions, "rules"> = {
  format: "json",
  failOn: "error",
  today: "2026-11-21",
  color: false,
};

function design(maxNodes: number): string {
  const pool = { ...node("pools"), minNodes: 0, maxNodes };
  return folderWith({
    "manifest.json": {
      version: "0.21.0",
      stacks: { infra: { name: "infra", synthesizedStackPath: "stacks/infra/cdk.tf.json" } },
    },
    "stacks/infra/cdk.tf.json": { resource: {} },
    "factory.json": emptyModel({ pools: [pool] }),
  });
}

function moduleOf(text: string): string {
  return join(folderWith({ "rules.cjs": text }), "rules.cjs");
}

describe("aifactory check --rules", () => {
  const own = moduleOf(`exports.rules = [${rule}];`);

  it("runs the rules of a module beside the library's", async () => {
    const found = await runCheck(design(64), { ...options, rules: own });
    expect(found.exitCode).toBe(1);
    const { findings } = JSON.parse(found.stdout) as { findings: { rule: string }[] };
    expect(findings.filter((each) => each.rule === "CAP-900-acme-pool-size")).toMatchObject([
      { severity: "error", given: 64, fix: "make several pools" },
    ]);
    const sarif = await runCheck(design(64), { ...options, format: "sarif", rules: own });
    expect(sarif.stdout).toContain("CAP-900-acme-pool-size");
    const fine = await runCheck(design(16), { ...options, rules: own });
    expect(fine.stdout).not.toContain("a pool beyond the contract");
  });

  it("finds a file from the working directory", () => {
    const folder = folderWith({ "rules.cjs": `exports.rules = [${rule}];` });
    expect(loadOwnRules("./rules.cjs", folder).map(({ id }) => id)).toEqual(["CAP-900-acme-pool-size"]);
  });

  it.each([
    ["@acme/not-installed", /no such module seen from .*; name an installed package/],
    [moduleOf("exports.rule = {};"), /exports no list `rules`/],
    [moduleOf("module.exports = undefined;"), /exports no list `rules`/],
    [moduleOf("exports.rules = [];"), /exports no list `rules`/],
    [moduleOf('throw new Error("no licence");'), /cannot be loaded: no licence/],
    [moduleOf('exports.rules = ["CAP-900"];'), /rules\[0\] is no rule/],
    [moduleOf(`exports.rules = [${rule}, ${rule}];`), /the id CAP-900-acme-pool-size is taken/],
    [
      moduleOf(`exports.rules = [{ ...${rule}, id: "CAP-050-node-counts" }];`),
      /CAP-050-node-counts is taken; numbers from 900/,
    ],
    [
      moduleOf('exports.rules = [{ id: "mine", family: "XXX" }];'),
      /family is none of .*; rule mine: id is not .*severity is none of.*title is missing.*sources is no list.*no function/,
    ],
  ])("says what is wrong with a module, exit code 2 (%#)", async (module, message) => {
    const result = await runCheck(design(16), { ...options, rules: module });
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toMatch(message);
  });
});
