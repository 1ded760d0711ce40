import type { Construct } from "constructs";
import { Annotations, Token } from "../../core/cdktf";
import { formatFinding, type Finding } from "../../validation/finding";
import { raise, type ProblemDetails } from "../aws/problem";

/** Something that was decided, or that cannot be decided, and is worth knowing. */
export function remark(rule: string, path: string, message: string, details: ProblemDetails): Finding {
  return { rule, severity: "info", verdict: "unknown", path, message, ...details };
}

/** Throws all errors at once; shows warnings and remarks on the construct. @throws FactoryError */
export function announce(construct: Construct, findings: readonly Finding[]): void {
  raise(construct, findings);
  for (const finding of findings) {
    if (finding.severity === "info") Annotations.of(construct).addInfo(formatFinding(finding));
  }
}

/** Whether a value is known at synth: given and no token. */
export function isKnown<T>(value: T | undefined): value is T {
  return value !== undefined && !Token.isUnresolved(value);
}
