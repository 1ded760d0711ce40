import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runReport } from "../../cli/commands/report";
import { program } from "../../cli/program";
import { factoryFileName } from "../../model";
import { cloudModel } from "./models";

const parent = process.env.AI_FACTORY_TEST_DIR ?? "";
const today = "2026-11-21";

/** An output folder as a synth leaves it: one stack, and the factory's model unless there is none. */
function outdir(model: object | null = cloudModel()): string {
  const folder = mkdtempSync(join(parent, "report-"));
  mkdirSync(join(folder, "stacks", "infra"), { recursive: true });
  const stacks = { infra: { name: "infra", synthesizedStackPath: "stacks/infra/cdk.tf.json" } };
  writeFileSync(join(folder, "manifest.json"), JSON.stringify({ version: "0.21.0", stacks }));
  const document = { resource: { aws_vpc: { main: { cidr_block: "10.0.0.0/16" } } } };
  writeFileSync(join(folder, "stacks", "infra", "cdk.tf.json"), JSON.stringify(document));
  if (model !== null) writeFileSync(join(folder, factoryFileName), JSON.stringify(model));
  return folder;
}

describe("aifactory report", () => {
  it("writes the page and says where; the same bytes on the same day", async () => {
    const folder = outdir();
    const [first, second] = [join(folder, "a.html"), join(folder, "b.html")];
    expect(await runReport(folder, { html: first, today })).toEqual({ exitCode: 0, stdout: `${first}\n`, stderr: "" });
    await runReport(folder, { html: second, today });
    const page = readFileSync(first, "utf8");
    expect(page).toContain("<title>small: AI factory report</title>");
    expect(page).toMatch(/\d+ rules judged/);
    expect(readFileSync(second, "utf8")).toBe(page);
  });

  it("takes acknowledgements, and names the file that it cannot use", async () => {
    const folder = outdir();
    const ack = join(folder, "ack.yaml");
    const entry = { rule: "NO-SUCH", path: "x", reason: "r", owner: "o", expires: "2027-01-01" };
    writeFileSync(ack, JSON.stringify([entry]));
    const html = join(folder, "a.html");
    expect(await runReport(folder, { html, ack, today })).toMatchObject({ exitCode: 0 });
    expect(readFileSync(html, "utf8")).toContain("ACK-002-unmatched-acknowledgement");
    const missing = await runReport(folder, { html, ack: join(folder, "none.yaml"), today });
    expect(missing).toMatchObject({ exitCode: 2, stdout: "", stderr: expect.stringContaining("none.yaml") });
  });

  it("refuses what is no factory with exit code 2 and the way out", async () => {
    const html = join(parent, "never.html");
    const noModel = await runReport(outdir(null), { html, today });
    expect(noModel).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("has no factory.json") });
    const nowhere = await runReport(join(parent, "nowhere"), { html, today });
    expect(nowhere).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("nowhere") });
    const wrong = await runReport(outdir({ schemaVersion: 7 }), { html, today });
    expect(wrong).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("schemaVersion") });
  });

  it("says so where the page cannot be written", async () => {
    const html = join(parent, "no-such-folder", "a.html");
    const result = await runReport(outdir(), { html, today });
    expect(result).toMatchObject({ exitCode: 2, stdout: "", stderr: expect.stringContaining("cannot be written") });
  });

  it("is a command of the program", () => {
    expect(program().commands.map((command) => command.name())).toContain("report");
  });
});
