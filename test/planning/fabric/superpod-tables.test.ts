import { fabricDesigns } from "../../../catalog/switches";
import { checkCabling } from "../../../planning/fabric/check-cabling";
import { findSwitchModel } from "../../../planning/fabric/catalog-switch";
import { planFabric } from "../../../planning/fabric/plan-fabric";

const rows = fabricDesigns().flatMap((design) =>
  design.table.map((row) => [`${design.id}, ${row.scalableUnits} units, ${row.nodes} nodes`, design, row] as const),
);

describe("the published SuperPOD tables", () => {
  it("are all there: 15 NDR rows, 5 XDR rows, 5 rows of two planes", () => {
    expect(rows).toHaveLength(25);
  });

  it.each(rows)("%s", (_, design, row) => {
    const leafSwitch = findSwitchModel(design.computeSwitch ?? "");
    if (leafSwitch === undefined || row.nodes === undefined) throw new Error("the row names no switch or no nodes");
    const plan = planFabric({
      technology: leafSwitch.id.startsWith("SN") ? "ethernet" : "infiniband",
      groups: [{ name: "dgx", nodes: row.nodes, portsPerNode: design.railsPerNode ?? 8 }],
      endpointGbps: leafSwitch.id === "Q3400-RA" ? 800 : 400,
      leafSwitch,
      planes: design.planes,
    });
    const switches = (name: string) => plan.tiers.find((tier) => tier.name === name)?.switches ?? 0;
    const cables = (from: string) => plan.cableTiers.find((tier) => tier.from === from)?.cables ?? 0;
    expect({ leaf: switches("leaf"), spine: switches("spine"), core: switches("core") }).toEqual({
      leaf: row.leaf,
      spine: row.spine,
      core: row.core,
    });
    expect(cables("node")).toBe(row.cablesNodeLeaf);
    expect(cables("leaf")).toBe(row.cablesLeafSpine);
    expect(cables("spine")).toBe(row.cablesSpineCore);
    expect(plan.endpoints).toBe(row.gpus);
    expect(plan.units).toBe(row.scalableUnits);
    expect(plan.oversubscription).toBe(1);
    if (row.nodes <= 512) expect(checkCabling(plan)).toEqual([]);
  });
});
