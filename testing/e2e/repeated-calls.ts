import type { ExampleReport, Problem } from "./report";
import type { Diagnostic } from "./terraform-lines";

/*
 * On a busy machine an answer of the simulated AWS now and then gets lost on its way; the client then repeats the call
 * and meets what the first one did. A fault of the configuration fails again.
 */

export function problemsOf(report: ExampleReport): readonly Problem[] {
  return report.checks.flatMap((check) => check.problems);
}

/** Whether an example failed only because answers got lost: cut off on the way, or repeated upon what was made. */
export function onlyRepeatedCalls(report: ExampleReport): boolean {
  const problems = problemsOf(report);
  if (problems.some((problem) => /unexpected EOF|connection reset/.test(textOf(problem)))) return true;
  const placed = problems.filter(({ address }) => address !== undefined);
  return (
    placed.length > 0 &&
    placed.every((problem) => problem.phase === "apply" && /AlreadyExists|Duplicate/.test(textOf(problem)))
  );
}

/** Whether a deletion failed because a call before it had deleted the thing already. */
export function isDeletedAlready(error: Diagnostic): boolean {
  return /api error \S*NotFound/.test(textOf(error));
}

function textOf({ summary, detail }: { readonly summary: string; readonly detail?: string }): string {
  return `${summary} ${detail ?? ""}`;
}
