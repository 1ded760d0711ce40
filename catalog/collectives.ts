import stored from "./data/collectives.json";
import type { Confidence, Dated } from "./dated";

/** Library that sums gradients over accelerators: NVIDIA's, AMD's, AWS Neuron's. */
export type CollectiveLibrary = "nccl" | "rccl" | "neuron";

/** What a collective library must be told on a fabric. */
export interface CollectiveSettings extends Dated {
  /** Library that reads the settings: NCCL, RCCL … */
  readonly library: CollectiveLibrary;
  /** Fabric that they are for. */
  readonly fabric: "efa" | "infiniband" | "roce";
  /** Environment variables of every process. */
  readonly environment: Readonly<Record<string, string>>;
  /** How sure the figures are. */
  readonly confidence: Confidence;
}

const rows = (stored as unknown as { rows: readonly CollectiveSettings[] }).rows;

/** All known settings. */
export function allCollectiveSettings(): readonly CollectiveSettings[] {
  return rows;
}

/** Settings of the library on the fabric, or undefined where the two were not found together. */
export function collectiveSettings(
  library: CollectiveLibrary,
  fabric: CollectiveSettings["fabric"],
): CollectiveSettings | undefined {
  return rows.find((row) => row.library === library && row.fabric === fabric);
}
