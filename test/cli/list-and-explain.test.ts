import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as blueprints from "../../blueprints";
import committed from "../../cli/component-list.json";
import { componentClasses, componentRows } from "../../tools/docs/components";
import { runExplain } from "../../cli/commands/explain";
import { blueprintList } from "../../cli/blueprint-list";
import { listAccelerators, listCharts, listInstances, listRegions, listRules } from "../../cli/commands/list";
import { listComponents } from "../../cli/commands/list-components";
import type { CommandResult } from "../../cli/command-result";
import { policyRules } from "../../policy/rules";
import { propsChecks } from "../../validation/checks-of-props";
import { rules } from "../../validation/rules";

function rows(result: CommandResult): Record<string, unknown>[] {
  expect(result).toMatchObject({ exitCode: 0, stderr: "" });
  return JSON.parse(result.stdout) as Record<string, unknown>[];
}
const names = (result: CommandResult, key = "name") => rows(result).map((row) => row[key]);
const format = "json" as const;

describe("aifactory list", () => {
  it("lists all rules, or those of a family or severity", () => {
    expect(names(listRules({ format, kind: "design" }), "id")).toEqual(rules.map(({ id }) => id));
    expect(names(listRules({ format, kind: "sovereign" }), "id")).toEqual(policyRules.map(({ id }) => id));
    expect(names(listRules({ format, kind: "props", family: "SIT" }), "id")).toContain("SIT-003-country");
    const all = names(listRules({ format }), "id");
    expect(new Set(all).size).toBe(all.length);
    const fabric = names(listRules({ format, family: "fab" }), "id");
    expect(fabric).toContain("FAB-001-efa-interface-count");
    expect(fabric.every((id) => String(id).startsWith("FAB-"))).toBe(true);
    expect(names(listRules({ format, severity: "warning" }), "id")).toContain("ACK-002-unmatched-acknowledgement");
  });

  it("lists instances by accelerator, region and EFA", () => {
    const h200 = names(listInstances({ format, accelerator: "h200", region: "eu-north-1", efa: true }));
    expect(h200).toContain("p5en.48xlarge");
    expect(h200).not.toContain("p5.48xlarge");
    expect(names(listInstances({ format, accelerator: "h200-sxm-141gb" }))).toContain("p5e.48xlarge");
  });

  it("lists regions in the European Union, which London and Zurich are not in", () => {
    const eu = names(listRegions({ format, eu: true, partition: "aws" }));
    expect(eu).toContain("eu-central-1");
    expect(eu).not.toContain("eu-west-2");
    expect(eu).not.toContain("eu-central-2");
    expect(names(listRegions({ format, country: "de" }))).toContain("eusc-de-east-1");
  });

  it("lists accelerators by vendor, and charts with their versions", () => {
    const amd = rows(listAccelerators({ format, vendor: "amd" }));
    expect(amd.length).toBeGreaterThan(0);
    expect(new Set(amd.map(({ vendor }) => vendor))).toEqual(new Set(["AMD"]));
    const operator = rows(listCharts({ format })).find(({ id }) => id === "gpu-operator");
    expect(operator).toMatchObject({ version: expect.stringMatching(/^v?\d+\./) });
  });

  it("lists every blueprint of the package", () => {
    const exported = Object.entries(blueprints).filter(([, value]) => typeof value === "function");
    // A preset takes a factory's parts and its own props.
    const presets = exported.filter(([, value]) => /^function \w+\(parts, props\)/.test(String(value)));
    const factories = exported.filter(([name]) => name.endsWith("Factory"));
    const names = [...presets, ...factories].map(([name]) => name);
    expect(presets.length).toBe(4);
    expect(blueprintList.map(({ name }) => name).sort()).toEqual(names.sort());
  });

  it("prints a table for reading, with a dash for what is not known", () => {
    const { stdout } = listInstances({ format: "text", accelerator: "H200" });
    expect(stdout).toMatch(/│ name +│ accelerators/);
    expect(stdout).toContain("p5en.48xlarge");
  });

  it.each([
    [() => listRules({ format, family: "NETT" }), /unknown family 'NETT'; did you mean 'NET'\?/],
    [() => listInstances({ format, region: "eu-nort-1" }), /unknown region 'eu-nort-1'; did you mean 'eu-north-1'\?/],
    [() => listInstances({ format, accelerator: "H20O" }), /unknown accelerator 'H20O'; did you mean/],
    [() => listAccelerators({ format, vendor: "NVIDA" }), /did you mean 'NVIDIA'/],
    [() => listRegions({ format, country: "ZZ" }), /unknown country 'ZZ'/],
    [() => listRegions({ format, partition: "aws-eu" }), /unknown partition 'aws-eu'/],
    [() => listCharts({ format, category: "nothing like it" }), /unknown category .*; known: /],
    [() => listComponents({ format, boundary: "eu-strict", layer: "serbing" }), /did you mean 'serving'/],
    [() => listComponents({ format, boundary: "eu-strikt" }), /did you mean 'eu-strict'/],
  ])("exits 2 on a name that is not known", (list, reason) => {
    const result = list();
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(reason);
  });
});

