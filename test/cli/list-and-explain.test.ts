import * as blueprints from "../../blueprints";
import { runExplain } from "../../cli/commands/explain";
import { blueprintList } from "../../cli/blueprint-list";
import { listAccelerators, listComponents, listInstances, listRegions, listRules } from "../../cli/commands/list";
import type { CommandResult } from "../../cli/command-result";
import { rules } from "../../validation/rules";

function rows(result: CommandResult): Record<string, unknown>[] {
  expect(result).toMatchObject({ exitCode: 0, stderr: "" });
  return JSON.parse(result.stdout) as Record<string, unknown>[];
}
const names = (result: CommandResult, key = "name") => rows(result).map((row) => row[key]);
const format = "json" as const;

describe("aifactory list", () => {
  it("lists all rules, or those of a family or severity", () => {
    expect(names(listRules({ format }), "id")).toEqual(rules.map(({ id }) => id));
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

  it("lists accelerators by vendor, and components with their versions", () => {
    const amd = rows(listAccelerators({ format, vendor: "amd" }));
    expect(amd.length).toBeGreaterThan(0);
    expect(new Set(amd.map(({ vendor }) => vendor))).toEqual(new Set(["AMD"]));
    const operator = rows(listComponents({ format })).find(({ id }) => id === "gpu-operator");
    expect(operator).toMatchObject({ version: expect.stringMatching(/^v?\d+\./) });
  });

  it("lists every blueprint of the package", () => {
    const factories = Object.keys(blueprints).filter((name) => name.endsWith("Factory"));
    expect(blueprintList.map(({ name }) => name).sort()).toEqual(factories.sort());
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
    [() => listComponents({ format, category: "nothing like it" }), /unknown category .*; known: /],
  ])("exits 2 on a name that is not known", (list, reason) => {
    const result = list();
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toMatch(reason);
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
});
