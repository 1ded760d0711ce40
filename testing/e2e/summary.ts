import Table from "cli-table3";
import type { LeftOut } from "./judged-part";
import type { Check, ExampleReport, Problem } from "./report";

/** One example's resources in a table, what was not tried and why, and each check with its problems. */
export function formatExample(report: ExampleReport): string {
  const mode = report.mode === "extended" ? "extended simulator" : "plain moto";
  return [
    `${report.name} (${mode}, ${report.seconds.toFixed(0)} s)`,
    resourceTable(report),
    ...report.stacks.flatMap((stack) => [
      ...leftOutLines(stack.name, "planned only", stack.plannedOnly),
      ...leftOutLines(stack.name, "not judged here", stack.notJudged),
      ...stack.forgiven.map(
        ({ address, reason }) => `${stack.name}: second plan differs by the simulator: ${address} (${reason})`,
      ),
    ]),
    ...(report.hosts.length > 0 ? [`hosts called: ${report.hosts.length}`] : []),
    ...report.checks.flatMap(formatCheck),
  ].join("\n");
}

/** The last line of a run. */
export function formatTotal(checks: readonly Check[]): string {
  const passed = checks.filter((check) => check.passed).length;
  return `${passed} passed, ${checks.length - passed} failed`;
}

/** Lines for a terminal: the question, its answer, and what went wrong. */
export function formatCheck(check: Check): string[] {
  const mark = check.passed ? "ok    " : "FAILED";
  const seconds = check.seconds > 0 ? ` (${check.seconds.toFixed(1)} s)` : "";
  return [`${mark} ${check.name}${seconds}`, ...check.problems.flatMap(formatProblem)];
}

/** "3 helm_release (no cluster …)": what was left out, counted by type and reason, most frequent first. */
export function countByReason(leftOut: readonly LeftOut[]): string[] {
  const counts = new Map<string, number>();
  for (const { section, type, reason } of leftOut) {
    const kind = section === "data" ? `data ${type}` : type;
    const key = `${kind} (${reason})`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a).map(([key, count]) => `${count} ${key}`);
}

function resourceTable(report: ExampleReport): string {
  const table = new Table({
    head: ["stack", "planned", "applied", "unchanged", "destroyed", "planned only", "not judged", "seconds"],
    style: { head: [], border: [], compact: true },
    colAligns: ["left", ...Array.from({ length: 7 }, () => "right" as const)],
  });
  for (const stack of report.stacks) {
    const counts = [stack.planned, stack.applied, stack.unchanged, stack.destroyed];
    const leftOut = [stack.plannedOnly, stack.notJudged].map(resourceCount);
    table.push([stack.name, ...counts, ...leftOut, stack.seconds.toFixed(1)]);
  }
  return table.toString();
}

function resourceCount(leftOut: readonly LeftOut[]): number {
  return leftOut.filter(({ section }) => section === "resource").length;
}

function leftOutLines(stack: string, title: string, leftOut: readonly LeftOut[]): string[] {
  return leftOut.length === 0 ? [] : [`${stack}: ${title}: ${countByReason(leftOut).join("; ")}`];
}

function formatProblem({ stack, address, summary, detail }: Problem): string[] {
  const where = [stack, address].filter(Boolean).join(": ");
  const details = (detail ?? "").trim().split("\n").filter(Boolean);
  return [`    - ${where ? `${where}: ` : ""}${summary}`, ...details.map((line) => `      ${line}`)];
}
