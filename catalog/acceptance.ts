import stored from "./data/acceptance.json";
import type { Dated } from "./dated";

/** What a test of a new pool must at least reach, as an operator publishes it. */
export interface AcceptanceThreshold extends Dated {
  /** `single-node` measures inside a server (NVLink), `multi-node` across the network. */
  readonly scope: "single-node" | "multi-node";
  /** Where it was set: `EKS H100`, `OCI BM.GPU.H200.8`. */
  readonly platform: string;
  /** Row of the accelerators table. */
  readonly acceleratorId: string;
  /** `nccl`, `rccl`, `nccl-all-reduce-bw`, `check_ib_bw_gdr` … */
  readonly test: string;
  /** Least value that passes. */
  readonly min: number;
  readonly unit: "GB/s" | "Gbps";
  /** Share below `min` that the operator still accepts. @default 0 */
  readonly tolerance?: number;
  /** Whether the operator calls the value provisional. */
  readonly provisional: boolean;
}

const rows = (stored as unknown as { rows: readonly AcceptanceThreshold[] }).rows;

/** All published thresholds. */
export function acceptanceThresholds(): readonly AcceptanceThreshold[] {
  return rows;
}

/**
 * The published bus bandwidth of an all-reduce over the network for the accelerator on EKS, or undefined where nobody
 * published one: then the expected value must be derived from the fabric, and said to be derived.
 */
export function eksAllReduceThreshold(acceleratorId: string): AcceptanceThreshold | undefined {
  return rows.find(
    (row) =>
      row.scope === "multi-node" &&
      row.acceleratorId === acceleratorId &&
      row.platform.startsWith("EKS") &&
      !row.test.endsWith("nvls"),
  );
}

/** The thresholds for one accelerator, whatever the operator. */
export function acceptanceThresholdsFor(acceleratorId: string): readonly AcceptanceThreshold[] {
  return rows.filter((row) => row.acceleratorId === acceleratorId);
}
