import { hostlist } from "../../../planning";
import { deviceFileCount } from "./gres";
import { partitionsOf, type NodeSetPlan } from "./plan";
import type { SlurmClusterProps, SlurmPartition } from "./props";

/** Nodes that the operator's own slurm.conf has room for. Source: slurm-operator v1.2.1, controller_config.go. */
const operatorMaxNodes = 1024;

/** Lines of slurm.conf beyond those that the operator writes. */
export function slurmConf(props: SlurmClusterProps, plans: readonly NodeSetPlan[]): string {
  const hasGres = plans.some(({ gres }) => gres !== undefined);
  const nodes = plans.reduce((total, { pool }) => total + pool.maxNodes, 0);
  return [
    "SelectType=select/cons_tres",
    "SelectTypeParameters=CR_Core_Memory",
    "ProctrackType=proctrack/cgroup",
    "TaskPlugin=task/cgroup,task/affinity",
    "JobAcctGatherType=jobacct_gather/cgroup",
    "PriorityType=priority/multifactor",
    "PrologFlags=Alloc,Contain",
    ...(hasGres ? ["GresTypes=gpu"] : []),
    ...(props.accounting === undefined ? [] : accountingLines(props, hasGres)),
    ...(props.nvlinkImex === true ? ["SwitchType=switch/nvidia_imex"] : []),
    ...(nodes > operatorMaxNodes ? [`MaxNodeCount=${nodes}`] : []),
    ...(props.extraConfig ?? []),
    ...partitionsOf(props).map((partition) => partitionLine(partition, plans)),
  ].join("\n");
}

function accountingLines({ enforceAccounts }: SlurmClusterProps, hasGres: boolean): string[] {
  return [
    ...(hasGres ? ["AccountingStorageTRES=gres/gpu"] : []),
    ...(enforceAccounts === true ? ["AccountingStorageEnforce=associations,limits,qos"] : []),
  ];
}

function partitionLine(partition: SlurmPartition, plans: readonly NodeSetPlan[]): string {
  const own = plans.filter(({ name }) => partition.pools.includes(name));
  // Without a default a job takes all of a node's memory, however few CPUs it asks for.
  const perCpu = own.map(({ cpus, memoryGiB }) =>
    cpus === undefined || memoryGiB === undefined || cpus <= 0 ? undefined : Math.floor((memoryGiB * 1024) / cpus),
  );
  const known = perCpu.filter((value) => value !== undefined);
  return [
    `PartitionName=${partition.name}`,
    `Nodes=${partition.pools.join(",")}`,
    `Default=${partition.isDefault === true ? "YES" : "NO"}`,
    `MaxTime=${partition.maxTimeHours === undefined ? "UNLIMITED" : `${partition.maxTimeHours}:00:00`}`,
    ...(known.length === own.length && own.length > 0 ? [`DefMemPerCPU=${Math.min(...known)}`] : []),
    ...(partition.topology === undefined ? [] : [`Topology=${partition.topology}`]),
    ...(partition.allowAccounts === undefined ? [] : [`AllowAccounts=${partition.allowAccounts.join(",")}`]),
    "State=UP",
  ].join(" ");
}

/** A line for each NodeSet with accelerators; nodes that nobody has named share one. */
export function gresConf(plans: readonly NodeSetPlan[]): string {
  const lines = plans.flatMap(({ gres, nodeNames }) => {
    if (gres === undefined) return [];
    const nodes = nodeNames.length === 0 ? "" : `NodeName=${hostlist(nodeNames)} `;
    const { autoDetect, deviceFiles } = gres.source;
    if (deviceFiles === undefined) return [`${nodes}AutoDetect=${autoDetect}`];
    return [`${nodes}AutoDetect=off Name=gpu Type=${gres.type} File=${deviceFiles}`];
  });
  return `${[...new Set(lines)].join("\n")}\n`;
}

/** Jobs are held to what they were given: cores, memory, devices. */
export const cgroupConf = [
  "CgroupPlugin=cgroup/v2",
  "IgnoreSystemd=yes",
  "ConstrainCores=yes",
  "ConstrainRAMSpace=yes",
  "ConstrainSwapSpace=yes",
  "ConstrainDevices=yes",
  "",
].join("\n");

/** Accelerators that gres.conf lists by their files; undefined where slurmd finds them by itself. */
export function listedDevices({ gres }: NodeSetPlan): number | undefined {
  return gres?.source.deviceFiles === undefined ? undefined : deviceFileCount(gres.source.deviceFiles);
}
