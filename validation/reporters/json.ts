import type { CheckResult } from "../engine";
import type { Finding } from "../finding";
import { summarize } from "./summary";

/** The result of a check as JSON: `{"findings": [...], "summary": {...}}`, with a final line break. */
export function reportJson(result: CheckResult): string {
  const acknowledged = result.acknowledged.map(({ finding, acknowledgement }) => ({
    ...ordered(finding),
    acknowledgement,
  }));
  const report = { findings: result.findings.map(ordered), acknowledged, summary: summarize(result) };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

/** Every field in a fixed order; what is absent is null, so that a reader need not ask whether it is there. */
function ordered(finding: Finding) {
  return {
    rule: finding.rule,
    severity: finding.severity,
    verdict: finding.verdict,
    address: finding.address ?? null,
    path: finding.path,
    message: finding.message,
    given: finding.given ?? null,
    allowed: finding.allowed ?? null,
    fix: finding.fix,
    sources: finding.sources ?? [],
  };
}
