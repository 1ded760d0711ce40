import { checkCabling } from "../../../planning/fabric/check-cabling";
import { findSwitchModel } from "../../../planning/fabric/catalog-switch";
import { planFabric } from "../../../planning/fabric/plan-fabric";
import type { FabricLayout, FabricPlan } from "../../../planning/fabric/types";

const leafSwitch = findSwitchModel("QM9700") ?? { id: "none", ports: 0, portGbps: 0 };
const plan = planFabric({
  groups: [{ name: "dgx", nodes: 160, portsPerNode: 8 }],
  endpointGbps: 400,
  leafSwitch,
  tiers: 3,
});

function withLayout(change: Partial<FabricLayout>): FabricPlan {
  if (plan.layout === undefined) throw new Error("the plan has no layout");
  return { ...plan, layout: { ...plan.layout, ...change } };
}

const messages = (tampered: FabricPlan) => checkCabling(tampered).map((problem) => problem.message);

describe("checkCabling", () => {
  it("finds nothing in a sound plan, nor in one that could not be planned", () => {
    expect(checkCabling(plan)).toEqual([]);
    expect(checkCabling({ ...plan, layout: undefined })).toEqual([]);
  });

  it("finds leaf ports that are not there", () => {
    expect(messages(withLayout({ leafDown: 31 }))).toContain("leaf ports used twice or not there, plane 1");
  });

  it("finds spine ports that are used twice", () => {
    const pods = plan.layout?.pods.map((pod) => ({ ...pod, firstSpine: 0 }));
    expect(messages(withLayout({ pods }))).toContain("spine ports used twice or not there, plane 1");
  });

  it("finds more links than a core has ports", () => {
    expect(messages(withLayout({ cores: 10 }))).toContain("core ports used twice or not there, plane 1");
  });

  it("finds endpoints without a link and totals that do not add up", () => {
    const segments = plan.layout?.segments.map((segment) => ({ ...segment, nodes: segment.nodes - 1 }));
    expect(messages(withLayout({ segments }))).toEqual([
      "endpoint ports without a link in plane 1",
      "the links do not add up to the plan's",
    ]);
  });

  it("compares with the plan and not with itself", () => {
    expect(messages({ ...plan, cables: 0, links: 0 })).toEqual(["the links do not add up to the plan's"]);
  });
});
