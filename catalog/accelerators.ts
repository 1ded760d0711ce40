import stored from "./data/accelerators.json";
import type { Confidence, Dated } from "./dated";
import { Table } from "./lookup";

/** Peak arithmetic rate by number format, 10¹² operations a second. A format that is absent was not found or has none. */
export interface Tflops {
  readonly bf16?: number;
  readonly fp8?: number;
  readonly fp4?: number;
}

/** The domain in which accelerators reach each other faster than over the network (NVLink, XGMI, NeuronLink, ICI). */
export interface ScaleUpDomain {
  readonly name?: string;
  /** Per accelerator. */
  readonly unidirectionalGBps?: number;
  /** Per accelerator. */
  readonly bidirectionalGBps?: number;
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
  readonly source: string;
}

/** Partitioning of AMD accelerators. */
export interface AcceleratorPartitioning {
  readonly kind: string;
  readonly modes: readonly string[];
  readonly memoryModes: readonly string[];
  readonly note?: string;
  readonly source: string;
}

/** One kind of accelerator. */
export interface Accelerator extends Dated {
  /** `h200-sxm-141gb`. */
  readonly id: string;
  readonly vendor: string;
  readonly name: string;
  readonly status: "available" | "announced";
  readonly formFactor?: string;
  /** Label of the vendor, decimal GB. MIG's full profile may show less: `mig.usableMemoryGBFullProfile`. */
  readonly memoryGB: number;
  readonly memoryType?: string;
  readonly memoryBandwidthGBps?: number;
  /** Without sparsity. */
  readonly denseTflops: Tflops;
  readonly sparseTflops: Tflops;
  /** Highest rate that a matrix multiplication was measured to reach. */
  readonly maxAchievableTflops: Tflops;
  /** Board power at most, W. */
  readonly powerW?: number;
  /** What the vendor calls that figure. */
  readonly powerTerm?: string;
  readonly scaleUp: ScaleUpDomain;
  /** `air`, `direct liquid`, … as published. */
  readonly cooling?: string;
  /** @default - the accelerator has no MIG */
  readonly mig?: MigSupport;
  /** @default - none known */
  readonly partitioning?: AcceleratorPartitioning;
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
  readonly usualPerNode?: number;
  readonly notes: readonly string[];
  /** Where sources disagree. */
  readonly conflicts: readonly string[];
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
