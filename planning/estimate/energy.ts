import type { Accelerator } from "../../catalog/accelerators";
import { inverseBand, type Band } from "./band";

/** Energy of the work, or why it is not known. */
export type Energy = KnownEnergy | { readonly outcome: "unknown"; readonly reason: string };

/** Power and energy of the work. */
export interface KnownEnergy {
  /** Power of the accelerators is known. */
  readonly outcome: "estimated";
  /** Power of all accelerators with their share of the servers. */
  readonly powerKW: Band;
  /** Energy of one token, J. */
  readonly joulesPerToken: Band;
}

/**
 * Server power for each watt of the accelerators' board power. Expected: 6.741 kW measured on a server of eight H100 of
 * 700 W in training (https://smc.co/mlperfv40/results/llama2-70b-lora, MLPerf Training 4.0). Lowest: the boards at three
 * quarters of their limit and nothing else. Highest: the limit of DGX H100, 10.2 kW.
 */
const serverPowerFactor: Band = { low: 0.75, expected: 6741 / (8 * 700), high: 10_200 / (8 * 700) };

/** Energy at `tokensPerSec`; `pue` is what the building uses for each unit of the computers. */
export function energyOf(row: Accelerator, accelerators: number, tokensPerSec: Band, pue: number): Energy {
  if (row.powerW === undefined) {
    return { outcome: "unknown", reason: `the catalogue has no power of ${row.name} (${row.id})` };
  }
  const boards = (row.powerW * accelerators * pue) / 1000;
  const powerKW = {
    low: boards * serverPowerFactor.low,
    expected: boards * serverPowerFactor.expected,
    high: boards * serverPowerFactor.high,
  };
  return {
    outcome: "estimated",
    powerKW,
    joulesPerToken: {
      low: (powerKW.low * 1000) / tokensPerSec.high,
      expected: (powerKW.expected * 1000) / tokensPerSec.expected,
      high: (powerKW.high * 1000) / tokensPerSec.low,
    },
  };
}

/** USD for a million tokens of a system that costs `usdPerHour`. */
export function costPerMillionTokens(usdPerHour: number, tokensPerSec: Band): Band {
  return inverseBand((usdPerHour / 3600) * 1e6, tokensPerSec);
}
