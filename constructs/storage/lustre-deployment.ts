import type { LustreDeploymentType, LustreStorageType } from "../../catalog/aws/fsx-lustre";

/**
 * What an FSx for Lustre filesystem is made of: deployment type, storage and throughput. Each factory method takes only
 * the throughput tiers that its deployment type has.
 */
export class LustreDeployment {
  /**
   * Replicated SSD of the current generation: the only one with EFA and with provisioned metadata IOPS.
   * Not offered in every region.
   */
  static persistent2(throughputMBpsPerTiB: 125 | 250 | 500 | 1000): LustreDeployment {
    return new LustreDeployment("PERSISTENT_2", "SSD", { throughputMBpsPerTiB });
  }

  /** Replicated SSD of the first generation: offered nearly everywhere, without EFA. */
  static persistent1Ssd(throughputMBpsPerTiB: 50 | 100 | 200): LustreDeployment {
    return new LustreDeployment("PERSISTENT_1", "SSD", { throughputMBpsPerTiB });
  }

  /**
   * Replicated hard disks, for large cold data.
   *
   * @param readCache an SSD read cache of a fifth of the capacity
   */
  static persistent1Hdd(throughputMBpsPerTiB: 12 | 40, readCache = true): LustreDeployment {
    return new LustreDeployment("PERSISTENT_1", "HDD", { throughputMBpsPerTiB, readCache });
  }

  /** Unreplicated SSD at 200 MB/s per TiB: a server's failure loses its files. For data that can be made again. */
  static scratch2(): LustreDeployment {
    return new LustreDeployment("SCRATCH_2", "SSD", {});
  }

  /**
   * Elastic storage that moves what is not read to colder tiers; throughput is bought by itself, capacity is not.
   * Takes no links to buckets.
   *
   * @param throughputMBps 4000 to 2,000,000 in steps of 4000
   */
  static intelligentTiering(throughputMBps: number): LustreDeployment {
    return new LustreDeployment("PERSISTENT_2", "INTELLIGENT_TIERING", { throughputMBps });
  }

  private constructor(
    /** FSx's own name of the deployment type. */
    readonly deploymentType: LustreDeploymentType,
    /** What data lies on, as FSx names it. */
    readonly storageType: LustreStorageType,
    private readonly details: {
      readonly throughputMBpsPerTiB?: number;
      readonly throughputMBps?: number;
      readonly readCache?: boolean;
    },
  ) {}

  /** Bought throughput per TiB of capacity; undefined where the deployment type fixes it or capacity does not decide. */
  get throughputMBpsPerTiB(): number | undefined {
    return this.details.throughputMBpsPerTiB;
  }

  /** Bought throughput of the whole filesystem; only with intelligent tiering. */
  get throughputMBps(): number | undefined {
    return this.details.throughputMBps;
  }

  /** Whether hard disks have an SSD read cache. */
  get readCache(): boolean {
    return this.details.readCache ?? false;
  }

  /** Whether its data outlives a failed server. */
  get persistent(): boolean {
    return this.deploymentType.startsWith("PERSISTENT");
  }

  /** Whether a server for metadata can be configured: PERSISTENT_2 with Lustre 2.15. */
  get configuresMetadata(): boolean {
    return this.deploymentType === "PERSISTENT_2";
  }

  /** As findings and reports name it. */
  toString(): string {
    const { throughputMBpsPerTiB: tier, throughputMBps } = this.details;
    const speed =
      tier !== undefined ? ` ${tier} MB/s per TiB` : throughputMBps !== undefined ? ` ${throughputMBps} MB/s` : "";
    return `${this.deploymentType} ${this.storageType}${speed}`;
  }
}
