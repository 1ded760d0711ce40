import { parse } from "yaml";
import { planSite } from "../../../planning/site/plan-site";
import { billOfMaterialsCsv, cablePlanCsv } from "../../../planning/site/csv";
import { siteCables } from "../../../planning/site/cable-lots";
import { superpod } from "./sites";

describe("planSite", () => {
  const plan = planSite(superpod());

  it("plans all networks of one scalable unit from one description", () => {
    expect(plan.networks.map((network) => [network.name, ...network.tiers.map((tier) => tier.switches)])).toEqual([
      ["compute", 8, 4],
      ["storage", 4, 2],
      ["in-band", 4, 2],
      ["oob", 2, 2],
    ]);
    expect(plan).toMatchObject({ nodes: 37, accelerators: 248 });
  });

  it("gives every switch of the other networks a port on the out-of-band network", () => {
    const oob = plan.networks[3];
    expect(oob?.endpoints).toBe(37 + 12 + 6 + 6);
    const devices = [...siteCables(plan)].filter((cable) => cable.network === "oob").map((cable) => cable.from.device);
    expect(devices).toEqual(expect.arrayContaining(["compute-leaf-01", "in-band-spine-02", "store-06", "dgx-31"]));
  });

  it("finds no error, and remarks only what is known to be open", () => {
    expect(plan.problems.filter((problem) => problem.severity === "error")).toEqual([]);
  });

  it("places every node and switch once", () => {
    const devices = plan.racks.racks.flatMap((rack) => rack.items.map((item) => item.device));
    expect(new Set(devices).size).toBe(devices.length);
    expect(devices).toHaveLength(37 + 12 + 6 + 6 + 4);
  });

  it("counts in cable lots and bill what the networks count", () => {
    const cables = plan.networks.reduce((sum, network) => sum + network.cables, 0);
    expect(plan.cableLots.reduce((sum, lot) => sum + lot.cables, 0)).toBe(cables);
    const quantity = (kind: string) =>
      plan.billOfMaterials.filter((line) => line.kind === kind).reduce((sum, line) => sum + line.quantity, 0);
    expect(quantity("cable")).toBe(cables);
    expect(quantity("switch")).toBe(28);
    expect(quantity("node")).toBe(37);
    expect(quantity("rack")).toBe(plan.racks.racks.length);
    expect(quantity("subnet-manager")).toBe(6);
  });

  it("counts one transceiver for the two ports of a twin connector at switches, one a link at nodes", () => {
    const optical = (network: string, tier: string) =>
      plan.cableLots
        .filter((lot) => lot.network === network && lot.tier === tier && lot.medium === "multimode-sr4")
        .reduce((sum, lot) => sum + lot.links, 0);
    const line = (use: string) =>
      plan.billOfMaterials
        .filter((candidate) => candidate.kind === "transceiver" && candidate.use === use)
        .reduce((sum, candidate) => sum + candidate.quantity, 0);
    const nodeLinks = optical("compute", "node-leaf");
    const uplinks = optical("compute", "leaf-spine");
    expect(nodeLinks).toBeGreaterThan(200);
    expect(line("compute nodes")).toBe(nodeLinks);
    expect(line("compute leaf")).toBe(Math.ceil((nodeLinks + uplinks) / 2));
    expect(line("compute spine")).toBe(Math.ceil(uplinks / 2));
  });

  it("gives each cable between placed devices a length that can be bought and a medium that reaches", () => {
    for (const cable of siteCables(plan)) {
      if (cable.from.device.includes("subnet-manager")) continue;
      expect(cable.lengthM).toBeGreaterThan(0);
      expect(cable.lengthM).toBeLessThan(50);
      if (cable.gbps === 400) expect(["dac", "multimode-sr4"]).toContain(cable.medium);
    }
  });

  it("writes bill and cable plan as CSV with one row for each line and link", () => {
    const bill = billOfMaterialsCsv(plan).trimEnd().split("\r\n");
    expect(bill[0]).toBe("kind,item,use,quantity");
    expect(bill).toHaveLength(plan.billOfMaterials.length + 1);
    expect(bill).toContain("switch,QM9700,compute leaf,8");
    expect(bill.some((line) => line.startsWith('cable,"multimode-sr4, 400 Gb/s, '))).toBe(true);
    const rows = cablePlanCsv(plan).trimEnd().split("\r\n");
    expect(rows).toHaveLength(1 + plan.networks.reduce((sum, network) => sum + network.links, 0));
    expect(rows[1]).toMatch(
      /^compute,node-leaf,compute-leaf-01:1,dgx-01,nic1,compute-leaf-01,1,400,\d+,multimode-sr4$/,
    );
  });

  it("is the same JSON every time", () => {
    expect(JSON.stringify(planSite(superpod()))).toBe(JSON.stringify(plan));
    expect(parse(JSON.stringify(plan))).toMatchObject({ name: "oslo" });
  });

  it("reports mistakes of all parts at once and never throws", () => {
    const input = superpod();
    const broken = planSite({
      ...input,
      rackTypes: [{ name: "gpu", powerBudgetKW: 8, cooling: "air" }],
      groups: [...input.groups, { name: "dgx", figures: { id: "x" }, count: 0 }],
      networks: [
        { ...(input.networks[0] ?? fail()), ports: { dgx: 8, dxg: 8 } },
        { ...(input.networks[0] ?? fail()), endpointGbps: 800 },
      ],
      power: { pue: 0.5 },
    });
    const rules = new Set(broken.problems.map((problem) => problem.rule));
    expect([...rules].sort()).toEqual([
      "FAB-073-port-speed",
      "PWR-001-rack-power",
      "PWR-005-power-input",
      "RCK-005-rack-type",
      "SIT-001-site-input",
    ]);
    const paths = broken.problems.filter((problem) => problem.rule === "SIT-001-site-input").map(({ path }) => path);
    expect(paths).toEqual(["groups[2].count", "groups[2].name", "networks[0].ports.dxg", "networks[1].name"]);
    expect(planSite({ name: "empty", rackTypes: [], groups: [], networks: [] }).problems).toMatchObject([
      { path: "rackTypes" },
    ]);
  });

  it("says which cables no medium reaches", () => {
    const input = superpod();
    const far = planSite({ ...input, floor: { racksPerRow: 2, rowPitchM: 900 } });
    expect(far.problems.filter((problem) => problem.rule === "FAB-075-cable-reach").length).toBeGreaterThan(0);
  });
});

function fail(): never {
  throw new Error("the site has no networks");
}
