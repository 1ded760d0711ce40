import stored from "./data/reliability.json";
import type { Dated } from "./dated";

/** A training run whose interruptions were counted. */
export interface ReliabilityRecord extends Dated {
  /** Id in the table. */
  readonly id: string;
  /** Id in the accelerator catalogue. */
  readonly accelerator: string;
  /** Accelerators of the run. */
  readonly accelerators: number;
  /** Days that were counted. */
  readonly days: number;
  /** Interruptions that nobody had planned. */
  readonly unexpectedInterruptions: number;
  /** Interruptions for maintenance and the like. */
  readonly plannedInterruptions: number;
}

/** Published runs. */
export function reliabilityRecords(): readonly ReliabilityRecord[] {
  return stored.runs;
}

/**
 * Accelerator-hours between two unexpected interruptions of a job, over all published runs: about 50,700. A job on n
 * accelerators is interrupted every n-th part of it.
 */
export function acceleratorHoursPerInterruption(): number {
  const sum = (figure: (run: ReliabilityRecord) => number) =>
    stored.runs.reduce((total, run) => total + figure(run), 0);
  return sum((run) => run.accelerators * run.days * 24) / sum((run) => run.unexpectedInterruptions);
}
