import stored from "../data/aws-fsx-lustre.json";
import type { Dated } from "../dated";
import { UnknownNameError, suggestNames } from "../lookup";

/** Deployment type of FSx for Lustre, as AWS names it. */
export type LustreDeploymentType = "SCRATCH_1" | "SCRATCH_2" | "PERSISTENT_1" | "PERSISTENT_2";
/** What the data of FSx for Lustre lies on, as AWS names it. */
export type LustreStorageType = "SSD" | "HDD" | "INTELLIGENT_TIERING";

/** What one deployment type of FSx for Lustre can be. */
export interface LustreDeploymentFacts extends Dated {
  /** Deployment type. */
  readonly deploymentType: LustreDeploymentType;
  /** Storage that it can be made with. */
  readonly storageTypes: readonly LustreStorageType[];
  /** MB/s per TiB that can be chosen for SSD. @default - fixed by the deployment type */
  readonly ssdThroughputTiers?: readonly number[];
  /** MB/s per TiB that can be chosen for HDD. @default - no HDD */
  readonly hddThroughputTiers?: readonly number[];
  /** MB/s per TiB where it cannot be chosen. @default - chosen, or unknown (SCRATCH_1) */
  readonly fixedThroughputPerTiB?: number;
  /** Whether capacity can grow later. */
  readonly growable: boolean;
  /** Whether traffic between clients and servers is encrypted. */
  readonly encryptionInTransit: boolean;
  /** Whether an EFA-enabled file system can be made. */
  readonly efa: boolean;
  /** Whether data repository associations (links to S3) can be made. */
  readonly dataRepositoryAssociations: boolean;
  /** Lustre versions that can be chosen, oldest first. */
  readonly lustreVersions: readonly string[];
}

/** Rules that hold for FSx for Lustre whatever the deployment type. */
export interface LustreRules extends Dated {
  /** Associations per file system. */
  readonly maxDataRepositoryAssociations: number;
  /** Clients that can connect over EFA. */
  readonly maxEfaConnections: number;
  /** Provisioned metadata IOPS of SSD file systems. */
  readonly metadataIopsSsd: readonly number[];
  /** Provisioned metadata IOPS of Intelligent-Tiering file systems. */
  readonly metadataIopsIntelligentTiering: readonly number[];
  /** The only Lustre version that takes a metadata configuration, and so EFA. */
  readonly metadataConfigurationVersion: string;
  /** Metadata IOPS one metadata server (and so one address) carries. */
  readonly metadataIopsPerServer: number;
  /** Bandwidth one client can reach, Gbps. */
  readonly perClientGbps: {
    readonly ena: number;
    readonly efa: number;
    readonly efaGpuDirect: number;
  };
  /** Instance families whose GPUs can read the file system directly (GPUDirect Storage). */
  readonly gpuDirectFamilies: readonly string[];
  /** Instance families that cannot be EFA clients although they have EFA. */
  readonly efaClientExclusions: readonly string[];
  /** TCP ports of LNet. */
  readonly ports: readonly { readonly from: number; readonly to: number }[];
  /** Throughputs that Intelligent-Tiering file systems can be made with. */
  readonly intelligentTiering: {
    readonly throughputStepMBps: number;
    readonly minThroughputMBps: number;
    readonly maxThroughputMBps: number;
  };
}

/** What FSx for Lustre offers in one region for one deployment type. */
export interface LustreOffer extends Dated {
  /** Whether the region offers it at all. */
  readonly offered: boolean;
  /** Whether an EFA-enabled file system can be made there. */
  readonly efa: boolean;
  /** MB/s per TiB tiers of SSD that can be chosen there; empty where fixed or not offered. */
  readonly ssdThroughputTiers: readonly number[];
}

interface StoredLustre extends Dated {
  readonly deployments: readonly LustreDeploymentFacts[];
  readonly rules: LustreRules;
  /** `full`: all; `limitedP2`: PERSISTENT_2 at 125/250 without EFA; `noP2`: PERSISTENT_1 and SCRATCH_2 only. */
  readonly regions: {
    readonly full: readonly string[];
    readonly limitedP2: readonly string[];
    readonly limitedP2WithScratch2: readonly string[];
    readonly noP2: readonly string[];
    readonly source: string;
    readonly asOf: string;
  };
}
const lustre = stored as unknown as StoredLustre;

/** All deployment types. */
export function lustreDeployments(): readonly LustreDeploymentFacts[] {
  return lustre.deployments;
}

/** The deployment type of that name. @throws UnknownNameError */
export function lustreDeployment(deploymentType: string): LustreDeploymentFacts {
  const row = lustre.deployments.find((candidate) => candidate.deploymentType === deploymentType);
  if (row !== undefined) return row;
  const known = lustre.deployments.map((candidate) => candidate.deploymentType);
  throw new UnknownNameError("FSx for Lustre deployment type", deploymentType, suggestNames(deploymentType, known));
}

/** Limits and rules of FSx for Lustre. */
export function lustreRules(): LustreRules {
  return lustre.rules;
}

