import stored from "../data/aws-capacity-blocks.json";
import type { Dated } from "../dated";
import { entry } from "../lookup";
import { findRegion } from "./regions";

/** What EC2 allows for a capacity block. */
export interface CapacityBlockRules extends Dated {
  /** Lengths in days that can be bought. */
  readonly durationDays: readonly number[];
  /** Instances of one block at the most. */
  readonly maxInstancesPerBlock: number;
  /** Instances of all blocks of an organisation at the most. */
  readonly maxInstancesPerOrganization: number;
  /** How far ahead a block can start, weeks. */
  readonly startWithinWeeks: number;
  /** Time of day at which every block ends, UTC. */
  readonly endTimeUtc: string;
  /** Minutes before the end at which EC2 starts to terminate instances. */
  readonly terminationLeadMinutes: number;
  /** The same for UltraServers. */
  readonly ultraServerTerminationLeadMinutes: number;
  /** Minutes before the end at which EKS scales a managed node group to zero. */
  readonly eksScaleDownLeadMinutes: number;
  /** Whether a block can be given back. */
  readonly cancellable: boolean;
  /** Whether the instances count against on-demand quotas: they do not. */
  readonly countsAgainstQuotas: boolean;
}

/** An UltraServer: instances that share one NVLink or NeuronLink domain and are sold together. */
export interface UltraServer extends Dated {
  /** `u-p6e-gb200x72`. */
  readonly name: string;
  /** Type of its instances. */
  readonly instanceType: string;
  /** Instances of one UltraServer. */
  readonly instances: number;
  /** Accelerators of one UltraServer. */
  readonly accelerators: number;
}

interface StoredBlocks extends Dated {
  readonly rules: CapacityBlockRules;
  readonly locations: Readonly<Record<string, readonly string[]>>;
  readonly disputed: Readonly<Record<string, string>>;
  readonly ultraServers: readonly UltraServer[];
}
const blocks = stored as unknown as StoredBlocks;

/** The rules of capacity blocks. */
export function capacityBlockRules(): CapacityBlockRules {
  return blocks.rules;
}

/** Regions and Local Zones where blocks of the type are sold; empty where none are. */
export function capacityBlockLocations(type: string): readonly string[] {
  return entry(blocks.locations, type) ?? [];
}

/**
 * Whether capacity blocks of the type are sold in the region (or Local Zone). `unknown` where AWS's own pages disagree
 * (p5en) or the place is no known region.
 */
export function capacityBlockOffering(type: string, place: string): "offered" | "not-offered" | "unknown" {
  if (capacityBlockLocations(type).includes(place)) return "offered";
  if (capacityBlockDispute(type) !== undefined) return "unknown";
  return findRegion(place) === undefined ? "unknown" : "not-offered";
}

/** Why it is uncertain where blocks of the type are sold, or undefined where it is certain. */
export function capacityBlockDispute(type: string): string | undefined {
  return entry(blocks.disputed, type);
}

/** Whether a block can have that length: 1 to 14 days, then multiples of 7 up to 182. */
export function isCapacityBlockDuration(days: number): boolean {
  return blocks.rules.durationDays.includes(days);
}

/** All UltraServers. */
export function ultraServers(): readonly UltraServer[] {
  return blocks.ultraServers;
}

/** The UltraServers made of instances of the type, smallest first; empty for an ordinary type. */
export function ultraServersOf(type: string): readonly UltraServer[] {
  return blocks.ultraServers.filter((row) => row.instanceType === type);
}
