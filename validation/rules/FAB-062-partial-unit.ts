import type { FabricNode } from "../../model/types";
import { fail, pass, type Outcome, type Rule } from "../rule";

export const partialUnit: Rule = {
  id: "FAB-062-partial-unit",
  family: "FAB",
  title: "the last scalable unit of a fabric is filled by half at least",
  severity: "warning",
  reads: "model",
  cause:
    "A scalable unit is built whole, with a leaf for each rail, whatever number of nodes it gets: with few nodes most of " +
    "the switches' ports are bought for nobody.",
  mend: "fill the unit, leave its nodes out, or say that the ports are kept for growth by acknowledging this",
  sources: ["docs/site-planning.md: a part-filled unit is built whole", "NVIDIA DGX SuperPOD: build the whole unit"],
  unknownMeans: "Never unknown: fabrics without units are not judged.",
  example: { fails: "units of 32 nodes with 36 nodes: the second has 4", passes: "63 nodes: the second has 31" },
  *check({ model }) {
    for (const fabric of model?.fabrics ?? []) {
      const { nodes, nodesPerUnit, units } = fabric.plan ?? {};
      if (nodes !== undefined && nodesPerUnit !== undefined && units !== undefined) {
        yield judge(fabric, nodes, nodesPerUnit, units);
      }
    }
  },
};

function judge({ id, path }: FabricNode, nodes: number, nodesPerUnit: number, units: number): Outcome {
  const inLast = nodes - (units - 1) * nodesPerUnit;
  if (inLast * 2 >= nodesPerUnit) return pass({ path });
  return fail(
    { path },
    {
      message: `the last of ${units} units of fabric '${id}' has ${inLast} of ${nodesPerUnit} nodes`,
      given: `${nodes} nodes`,
      allowed: `${(units - 1) * nodesPerUnit} nodes, or ${Math.ceil((units - 0.5) * nodesPerUnit)} and more`,
      // A fabric of one unit cannot do with less.
      severity: units === 1 ? "info" : "warning",
    },
  );
}
