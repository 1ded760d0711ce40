import { switches } from "../../catalog/switches";
import { nodePowerKW, type System } from "../../catalog/systems";
import type { DeviceCooling, DeviceFigures } from "./types";

/** A catalogue system's figures for placement; own figures come first where both are given. */
export function systemFigures(system: System, own: Partial<DeviceFigures> = {}): DeviceFigures {
  const rackScale =
    system.computeTrays === undefined
      ? {}
      : { devicesPerRack: system.computeTrays, rackPowerKW: system.rackPowerKW, heightU: 1 };
  return {
    id: system.id,
    heightU: system.rackUnits,
    maxPowerKW: nodePowerKW(system),
    cooling: coolingOf(system),
    accelerators: system.acceleratorsPerNode,
    ...rackScale,
    ...own,
  };
}

/** Liquid anywhere in the catalogue's words needs a liquid-cooled rack; unknown cooling is taken for air. */
function coolingOf(system: System): DeviceCooling {
  return /liquid/.test(system.cooling ?? "") ? "direct-liquid" : "air";
}

/** A catalogue switch's figures for placement; a switch that is not there has none. */
export function switchFigures(id: string, own: Partial<DeviceFigures> = {}): DeviceFigures {
  const row = switches().find((candidate) => candidate.id === id);
  return { id, heightU: row?.heightU, maxPowerKW: row?.maxPowerKW, weightKg: row?.weightKg, cooling: "air", ...own };
}
