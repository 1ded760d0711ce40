import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformStack } from "cdktf";
import { checkSiteProps, Site, type SiteProps } from "../../../constructs/site";
import { collectModel } from "../../../model";
import { FactoryError } from "../../../validation/factory-error";
import { smallSite } from "../onprem/site-props";

const folder = mkdtempSync(join(tmpdir(), "site-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function build(props: SiteProps = smallSite) {
  const app = new App({ outdir: folder });
  const stack = new TerraformStack(app, "platform");
  return { app, stack, site: new Site(stack, "site", props) };
}

function problemsOf(change: Partial<SiteProps>) {
  return checkSiteProps({ ...smallSite, ...change }, "factory.site", "oslo").filter(
    ({ severity }) => severity === "error",
  );
}

describe("a site", () => {
  const { app, site } = build();

  test("gives pools their machines without the spares, their racks and their failure domain", () => {
    expect(site.findPool("dgx")).toMatchObject({
      system: "dgx-h200",
      nodes: 7,
      spares: 1,
      racks: ["rack-01", "rack-02"],
      largestRackShare: 0.5,
    });
    expect(site.findPool("dgx")?.nodeNames).toHaveLength(8);
    expect(site.findPool("nobody")).toBeUndefined();
  });

  test("labels each node of a compute network with its place, by levels that all of them have", () => {
    expect(site.nodeLabels["dgx-01"]).toEqual({
      "ai-factory/fabric-unit": "unit-01",
      "ai-factory/fabric-rack": "rack-01",
    });
    for (const level of site.topologyLevels.slice(0, -1)) {
      for (const labels of Object.values(site.nodeLabels)) expect(labels).toHaveProperty([level]);
    }
    expect(site.topologyLevels.at(-1)).toBe("kubernetes.io/hostname");
  });

  test("is in the model with racks, power and energy", () => {
    const model = collectModel(app, { name: "f", intent: "training" });
    expect(model.sites).toHaveLength(1);
    expect(model.sites[0]).toMatchObject({
      id: "oslo",
      kind: "on-prem",
      country: "NO",
      facility: { pue: 1.2, unknownPowerDevices: 0, cooling: expect.stringContaining("direct-liquid") as string },
    });
    const { facility } = model.sites[0]!;
    expect(facility?.facilityPowerKW).toBeCloseTo((facility?.itPowerKW ?? 0) * 1.2, 0);
    // Two NVL72 racks of 120 kW, eight DGX of 10.2 kW, and less than 60 kW of everything else.
    expect(facility?.itPowerKW).toBeGreaterThan(2 * 120 + 8 * 10.2);
    expect(facility?.itPowerKW).toBeLessThan(2 * 120 + 8 * 10.2 + 60);
  });

  test("says which networks it has when another is asked for", () => {
    expect(() => site.network("backbone")).toThrow(/no network 'backbone'; there is: compute, nvl-compute, ethernet/);
  });
});

describe("the site's files", () => {
  const { app } = build({ ...smallSite, systems: smallSite.systems.map((machine) => named(machine)) });
  app.synth();
  const read = (name: string) => readFileSync(join(folder, "site/oslo", name), "utf8");

  test("are a bill of materials, cables, racks and topologies", () => {
    expect(readdirSync(join(folder, "site/oslo")).sort()).toEqual([
      "bill-of-materials.csv",
      "bill-of-materials.json",
      "cables.csv",
      "cables.json",
      "kueue-topology.json",
      "plan.json",
      "racks.json",
      "slurm-topology.yaml",
    ]);
  });

  test("agree with each other on the cables", () => {
    const rows = read("cables.csv").trim().split("\r\n").length - 1;
    const cables = JSON.parse(read("cables.json")) as unknown[];
    const plan = JSON.parse(read("plan.json")) as { networks: { links: number }[] };
    expect(cables).toHaveLength(rows);
    // Links of subnet managers have no node at their other end.
    expect(plan.networks.reduce((sum, { links }) => sum + links, 0)).toBeGreaterThanOrEqual(rows);
  });

  test("call nodes by the names that Kubernetes knows, and NVLink racks blocks", () => {
    const slurm = read("slurm-topology.yaml");
    expect(slurm).toContain("nodes: node-[1-8]");
    expect(slurm).toMatch(/topology: nvl-compute-nvlink[\s\S]*block_sizes:\n\s+- 18/);
    expect(read("kueue-topology.json")).toContain('"node-8"');
  });
});

function named(machine: SiteProps["systems"][number]) {
  const nodeNames = Array.from({ length: machine.count }, (_, index) => `node-${index + 1}`);
  return machine.name === "dgx" ? { ...machine, nodeNames } : machine;
}

describe("a site that cannot be", () => {
  test("tells everything at once: names, country, systems, switches, power", () => {
    const found = problemsOf({
      country: "Norway",
      systems: [
        { name: "DGX", system: "dgx-h20", count: 4, spares: 5 },
        { name: "hot", system: "dgx-h200", count: 4, rackType: "service", nodeNames: ["a"] },
      ],
      networks: [{ name: "compute", use: "compute", endpointGbps: 400, leafSwitch: "QM970", ports: { hot: 8 } }],
      racks: [{ name: "service", powerBudgetKW: 8 }],
    });
    expect(found.map(({ rule }) => rule).sort()).toEqual([
      "PWR-001-rack-power",
      "SIT-003-country",
      "SIT-004-system-name",
      "SIT-005-unknown-system",
      "SIT-006-spares",
      "SIT-007-unknown-switch",
      "SIT-008-node-names",
    ]);
    expect(found.find(({ rule }) => rule.startsWith("SIT-005"))?.fix).toBe("write 'dgx-h200'");
    for (const { path } of found) expect(path).toMatch(/^factory\.site/);
  });

  test("refuses a liquid-only system in air-cooled racks, with what would do", () => {
    const [found] = problemsOf({
      racks: [{ name: "gpu", powerBudgetKW: 200 }],
      systems: [smallSite.systems[1]!],
    }).filter(({ rule }) => rule.startsWith("CLG") || rule.startsWith("RCK-005"));
    expect(found).toMatchObject({ given: "liquid" });
    const [cooling] = problemsOf({
      racks: [{ name: "liquid", powerBudgetKW: 200 }],
      networks: [],
      systems: [smallSite.systems[1]!],
    });
    expect(cooling).toMatchObject({ rule: "CLG-001-cooling-method", allowed: ["direct-liquid"] });
  });

  test("refuses a connection to the grid that is too small", () => {
    expect(problemsOf({ gridLimitKW: 100 }).map(({ rule }) => rule)).toEqual(["PWR-004-site-power"]);
  });

  test("is thrown as one error by the construct", () => {
    expect(() => build({ ...smallSite, country: "no", gridLimitKW: 100 })).toThrow(FactoryError);
    expect(() => build({ ...smallSite, country: "no", gridLimitKW: 100 })).toThrow(/2 problems/);
  });
});
