import stored from "./data/storage-tiers.json";
import type { Dated } from "./dated";
import { Table } from "./lookup";

/** Storage performance that NVIDIA asks for in a DGX H100 SuperPOD. */
export interface StorageTier extends Dated {
  /** Name that NVIDIA gives the tier. */
  readonly id: "good" | "better" | "best";
  /** Work that the tier is meant for. */
  readonly workload: string;
  /** Read throughput of one node, decimal GB/s. */
  readonly nodeReadGBps: number;
  /** Write throughput of one node, decimal GB/s. */
  readonly nodeWriteGBps: number;
  /** Aggregate of one scalable unit (256 GPUs). */
  readonly scalableUnitReadGBps: number;
  /** Aggregate write throughput of one scalable unit, decimal GB/s. */
  readonly scalableUnitWriteGBps: number;
  /** Aggregate read throughput of four scalable units, decimal GB/s. */
  readonly fourScalableUnitsReadGBps: number;
  /** Aggregate write throughput of four scalable units, decimal GB/s. */
  readonly fourScalableUnitsWriteGBps: number;
  /** Read bandwidth of one scalable unit divided by its 256 GPUs. */
  readonly readGBpsPerGpu: number;
}

/** Throughput of a filesystem's building block. */
export interface StorageBuildingBlock extends Dated {
  /** Id in the table. */
  readonly id: string;
  /** Maker. */
  readonly vendor: string;
  /** Read throughput of one block, GiB/s. */
  readonly readGiBps: number;
  /** Write throughput of one block, GiB/s. */
  readonly writeGiBps: number;
  /** What else a reader should know. */
  readonly notes?: string;
}

/** Rules of thumb with a source. */
export interface StorageRules extends Dated {
  /** Read bandwidth per GPU for large uncompressed vision datasets. */
  readonly visionReadGBpsPerGpu: number;
  /** DDN's usual minimum per GPU, read and write. */
  readonly ddnMinimumGBpsPerGpu: number;
  /** Network bandwidth per node that the storage fabric must at least give (DGX H100 SuperPOD). */
  readonly minFabricGBpsPerNode: number;
  /** Capacity to buy per usable capacity on distributed storage. */
  readonly rawPerUsable: number;
  /** BeeGFS: metadata capacity per million files, GB. */
  readonly beegfsMetadataGBPerMillionFiles: number;
}

interface StoredStorage {
  readonly tiers: readonly StorageTier[];
  readonly buildingBlocks: readonly StorageBuildingBlock[];
  readonly rules: StorageRules;
}
const storage = stored as unknown as StoredStorage;
const tierTable = new Table<StorageTier>("storage tier", storage.tiers, (row) => row.id);

/** Storage tiers, least demanding first. */
export function storageTiers(): readonly StorageTier[] {
  return tierTable.rows;
}

/** The tier of that id. @throws UnknownNameError */
export function storageTier(id: string): StorageTier {
  return tierTable.get(id);
}

/** Measured building blocks of filesystems. */
export function storageBuildingBlocks(): readonly StorageBuildingBlock[] {
  return storage.buildingBlocks;
}

/** Rules of thumb for storage bandwidth and capacity. */
export function storageRules(): StorageRules {
  return storage.rules;
}
