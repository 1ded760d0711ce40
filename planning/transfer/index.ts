export { defaultUsable, planBurst, planReplication, planTransfer } from "./transfer";
export type { BurstJob, BurstPlan, Replication, ReplicationPlan, Transfer, TransferLink } from "./types";
