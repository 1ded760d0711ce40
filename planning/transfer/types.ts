/** A link that data can be moved over, as the arithmetic needs it. */
export interface TransferLink {
  /** Rate of all paths that are up at once, Gbps. */
  readonly gbps: number;
  /** Price of a gigabyte towards the site, USD; what goes to the cloud is free of it. */
  readonly usdPerGBOut: number;
  /** Price of a gigabyte in either direction, USD. @default 0 */
  readonly usdPerGB?: number;
  /** Part of the rate that bulk data gets: the rest is headers, encryption and other traffic, 0 to 1. @default 0.8 */
  readonly usable?: number;
}

/** What moving data takes. */
export interface Transfer {
  /** What is moved, decimal GB. */
  readonly gigabytes: number;
  /** Which way it goes. */
  readonly direction: "to-cloud" | "to-site";
  /** Rate that the data has, Gbps. */
  readonly gbps: number;
  /** Hours that it takes. */
  readonly hours: number;
  /** What the cloud asks for it, USD. */
  readonly usd: number;
}

/** A job that is meant to run in the cloud while its data is at the site. */
export interface BurstJob {
  /** Name of the job. */
  readonly name: string;
  /** Data that the job reads, in decimal gigabytes. */
  readonly datasetGB: number;
  /** The dataset is kept in both places beforehand, so that only its daily change is moved. @default false */
  readonly staged?: boolean;
  /** Change of a staged dataset within a day. @default 0 */
  readonly dailyChangeGB?: number;
  /** Checkpoints and results that come back. @default 0 */
  readonly resultGB?: number;
  /** Hours that the job computes in the cloud. */
  readonly computeHours: number;
}

/** Whether a job is worth being moved. */
export interface BurstPlan {
  /** The job, as given. */
  readonly job: BurstJob;
  /** What the job waits for before it can begin; absent for a staged dataset. */
  readonly dataset?: Transfer;
  /** What a staged dataset moves each day. */
  readonly dailyChange?: Transfer;
  /** Checkpoints and results that come back. */
  readonly result: Transfer;
  /** Hours that the job's data is under way, before and after it. */
  readonly moveHours: number;
  /** What moving costs, USD. */
  readonly moveUsd: number;
  /** Whether moving takes no longer than computing. */
  readonly worthwhile: boolean;
  /** Whether a staged dataset keeps up: its daily change is moved within a day. */
  readonly keepsUp: boolean;
  /** Rate at which the moving would take as long as the computing, Gbps. */
  readonly neededGbps: number;
}

/** A copy that runs again and again: a dataset that is kept at both ends, checkpoints or weights that follow a job. */
export interface Replication {
  /** Which way the data goes. */
  readonly direction: Transfer["direction"];
  /** What the first run moves, in decimal gigabytes. */
  readonly totalGB: number;
  /** What is new or changed within a day. */
  readonly dailyChangeGB: number;
  /** Hours from the start of one run to the start of the next. */
  readonly everyHours: number;
  /** Rate that the copy is held to, Mbps. @default - all that bulk data gets of the link */
  readonly limitMbps?: number;
}

/** What a copy takes of a link. */
export interface ReplicationPlan {
  /** The first run, which moves everything. */
  readonly first: Transfer;
  /** One run of those that follow. */
  readonly run: Transfer;
  /** What the runs of 30 days cost on the way, USD; the first is not among them. */
  readonly usdPerMonth: number;
  /** Whether a run is done before the next one begins. */
  readonly keepsUp: boolean;
  /** Rate at which a run takes exactly as long as there is until the next, Mbps. */
  readonly neededMbps: number;
}
