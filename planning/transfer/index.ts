export { defaultUsable, planBurst, planTransfer } from "./transfer";
export type { BurstJob, BurstPlan, Transfer, TransferLink } from "./types";
