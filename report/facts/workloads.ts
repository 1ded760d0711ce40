import { findAccelerator } from "../../catalog/accelerators";
import type { FactoryModel, FilesystemNode, PoolNode, WorkloadNode } from "../../model";
import {
  checkpointSizeGB,
  estimateServing,
  estimateTraining,
  type Precision,
  type ServingEstimate,
  type TrainingEstimate,
  type TrainingPrecision,
} from "../../planning/estimate";
import { acceleratorsAtMost, networkGbpsPerAccelerator, sum } from "./capacity";

/** What a stated workload would do on equal pools of the factory at their largest size. */
export type WorkloadEstimate = TrainingWorkload | ServingWorkload | WorkloadWithoutEstimate;

interface EstimatedWorkload {
  readonly workload: WorkloadNode;
  readonly pools: readonly PoolNode[];
  readonly acceleratorName: string;
  readonly accelerators: number;
  readonly precision: string;
  /** What the report itself assumed, because the workload does not say. */
  readonly assumptions: readonly string[];
}

export interface TrainingWorkload extends EstimatedWorkload {
  readonly kind: "training";
  readonly estimate: TrainingEstimate;
  /** Tokens that the estimate is about. */
  readonly tokens: number;
  /** Whether the workload states them; if not, the estimate is for 10¹² tokens. */
  readonly tokensStated: boolean;
  readonly checkpoint?: CheckpointFacts;
  readonly staging?: StagingFacts;
}

export interface ServingWorkload extends EstimatedWorkload {
  readonly kind: "inference";
  readonly estimate: ServingEstimate;
}

export interface WorkloadWithoutEstimate {
  readonly kind: "none";
  readonly workload: WorkloadNode;
  /** Why nothing can be estimated, and what to state. */
  readonly reason: string;
}

/** Writing one checkpoint to the fastest filesystem that the pools mount, with nothing else on it. */
export interface CheckpointFacts {
  readonly sizeGB: number;
  readonly filesystem: FilesystemNode;
  readonly seconds: number;
  /** Share of the time spent writing, where the interval is stated and training waits for the write. */
  readonly shareOfTime?: number;
}

/** Reading the whole dataset once from the fastest filesystem that the pools mount. */
export interface StagingFacts {
  readonly datasetGB: number;
  readonly filesystem: FilesystemNode;
  readonly seconds: number;
}

const tokensWhereUnstated = 1e12;

/** Estimates for every stated workload, one for each kind of machine that it may run on. */
export function workloadEstimates(model: FactoryModel): readonly WorkloadEstimate[] {
  return model.workloads.flatMap((workload) => ofWorkload(workload, model));
}

function ofWorkload(workload: WorkloadNode, model: FactoryModel): readonly WorkloadEstimate[] {
  const none = (reason: string): readonly WorkloadEstimate[] => [{ kind: "none", workload, reason }];
  if (workload.model === undefined) return none("it names no model; state its model");
  const pools = model.pools.filter((pool) => workload.poolIds.includes(pool.id));
  const usable = pools.filter((pool) => pool.accelerator?.id !== undefined && acceleratorsAtMost(pool) > 0);
  if (usable.length === 0) return none("none of its pools has accelerators that the catalogue knows; state its pools");
  const groups = new Map<string, PoolNode[]>();
  for (const pool of usable) {
    const key = `${pool.accelerator?.id} ${pool.accelerator?.perNode}`;
    groups.set(key, [...(groups.get(key) ?? []), pool]);
  }
  return [...groups.values()].map((group) => onPools(workload, workload.model ?? "", group, model));
}

