import type { ResolvedFabricInput } from "./resolve-input";
import { splitFor } from "./switch-ports";
import type { FabricInput } from "./types";

/** The division of a leaf's ports between nodes and spines, in links; and links per port on each side. */
export interface LeafPorts {
  readonly down: number;
  readonly up: number;
  readonly downSplit: number;
  readonly upSplit: number;
}

/**
 * Divides a leaf's ports so that down : up stays within the oversubscription and as many as possible face nodes. Whole
 * ports are divided, so that no split cable has to serve both sides.
 */
export function divideLeaf(input: FabricInput, resolved: ResolvedFabricInput): LeafPorts {
  const { leaf, dedicatedUplinks, oversubscription, uplinkGbps } = resolved;
  const downSplit = splitFor(leaf, input.endpointGbps)?.ways ?? 1;
  const upSplit = dedicatedUplinks ? 1 : (splitFor(leaf, uplinkGbps)?.ways ?? 1);
  const bandwidthOfPort = downSplit * input.endpointGbps;
  // The small subtraction keeps 3 / 3 from becoming 1.0000000002 and costing a port.
  const upFor = (downPorts: number) =>
    Math.ceil((downPorts * bandwidthOfPort) / (oversubscription * uplinkGbps * upSplit) - 1e-9);
  const room = (downPorts: number) => (dedicatedUplinks ? (leaf.uplinkPorts ?? 0) : leaf.ports - downPorts);

  let downPorts = leaf.ports;
  while (downPorts > 1 && upFor(downPorts) > room(downPorts)) downPorts -= 1;
  if (dedicatedUplinks) return { down: downPorts * downSplit, up: leaf.uplinkPorts ?? 0, downSplit, upSplit };
  if (input.nodesPerUnit !== undefined && (input.railOptimised ?? true)) {
    // A smaller unit leaves ports of the leaf empty on both sides.
    downPorts = Math.min(downPorts, Math.ceil(input.nodesPerUnit / downSplit));
  }
  return { down: downPorts * downSplit, up: upFor(downPorts) * upSplit, downSplit, upSplit };
}
