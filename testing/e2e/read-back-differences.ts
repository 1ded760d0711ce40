import type { PlannedDifference } from "./plan-differences";

/** A difference that the simulated AWS causes by reading back something other than what was written. */
interface ReadBackDifference {
  readonly type: string;
  /** The arguments that may differ; any other difference of the resource counts. */
  readonly arguments: readonly string[];
  readonly reason: string;
}

const known: readonly ReadBackDifference[] = [];

/** Why the simulator, not the configuration, causes a difference; undefined where it is the configuration's. */
export function causedBySimulator(difference: PlannedDifference): string | undefined {
  if (difference.action !== "update") return undefined;
  const match = known.find((candidate) => candidate.type === difference.type);
  const explained = match && difference.arguments.every(({ name }) => match.arguments.includes(name));
  return explained ? match.reason : undefined;
}
