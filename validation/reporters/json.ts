import type { CheckResult } from "../engine";
import type { Finding } from "../finding";
import { summarize } from "./summary";

/**
 * The result of a check as JSON: `{"findings": [...], "summary": {...}}`, with a final line break. `sections` are
 * added under their own keys.
 */
export function reportJson(result: CheckResult, sections: Readonly<Record<string, unknown>> = {}): string {
  const acknowledged = result.acknowledged.map(({ finding, acknowledgement }) => ({
    ...ordered(finding),
    acknowledgement,
  }));
  const report = { findings: result.findings.map(ordered), acknowledged, summary: summarize(result), ...sections };
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
    location: finding.location ?? null,
    covers: finding.covers ?? [],
    dischargedBy: finding.dischargedBy ?? null,
    hash: finding.hash ?? null,
  };
}