describe("aifactory list components", () => {
  const list = (boundary: string, layer?: string) => rows(listComponents({ format, boundary, layer }));
  const named = (all: readonly Record<string, unknown>[], name: string) => all.find((row) => row.component === name);

  it("lists every class that the package exports, as one of them says of itself", () => {
    expect(committed).toEqual(componentRows());
    expect(names(listComponents({ format, boundary: "eu-strict" }), "component").sort()).toEqual(
      [...componentClasses().keys()].sort(),
    );
  });

  it("says name, chart, version, images, and that a mirror is needed for what comes from outside", () => {
    expect(named(list("eu-strict", "mlops"), "Mlflow")).toMatchObject({
      name: "mlflow",
      chart: { name: "mlflow", version: expect.stringMatching(/^\d/) },
      images: expect.arrayContaining([expect.stringMatching(/mlflow:/)]),
      boundary: "eu-strict",
      boundaryClean: "from a mirror",
      mirror: expect.arrayContaining(["docker.io"]),
      reasons: [],
    });
    expect(named(list("eu-strict", "tenancy"), "Team")).toMatchObject({ boundaryClean: "yes", mirror: [] });
  });

  it("says no where a mirror changes nothing", () => {
    expect(named(list("eu-strict"), "IntelGaudiOperator")).toMatchObject({
      boundaryClean: "no",
      reasons: ["its images are not known, so no mirror can be put in"],
    });
  });

  it("asks the boundary that is named", () => {
    const file = join(process.env.AI_FACTORY_TEST_DIR ?? "", "boundary.json");
    const hosts = ["docker.io", "ghcr.io"].map((host) => ({ host, jurisdiction: "AT", purpose: "a test" }));
    writeFileSync(file, JSON.stringify({ extends: "eu-strict", name: "own", registries: hosts }));
    expect(named(list(file, "data"), "Qdrant")).toMatchObject({ boundary: "own", mirror: ["qdrant.github.io"] });
  });

  it("names the boundary below the table", () => {
    const { stdout } = listComponents({ format: "text", boundary: "eu-strict", layer: "tenancy" });
    expect(stdout).toMatch(/│ component +│ layer +│ version +│ chart +│ images +│ boundary-clean/);
    expect(stdout).toContain("outside of 'eu-strict', the default; name another with --boundary");
  });
});

describe("aifactory explain", () => {
  it("explains a rule by its id or its number", () => {
    const whole = runExplain("FAB-001-efa-interface-count");
    expect(whole.stdout).toMatch(/^FAB-001-efa-interface-count \(fabric, error\)\n/);
    for (const part of ["Why: ", "Mend: ", "Fails: ", "Passes: ", "Unknown: ", "Sources:\n"])
      expect(whole.stdout).toContain(part);
    expect(runExplain("fab-001")).toEqual(whole);
  });

  it("suggests the rule that was meant", () => {
    const result = runExplain("FAB-001-efa-interface-cuont");
    expect(result).toMatchObject({ exitCode: 2, stdout: "" });
    expect(result.stderr).toMatch(/did you mean 'FAB-001-efa-interface-count'\?; `aifactory list rules`/);
  });

  it("explains the checks of props, with what they say and how that is mended", () => {
    const { stdout } = runExplain("cap-053");
    expect(stdout).toMatch(/^CAP-053-block-size \(capacity and reservations, error; check of props in constructs\//);
    expect(stdout).toMatch(/\nSays:\n {2}- \S/);
    expect(stdout).toMatch(/\nMend:\n {2}- \S/);
    // A design rule whose fault the props may have as well says both.
    expect(runExplain("CAP-050").stdout).toMatch(/Sources:[^]*check of props in/);
    expect(runExplain("SOV-AIG-01").stdout).toMatch(/^SOV-AIG-01-inference-geography/);
  });

  it("knows every id that a check can raise; `npm run docs` reads them from the sources", () => {
    const root = join(__dirname, "../..");
    const files = ["blueprints", "constructs", "planning", "model"].flatMap((room) =>
      readdirSync(join(root, room), { recursive: true, encoding: "utf8" })
        .filter((name) => name.endsWith(".ts"))
        .map((name) => join(root, room, name)),
    );
    const raised = files.flatMap(
      (file) => readFileSync(file, "utf8").match(/(?<=")[A-Z]{3}-\d{3}-[a-z0-9-]+(?=")/g) ?? [],
    );
    expect(propsChecks.rows.map(({ id }) => id)).toEqual([...new Set(raised)].sort());
    for (const { id } of propsChecks.rows) expect(runExplain(id)).toMatchObject({ exitCode: 0, stderr: "" });
    const silent = propsChecks.rows.filter(({ messages, mends }) => messages.length === 0 || mends.length === 0);
    expect(silent.map(({ id }) => id)).toEqual([]);
  });
});
