import { phases, type ExampleReport, type Problem } from "./report";

export function problemsOf(report: ExampleReport): readonly Problem[] {
  return report.checks.flatMap((check) => check.problems);
}

/**
 * Whether an example may have failed because an answer of the simulated AWS got lost on a busy machine: it was cut off,
 * or the client repeated a call that changes something and met what the first one did. Such an example is tried again;
 * a fault of the configuration fails again.
 */
export function mayBeRepeatedCalls(report: ExampleReport): boolean {
  const problems = problemsOf(report).filter(({ notReached }) => notReached === undefined);
  const first = phases.find((phase) => problems.some((problem) => problem.phase === phase));
  if (first === "apply" || first === "destroy") return true;
  return problems.some((problem) =>
    /unexpected EOF|connection reset/.test(`${problem.summary} ${problem.detail ?? ""}`),
  );
}