function onPools(
  workload: WorkloadNode,
  modelName: string,
  pools: readonly PoolNode[],
  model: FactoryModel,
): WorkloadEstimate {
  const accelerators = Math.min(sum(pools, acceleratorsAtMost), workload.accelerators ?? Infinity);
  const precision = workload.precision ?? "bf16";
  const about: EstimatedWorkload = {
    workload,
    pools,
    acceleratorName: pools[0]?.accelerator?.name ?? "",
    accelerators,
    precision,
    assumptions: workload.precision === undefined ? ["the workload states no precision: bf16"] : [],
  };
  const rates = pools.map(networkGbpsPerAccelerator).filter((gbps) => gbps !== undefined);
  const shared = {
    model: modelName,
    accelerator: acceleratorInNode(pools[0]),
    accelerators,
    networkGbps: rates.length === 0 ? undefined : Math.min(...rates),
    usdPerAcceleratorHour: usdPerAcceleratorHour(pools),
    pue: model.sites.find((site) => site.id === pools[0]?.siteId)?.facility?.pue,
  };
  if (workload.kind === "inference") {
    const estimate = estimateServing({ ...shared, precision: precision as Precision });
    return { kind: "inference", ...about, estimate };
  }
  const tokens = workload.trainingTokens ?? tokensWhereUnstated;
  const estimate = estimateTraining({ ...shared, precision: precision as TrainingPrecision, tokens });
  return {
    kind: "training",
    ...about,
    estimate,
    tokens,
    tokensStated: workload.trainingTokens !== undefined,
    checkpoint: estimate.outcome === "estimated" ? checkpoint(workload, modelName, pools, model) : undefined,
    staging: staging(workload, pools, model),
  };
}

/** The accelerator with the scale-up domain that a node of this pool really has: a cloud machine may be cut smaller. */
function acceleratorInNode(pool: PoolNode | undefined) {
  const facts = pool?.accelerator;
  const row = findAccelerator(facts?.id ?? "");
  if (row === undefined || facts === undefined || pool?.placement === "nvlink-domain") return row ?? facts?.id ?? "";
  const whole = row.scaleUp.domainSize ?? row.usualPerNode ?? facts.perNode;
  return { ...row, scaleUp: { ...row.scaleUp, domainSize: Math.min(whole, facts.perNode) } };
}

/** Only where every pool has a price of its own: list prices are no offer. */
function usdPerAcceleratorHour(pools: readonly PoolNode[]): number | undefined {
  const prices = pools.map((pool) => ({ pool, price: pool.usdPerNodeHour }));
  if (prices.some(({ price }) => price === undefined)) return undefined;
  const usd = sum(prices, ({ pool, price }) => pool.maxNodes * (price?.usd ?? 0));
  return usd / sum(pools, acceleratorsAtMost);
}

function checkpoint(
  workload: WorkloadNode,
  modelName: string,
  pools: readonly PoolNode[],
  model: FactoryModel,
): CheckpointFacts | undefined {
  const filesystem = fastest(pools, model, (candidate) => candidate.writeMBps);
  if (filesystem?.writeMBps === undefined) return undefined;
  const sizeGB = checkpointSizeGB(modelName);
  const seconds = (sizeGB * 1000) / filesystem.writeMBps;
  const every = workload.checkpointEveryMinutes;
  return {
    sizeGB,
    filesystem,
    seconds,
    shareOfTime: every === undefined ? undefined : seconds / (every * 60 + seconds),
  };
}

function staging(workload: WorkloadNode, pools: readonly PoolNode[], model: FactoryModel): StagingFacts | undefined {
  const filesystem = fastest(pools, model, (candidate) => candidate.readMBps);
  const { datasetGB } = workload;
  if (filesystem?.readMBps === undefined || datasetGB === undefined) return undefined;
  return { datasetGB, filesystem, seconds: (datasetGB * 1000) / filesystem.readMBps };
}

function fastest(
  pools: readonly PoolNode[],
  model: FactoryModel,
  rate: (filesystem: FilesystemNode) => number | undefined,
): FilesystemNode | undefined {
  return model.filesystems
    .filter((filesystem) => pools.every((pool) => filesystem.mountedByPoolIds.includes(pool.id)))
    .filter((filesystem) => rate(filesystem) !== undefined)
    .sort((a, b) => (rate(b) ?? 0) - (rate(a) ?? 0))[0];
}
