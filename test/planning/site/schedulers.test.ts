import fc from "fast-check";
import { parse } from "yaml";
import { system } from "../../../catalog/systems";
import { planFabric } from "../../../planning/fabric/plan-fabric";
import { planRacks } from "../../../planning/racks/plan-racks";
import { systemFigures } from "../../../planning/racks/system-figures";
import { hostlist } from "../../../planning/site/hostlist";
import { kueueTopology } from "../../../planning/site/kueue-topology";
import { nodePlacements } from "../../../planning/site/placement";
import { siteNodeNames } from "../../../planning/site/plan-site";
import { slurmBlocks, slurmTopologyYaml, slurmTree } from "../../../planning/site/slurm-topology";
import { model } from "./sites";

function placed(systemId: string, count: number, rails: number, tiers?: 2 | 3) {
  const figures = systemFigures(system(systemId));
  const network = planFabric({
    groups: [{ name: "node", nodes: count, portsPerNode: rails }],
    endpointGbps: 400,
    leafSwitch: model("QM9700"),
    managementPorts: 0,
    tiers,
  });
  const liquid = figures.cooling === "direct-liquid";
  const racks = planRacks({
    rackTypes: [{ name: "gpu", units: 48, powerBudgetKW: 140, cooling: liquid ? "direct-liquid" : "rear-door" }],
    groups: [
      { name: "node", figures, devices: siteNodeNames({ name: "node", count }), role: "compute", maxPerRack: 4 },
    ],
  });
  return nodePlacements(network, racks);
}

describe("hostlist", () => {
  it("folds runs, keeps widths apart and leaves other names alone", () => {
    expect(hostlist(["n-01", "n-02", "n-03", "n-07", "m-001", "login"])).toBe("n-[01-03,07],m-001,login");
    expect(hostlist(["n9", "n10"])).toBe("n9,n10");
    expect(hostlist([])).toBe("");
  });

  it("names every node exactly once", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 999 }), { minLength: 1 }), (numbers) => {
        const names = numbers.map((number) => `n-${String(number).padStart(3, "0")}`);
        expect(unfold(hostlist(names)).sort()).toEqual(names.sort());
      }),
      { seed: 5, numRuns: 50 },
    );
  });
});

/** The reverse of hostlist for one prefix and width. */
function unfold(text: string): string[] {
  const ranges = /^n-\[(.*)\]$/.exec(text)?.[1];
  if (ranges === undefined) return [text];
  return ranges.split(",").flatMap((range) => {
    const [first, last = first] = range.split("-").map(Number);
    if (first === undefined || last === undefined) return [];
    return Array.from({ length: last - first + 1 }, (_, index) => `n-${String(first + index).padStart(3, "0")}`);
  });
}

describe("Slurm's topology.yaml", () => {
  it("has a switch for each unit under one spine in two tiers", () => {
    const text = slurmTopologyYaml([slurmTree("fabric", placed("dgx-h100", 70, 8))]);
    expect(parse(text)).toEqual([
      {
        topology: "fabric",
        cluster_default: true,
        tree: {
          switches: [
            { switch: "unit-01", nodes: "node-[01-32]" },
            { switch: "unit-02", nodes: "node-[33-64]" },
            { switch: "unit-03", nodes: "node-[65-70]" },
            { switch: "spine", children: "unit-[01-03]" },
          ],
        },
      },
    ]);
  });

  it("has pods under a core in three tiers", () => {
    const tree = slurmTree("fabric", placed("dgx-h100", 160, 8, 3)).tree?.switches ?? [];
    expect(tree.slice(5)).toEqual([
      { switch: "pod-01", children: "unit-[01-04]" },
      { switch: "pod-02", children: "unit-05" },
      { switch: "core", children: "pod-[01-02]" },
    ]);
  });

  it("has NVL72 racks as blocks of 18 with doubled sizes above", () => {
    const block = slurmBlocks("nvlink", placed("gb200-nvl72", 72, 4), "rack").block;
    expect(block?.block_sizes).toEqual([18, 36, 72]);
    expect(block?.blocks).toHaveLength(4);
    expect(block?.blocks[1]).toEqual({ block: "rack-02", nodes: "node-[19-36]" });
  });

  it("takes the smallest block as the base size, as Slurm demands", () => {
    expect(slurmBlocks("units", placed("dgx-h100", 70, 8), "unit").block?.block_sizes).toEqual([6, 12]);
  });
});

describe("Kueue levels", () => {
  it("are unit, rack and node where racks of four lie within units of 32", () => {
    const plan = kueueTopology(placed("dgx-h100", 64, 8));
    expect(plan.levels.map((level) => level.nodeLabel)).toEqual([
      "ai-factory/fabric-unit",
      "ai-factory/fabric-rack",
      "kubernetes.io/hostname",
    ]);
    expect(plan.nodeLabels["node-33"]).toEqual({
      "ai-factory/fabric-unit": "unit-02",
      "ai-factory/fabric-rack": "rack-09",
    });
  });

  it("keep the NVLink domain where racks of 18 straddle units of 32", () => {
    const placements = placed("gb200-nvl72", 72, 4);
    expect(kueueTopology(placements, { inner: "rack", labelPrefix: "example.org" }).levels).toEqual([
      { nodeLabel: "example.org/fabric-rack" },
      { nodeLabel: "kubernetes.io/hostname" },
    ]);
    expect(kueueTopology(placements).levels[0]?.nodeLabel).toBe("ai-factory/fabric-unit");
  });

  it("begin with the pod in three tiers", () => {
    expect(kueueTopology(placed("dgx-h100", 160, 8, 3)).levels[0]?.nodeLabel).toBe("ai-factory/fabric-pod");
  });
});
