import type { CheckResult } from "../engine";

/** Totals of a check. */
export interface Summary {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  /** Things that were judged, by verdict. */
  readonly pass: number;
  readonly fail: number;
  readonly unknown: number;
  readonly acknowledged: number;
  readonly rulesRun: number;
  /** Rules whose subject (the factory model, the documents) was not there. */
  readonly rulesNotRun: number;
}

export function summarize({ findings, acknowledged, rules }: CheckResult): Summary {
  const bySeverity = (severity: string) => findings.filter((finding) => finding.severity === severity).length;
  const total = (verdict: "pass" | "fail" | "unknown") => rules.reduce((sum, rule) => sum + rule[verdict], 0);
  const rulesRun = rules.filter(({ ran }) => ran).length;
  return {
    errors: bySeverity("error"),
    warnings: bySeverity("warning"),
    infos: bySeverity("info"),
    pass: total("pass"),
    fail: total("fail"),
    unknown: total("unknown"),
    acknowledged: acknowledged.length,
    rulesRun,
    rulesNotRun: rules.length - rulesRun,
  };
}
