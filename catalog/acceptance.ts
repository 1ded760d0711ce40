import stored from "./data/acceptance.json";
import { efaGbps } from "./aws/efa-layouts";
import type { InstanceType } from "./aws/instance-types";
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
  /** Unit of `min`. */
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

/** What an all-reduce over the fabric should reach on a pool. */
export interface ExpectedBandwidth extends Dated {
  /** Bus bandwidth that `all_reduce_perf` must print at least. */
  readonly minGBps: number;
  /** `published` by an operator for this hardware, or `derived` from the fabric by the ratio of published ones. */
  readonly basis: "published" | "derived";
  /** How the figure came about, in one sentence. */
  readonly explanation: string;
}

/** Share of the EFA bandwidth that the published EKS threshold for H100 asks for: 300 of 400 GB/s (p5.48xlarge). */
export const multiNodeAllReduceShare = 0.75;

/**
 * The bus bandwidth that a multi-node NCCL all-reduce over EFA must reach on the type; undefined for types without
 * NVIDIA GPUs or without EFA. A fallback to TCP stays far below: the card that carries it has a small part of the
 * bandwidth.
 */
export function expectedAllReduce(type: InstanceType): ExpectedBandwidth | undefined {
  const gbps = efaGbps(type);
  const id = type.accelerator?.acceleratorId;
  if (gbps === undefined || type.accelerator?.vendor !== "NVIDIA") return undefined;
  const published = id === undefined ? undefined : eksAllReduceThreshold(id);
  // The threshold for H100 was set on whole p5.48xlarge nodes; a single-GPU p5.4xlarge has another fabric.
  if (published !== undefined && type.networkCards.length > 1) {
    const { min, source, asOf, platform } = published;
    return { minGBps: min, basis: "published", explanation: `threshold for ${platform}`, source, asOf };
  }
  const reference = eksAllReduceThreshold("h100-sxm-80gb");
  if (reference === undefined) return undefined;
  return {
    minGBps: Math.floor((gbps / 8) * multiNodeAllReduceShare),
    basis: "derived",
    explanation: `${multiNodeAllReduceShare * 100} % of ${gbps} Gbps EFA, the share that ${reference.platform} must reach`,
    source: reference.source,
    asOf: reference.asOf,
  };
}
