import { createColors } from "picocolors";
import type { CheckResult } from "../engine";
import { formatFinding, type Severity } from "../finding";
import { summarize } from "./summary";

export interface TextOptions {
  /** @default - no colours */
  readonly color?: boolean;
}

/** The result of a check for a reader at a terminal: findings, worst first, then the totals. */
export function reportText(result: CheckResult, options: TextOptions = {}): string {
  const colors = createColors(options.color ?? false);
  const paint: Readonly<Record<Severity, (text: string) => string>> = {
    error: colors.red,
    warning: colors.yellow,
    info: colors.cyan,
  };
  const blocks = result.findings.map((finding) => {
    const [head = "", ...details] = formatFinding(finding).split("\n");
    return [paint[finding.severity](head), ...details].join("\n");
  });
  const acknowledged = result.acknowledged.map(
    ({ finding, acknowledgement: { owner, expires, reason } }) =>
      `acknowledged ${finding.path}: ${finding.rule} by ${owner} until ${expires}: ${reason}`,
  );
  if (acknowledged.length > 0) blocks.push(acknowledged.map(colors.dim).join("\n"));
  return `${[...blocks, totals(result)].join("\n\n")}\n`;
}

function totals(result: CheckResult): string {
  const summary = summarize(result);
  const found = [
    plural(summary.errors, "error"),
    plural(summary.warnings, "warning"),
    plural(summary.infos, "remark"),
    `${summary.acknowledged} acknowledged`,
  ];
  const judged = `${summary.pass} passed, ${summary.fail} failed, ${summary.unknown} not known yet`;
  const idle =
    summary.rulesNotRun === 0 ? "" : `; ${plural(summary.rulesNotRun, "rule")} had nothing to read (no factory model?)`;
  return `${found.join(", ")}\n${plural(summary.rulesRun, "rule")} ran: ${judged}${idle}`;
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? "" : "s"}`;
}
