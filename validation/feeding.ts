import { acceleratorHoursPerInterruption } from "../catalog/reliability";
import { lustreRules } from "../catalog/aws/fsx-lustre";
import { findModel } from "../catalog/models";
import { checkpointGBFor } from "../planning/estimate";
import type { FactoryModel, FilesystemNode, PoolNode, WorkloadNode } from "../model/types";

/** Pools that a workload runs on. */
export function poolsOf(model: FactoryModel, { poolIds }: WorkloadNode): readonly PoolNode[] {
  return model.pools.filter(({ id }) => poolIds.includes(id));
}

/** Accelerators that the pools can have, all nodes up. */
export function acceleratorsOf(pools: readonly PoolNode[]): number {
  return pools.reduce((sum, { maxNodes, accelerator }) => sum + maxNodes * (accelerator?.perNode ?? 0), 0);
}

/** Filesystems that carry a workload's data: mounted by its pools, and no home directories. */
export function dataFilesystems(model: FactoryModel, pools: readonly PoolNode[]): readonly FilesystemNode[] {
  const ids = pools.map(({ id }) => id);
  return model.filesystems.filter(
    ({ use, mountedByPoolIds }) => use !== "home" && mountedByPoolIds.some((id) => ids.includes(id)),
  );
}

/** Billions of parameters of the workload's model; `undefined` where neither name nor number says it. */
export function parametersBillionsOf({ model, parametersBillions }: WorkloadNode): number | undefined {
  return parametersBillions ?? (model === undefined ? undefined : findModel(model)?.totalParametersB);
}

/** A checkpoint to resume from with AdamW: BF16 weights and the optimiser's whole state, decimal GB. */
export function checkpointGBOf(workload: WorkloadNode): number | undefined {
  const parameters = parametersBillionsOf(workload);
  return parameters === undefined ? undefined : checkpointGBFor(parameters);
}

/** Sum of a figure over filesystems; `undefined` where one of them does not have it. */
export function sumOf(
  filesystems: readonly FilesystemNode[],
  figure: "readMBps" | "writeMBps" | "capacityGiB",
): number | undefined {
  const values = filesystems.map((filesystem) => filesystem[figure]);
  return values.every((value) => value !== undefined) ? values.reduce((sum, value) => sum + value, 0) : undefined;
}

/** Most that a node moves to or from a filesystem, GB/s: its network, or what one Lustre client reaches. */
export function clientGBps({ networkGbpsPerNode, fabricGbpsPerNode }: PoolNode, filesystem: FilesystemNode): number {
  const network = networkGbpsPerNode ?? Infinity;
  if (filesystem.kind !== "fsx-lustre") return network / 8;
  const fabric = filesystem.rdma && (fabricGbpsPerNode ?? 0) > 0;
  return (
    Math.min(
      fabric ? Math.max(network, fabricGbpsPerNode ?? 0) : network,
      fabric ? lustreRules().perClientGbps.efa : lustreRules().perClientGbps.ena,
    ) / 8
  );
}

/** Hours between two interruptions of a job on so many accelerators. */
export function hoursBetweenInterruptions(accelerators: number): number {
  return acceleratorHoursPerInterruption() / accelerators;
}

/** `1.5 h`, `26 s`: for messages. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}
