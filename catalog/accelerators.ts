import stored from "./data/accelerators.json";
import type { Confidence, Dated } from "./dated";
import { Table } from "./lookup";

/** Peak arithmetic rate by number format, 10¹² operations a second. A format that is absent was not found or has none. */
export interface Tflops {
  /** BF16, 10¹² operations a second. */
  readonly bf16?: number;
  /** FP8, 10¹² operations a second. */
  readonly fp8?: number;
  /** FP4, 10¹² operations a second. */
  readonly fp4?: number;
}

/** The domain in which accelerators reach each other faster than over the network (NVLink, XGMI, NeuronLink, ICI). */
export interface ScaleUpDomain {
  /** Name of the technology: `NVLink 5`. */
  readonly name?: string;
  /** Per accelerator. */
  readonly unidirectionalGBps?: number;
  /** Per accelerator. */
  readonly bidirectionalGBps?: number;
  /** Between one pair of accelerators, in one direction. */
  readonly peerToPeerUnidirectionalGBps?: number;
  /** Accelerators in one domain. */
  readonly domainSize?: number;
  /** `switched`, `full mesh …`, `3D torus`. */
  readonly kind?: string;
}

/** Multi-Instance GPU. */
export interface MigSupport {
  /** Instances a whole device can be cut into. */
  readonly maxInstances: number;
  /** Profile (`1g.18gb`) -> instances of it on one device. */
  readonly profiles: Readonly<Record<string, number>>;
  /** PCI ids that a MIG configuration filters on. */
  readonly pciDeviceFilter: readonly string[];
  /** Memory that the full-device profile shows, GB: less than the label. */
  readonly usableMemoryGBFullProfile?: number;
  /** Where the profiles are published. */
  readonly source: string;
}

/** Partitioning of AMD accelerators. */
export interface AcceleratorPartitioning {
  /** What the vendor calls it. */
  readonly kind: string;
  /** Ways to cut compute: `SPX`, `CPX` … */
  readonly modes: readonly string[];
  /** Ways to cut memory: `NPS1`, `NPS4` … */
  readonly memoryModes: readonly string[];
  /** What else a reader should know. */
  readonly note?: string;
  /** Where it is published. */
  readonly source: string;
}

/** One kind of accelerator. */
export interface Accelerator extends Dated {
  /** `h200-sxm-141gb`. */
  readonly id: string;
  /** Maker of the chip. */
  readonly vendor: string;
  /** Name as the vendor prints it. */
  readonly name: string;
  /** Whether it can be bought or rented, or has only been announced. */
  readonly status: "available" | "announced";
  /** `SXM5`, `OAM`, `PCIe`, … as published. */
  readonly formFactor?: string;
  /** Label of the vendor, decimal GB. MIG's full profile may show less: `mig.usableMemoryGBFullProfile`. */
  readonly memoryGB: number;
  /** `HBM3e`, `GDDR6` … */
  readonly memoryType?: string;
  /** Memory bandwidth of one accelerator, decimal GB/s. */
  readonly memoryBandwidthGBps?: number;
  /** Without sparsity. */
  readonly denseTflops: Tflops;
  /** With structured sparsity, as vendors like to print it. */
  readonly sparseTflops: Tflops;
  /** Highest rate that a matrix multiplication was measured to reach. */
  readonly maxAchievableTflops: Tflops;
  /** Board power at most, W. */
  readonly powerW?: number;
  /** What the vendor calls that figure. */
  readonly powerTerm?: string;
  /** How it reaches others in its server or rack. */
  readonly scaleUp: ScaleUpDomain;
  /** `air`, `direct liquid`, … as published. */
  readonly cooling?: string;
  /** Cutting into isolated instances (NVIDIA). @default - the accelerator has no MIG */
  readonly mig?: MigSupport;
  /** Cutting into partitions (AMD). @default - none known */
  readonly partitioning?: AcceleratorPartitioning;
  /** How pods get it. */
  readonly kubernetes: {
    /** Resource that a pod asks for. @default - no device plugin of the vendor is known */
    readonly resource?: string;
    readonly otherResources: readonly string[];
    /** Id of the chart that brings the device plugin or operator. */
    readonly chartId?: string;
    /** The software that offers the resource, in words. */
    readonly operator?: string;
    readonly notes?: string;
  };
  /** Accelerators of the server that it is usually sold in. */
  readonly usualPerNode?: number;
  /** What else a reader should know. */
  readonly notes: readonly string[];
  /** Where sources disagree. */
  readonly conflicts: readonly string[];
  /** How sure the figures are. */
  readonly confidence: Confidence;
  /** Source of each group of figures: `memory`, `compute`, `power`, `scaleUp`, … or `all`. */
  readonly sources: Readonly<Record<string, string>>;
}

const table = new Table("accelerator", (stored as unknown as { rows: readonly Accelerator[] }).rows, (row) => row.id);

/** All accelerators. */
export function accelerators(): readonly Accelerator[] {
  return table.rows;
}

/** The accelerator of that id, or undefined. */
export function findAccelerator(id: string): Accelerator | undefined {
  return table.find(id);
}

/** The accelerator of that id. @throws UnknownNameError */
export function accelerator(id: string): Accelerator {
  return table.get(id);
}

/** Kubernetes resource of a MIG profile under `mig.strategy=mixed`: `nvidia.com/mig-1g.18gb`. */
export function migResource(profile: string): string {
  // A `+` is no legal character of a resource name; the device plugin writes a dot.
  return `nvidia.com/mig-${profile.replace("+", ".")}`;
}

/** Name of the whole-device MIG layout of a profile as the MIG manager's label has it: `all-1g.18gb`. */
export function migConfigLabel(profile: string): string {
  return `all-${profile.replace("+", ".")}`;
}
