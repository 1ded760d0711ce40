import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import { writeGuardrails } from "../../cli/guardrail-files";
import { controlPolicyCharacters } from "../../constructs/sovereignty";
import { boundaryProfiles } from "../../policy";

describe("aifactory boundary guardrails", () => {
  let folder = "";
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "guardrails-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const out = () => join(folder, "out");
  const written = (file: string) => readFileSync(join(out(), file), "utf8");
  const boundary = (lines: readonly string[]) => {
    const file = join(folder, "boundary.yaml");
    writeFileSync(file, lines.join("\n"));
    return file;
  };

  it.each(boundaryProfiles.map(({ name }) => name))("writes them for %s, each within its size", (name) => {
    const { exitCode, stderr } = writeGuardrails(name, { out: out() });
    expect({ exitCode, stderr: stderr.replace(/^note: .*\n/gm, "") }).toEqual({ exitCode: 0, stderr: "" });
    for (const file of readdirSync(out()).filter((each) => each.includes("control")))
      expect(written(file).length).toBeLessThanOrEqual(controlPolicyCharacters);
    expect(parseAllDocuments(written("admission.yaml")).length).toBeGreaterThan(8);
  });

  it("writes resource control where the boundary says who is inside, and spares the roles that are named", () => {
    const file = boundary(["extends: eu-single-de", "name: ours", "organization: o-a1b2c3d4e5"]);
    const exempt = ["arn:aws:iam::111122223333:role/break-glass"];
    expect(writeGuardrails(file, { out: out(), exempt }).exitCode).toBe(0);
    expect(written("resource-control-1.json")).toContain("o-a1b2c3d4e5");
    expect(written("service-control-1.json")).toContain(exempt[0]);
  });

  it("refuses an unknown boundary and an exemption for everyone, and writes nothing", () => {
    expect(writeGuardrails("eu-strickt", { out: out() })).toMatchObject({ exitCode: 2 });
    const { exitCode, stderr } = writeGuardrails("eu-strict", { out: out(), exempt: ["arn:aws:iam::*:role/*"] });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("without wildcards");
    expect(readdirSync(folder)).toEqual([]);
  });
});
