/**
 * One thing that makes a plan impossible or doubtful, as plain data. It has the shape of a validation finding, so a
 * caller may pass it on as one; planning itself knows nothing of validation.
 */
export interface PlanProblem {
  /** Id of the rule: `FAB-070-fabric-ports`, `PWR-001-rack-power`. */
  readonly rule: string;
  /** An `error` leaves the plan unusable, a `warning` does not, `info` is a remark. */
  readonly severity: "error" | "warning" | "info";
  /** `unknown` where a figure that the check needs is not known; never a pass. */
  readonly verdict: "fail" | "unknown";
  /** What is wrong, in one sentence, lower case, without a full stop. */
  readonly message: string;
  /** The input at fault: `compute.leafSwitch`, `groups[1].count`. */
  readonly path: string;
  /** The value that was given. @default - it is about none */
  readonly given?: unknown;
  /** What would have been allowed. @default - nothing is listed */
  readonly allowed?: unknown;
  /** How to mend it, as an instruction. */
  readonly fix: string;
}

/** True where a problem of severity `error` is among them. */
export function hasErrors(problems: readonly PlanProblem[]): boolean {
  return problems.some((problem) => problem.severity === "error");
}
