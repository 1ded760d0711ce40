import type { BurstJob } from "../../planning";
import type { DataClass } from "./data-classes";

/** A team that may burst. */
export interface BurstTeam {
  /** A DNS label; the team's queue is `burst-<name>` on both clusters. */
  readonly name: string;
  /** Namespaces of the team; they exist, or are created, on both clusters. */
  readonly namespaces: readonly string[];
  /** Part of the burst's nodes that is the team's own, 0 to 1; more is borrowed while others leave it idle. @default - equal parts */
  readonly share?: number;
}

/** When jobs may leave for the cloud. */
export interface BurstWindow {
  /** Cron expression of the minute at which the queues open: `0 19 * * 1-5`. */
  readonly opens: string;
  /** Cron expression of the minute at which they close to new jobs; what runs goes on. */
  readonly closes: string;
  /** IANA name: `Europe/Stockholm`. @default "Etc/UTC" */
  readonly timeZone?: string;
}

/** A job that is planned to burst, and the class of its data. */
export interface BurstWorkload extends BurstJob {
  /** Class of its data by name, one of `dataClasses`. */
  readonly dataClass: string;
}

/** Who may burst, when, how much, and with which data. */
export interface BurstPolicy {
  /** Teams that may burst, and their shares. */
  readonly teams: readonly BurstTeam[];
  /** Cloud nodes for all teams together, at the most. @default - all that the pool can have */
  readonly maxNodes?: number;
  /** What the nodes of the burst may cost by the hour, USD. @default - `maxNodes` alone decides */
  readonly budgetUsdPerHour?: number;
  /** Hours in which the queues take new jobs. @default - at any time */
  readonly windows?: readonly BurstWindow[];
  /** Every class of data that jobs may name. What is not listed does not leave. */
  readonly dataClasses: readonly DataClass[];
  /** Jobs that the burst is planned for: each is judged by what it moves and computes. @default - none are judged */
  readonly workloads?: readonly BurstWorkload[];
}

/** Name of a team's queue, on both clusters. */
export function burstQueueName({ name }: BurstTeam): string {
  return `burst-${name}`;
}

/** A team's part of the burst's nodes. */
export function teamShare(team: BurstTeam, { teams }: Pick<BurstPolicy, "teams">): number {
  return team.share ?? 1 / teams.length;
}

/** Nodes that a burst may have: what the pool has, the policy allows and the budget pays. */
export function burstNodes(
  { maxNodes = Infinity, budgetUsdPerHour = Infinity }: Pick<BurstPolicy, "maxNodes" | "budgetUsdPerHour">,
  pool: { readonly maxNodes: number; readonly usdPerNodeHour?: number },
): number {
  const paid = pool.usdPerNodeHour === undefined ? Infinity : Math.floor(budgetUsdPerHour / pool.usdPerNodeHour);
  return Math.min(pool.maxNodes, maxNodes, paid);
}
