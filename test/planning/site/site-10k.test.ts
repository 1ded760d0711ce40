import { findSwitchModel } from "../../../planning/fabric/catalog-switch";
import { planSite } from "../../../planning/site/plan-site";
import { siteCables } from "../../../planning/site/cable-lots";
import { tenThousandNodes } from "./sites";

describe("a site of 10,000 nodes and 80,000 accelerators", () => {
  it("is planned, cabled and checked in three tiers", () => {
    expect(findSwitchModel("SN5600")).toBeDefined();
    const plan = planSite(tenThousandNodes());
    let links = 0;
    for (const cable of siteCables(plan)) links += cable.lengthM === undefined ? 0 : 1;

    expect(plan.accelerators).toBe(80_000);
    const compute = plan.networks[0];
    expect(compute?.tiers.map((tier) => [tier.name, tier.switches])).toEqual([
      ["leaf", 157 * 8],
      ["spine", 157 * 8],
      ["core", (157 * 8) / 2],
    ]);
    expect(compute?.links).toBe(80_000 + 2 * 157 * 8 * 64);
    expect(links).toBe(plan.networks.reduce((sum, network) => sum + network.links, 0));
    expect(plan.problems.filter((problem) => problem.severity === "error")).toEqual([]);
  });
});