/**
 * What the region offers for the deployment type; undefined where no source says it (the European Sovereign Cloud,
 * China, new regions): then neither "offered" nor "not offered" may be assumed.
 */
export function lustreOffer(region: string, deploymentType: LustreDeploymentType): LustreOffer | undefined {
  const { full, limitedP2, limitedP2WithScratch2, noP2, source, asOf } = lustre.regions;
  const tiers = lustreDeployment(deploymentType).ssdThroughputTiers ?? [];
  const whole = { offered: true, efa: deploymentType === "PERSISTENT_2", ssdThroughputTiers: tiers, source, asOf };
  const none = { offered: false, efa: false, ssdThroughputTiers: [], source, asOf };
  if (deploymentType === "SCRATCH_1") return undefined; // No region table mentions it any more.
  if (full.includes(region)) return whole;
  if (limitedP2.includes(region)) {
    if (deploymentType === "PERSISTENT_2") return { ...whole, efa: false, ssdThroughputTiers: [125, 250] };
    // The region table leaves PERSISTENT_1 out here, the API reference says it is everywhere: not known.
    if (deploymentType === "PERSISTENT_1") return undefined;
    return limitedP2WithScratch2.includes(region) ? whole : none;
  }
  if (noP2.includes(region)) return deploymentType === "PERSISTENT_2" ? none : whole;
  return undefined;
}

/** What decides a file system's legal capacities. */
export interface LustreCapacityQuery {
  /** Deployment type. */
  readonly deploymentType: LustreDeploymentType;
  /** What the data lies on. @default "SSD" */
  readonly storageType?: Exclude<LustreStorageType, "INTELLIGENT_TIERING">;
  /** MB/s per TiB; decides the step with EFA and for HDD. @default - the deployment type's fixed value */
  readonly throughputPerTiB?: number;
  /** Whether the file system shall serve EFA clients. @default false */
  readonly efa?: boolean;
}

/** Smallest capacity and the step above it, in GiB. */
export interface LustreCapacitySteps {
  /** Capacities allowed below the first full step (1200 GiB). */
  readonly small: readonly number[];
  /** Step, and first full capacity, in GiB. */
  readonly stepGiB: number;
}

/**
 * The capacities FSx accepts: the `small` ones and every multiple of the step (SCRATCH_1: 3600 GiB).
 *
 * @throws RangeError where the combination does not exist (EFA off PERSISTENT_2, HDD off PERSISTENT_1, unknown tier)
 */
export function lustreCapacitySteps(query: LustreCapacityQuery): LustreCapacitySteps {
  const { deploymentType, storageType = "SSD", throughputPerTiB, efa = false } = query;
  const deployment = lustreDeployment(deploymentType);
  if (efa && !deployment.efa) throw new RangeError(`${deploymentType} has no EFA; only PERSISTENT_2 has`);
  if (!deployment.storageTypes.includes(storageType)) {
    throw new RangeError(
      `${deploymentType} has no ${storageType} storage; it has ${deployment.storageTypes.join(", ")}`,
    );
  }
  const tiers = (storageType === "HDD" ? deployment.hddThroughputTiers : deployment.ssdThroughputTiers) ?? [];
  if (tiers.length > 0 && throughputPerTiB !== undefined && !tiers.includes(throughputPerTiB)) {
    throw new RangeError(
      `${deploymentType} ${storageType} has no ${throughputPerTiB} MB/s per TiB; it has ${tiers.join(", ")}`,
    );
  }
  if (efa) {
    // 4.8 TiB at 1000 MB/s per TiB, doubling with each lower tier: one object server per step.
    if (throughputPerTiB === undefined) throw new RangeError("the capacity step of an EFA file system needs its tier");
    return { small: [], stepGiB: 4_800_000 / throughputPerTiB };
  }
  if (storageType === "HDD") return { small: [], stepGiB: throughputPerTiB === 40 ? 1800 : 6000 };
  return deploymentType === "SCRATCH_1" ? { small: [1200, 2400], stepGiB: 3600 } : { small: [1200], stepGiB: 2400 };
}

/**
 * The smallest capacity FSx accepts that holds `wantedGiB`.
 *
 * @throws RangeError where the combination does not exist or `wantedGiB` is not positive
 */
export function legalLustreCapacityGiB(wantedGiB: number, query: LustreCapacityQuery): number {
  if (!(wantedGiB > 0)) throw new RangeError(`a capacity must be positive, not ${wantedGiB} GiB`);
  const { small, stepGiB } = lustreCapacitySteps(query);
  return small.find((capacity) => capacity >= wantedGiB) ?? Math.ceil(wantedGiB / stepGiB) * stepGiB;
}

/** Aggregate throughput in MB/s of an SSD or HDD file system: capacity in TiB × tier. */
export function lustreThroughputMBps(capacityGiB: number, throughputPerTiB: number): number {
  return (capacityGiB / 1024) * throughputPerTiB;
}
