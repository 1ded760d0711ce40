import type { DevicePosition } from "../fabric/cable-length";
import type { PositionOf } from "../fabric/cables";
import type { RackPlan } from "./types";

/** Height of one rack unit, m (44.45 mm). */
const unitM = 0.044_45;

/** Where each placed device stands. */
export function positionsOf(plan: RackPlan): PositionOf {
  const positions = new Map<string, DevicePosition>();
  for (const rack of plan.racks) {
    const xM = (rack.place - 1) * plan.rackPitchM;
    const yM = (rack.row - 1) * plan.rowPitchM;
    for (const item of rack.items) {
      const zM = (item.fromU - 1 + item.heightU / 2) * unitM;
      positions.set(item.device, { rack: rack.name, xM, yM, zM });
    }
  }
  return (device) => positions.get(device);
}
