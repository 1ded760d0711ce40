import type { Construct } from "constructs";
import { Annotations } from "../../core/cdktf";
import { throwErrors } from "../../validation/factory-error";
import { formatFinding, type Finding } from "../../validation/finding";

/** What a check of props says beyond rule, path and message. */
export type ProblemDetails = Pick<Finding, "given" | "allowed" | "fix" | "sources">;

/** A value of the props with which the construct cannot be built. */
export function problem(rule: string, path: string, message: string, details: ProblemDetails): Finding {
  return { rule, severity: "error", verdict: "fail", path, message, ...details };
}

/** A value of the props that builds, but that its owner should think about. */
export function concern(rule: string, path: string, message: string, details: ProblemDetails): Finding {
  return { rule, severity: "warning", verdict: "fail", path, message, ...details };
}

/** Throws all errors at once; prints warnings at synth. @throws FactoryError */
export function raise(construct: Construct, findings: readonly Finding[]): void {
  throwErrors(findings);
  for (const finding of findings) {
    if (finding.severity === "warning") Annotations.of(construct).addWarning(formatFinding(finding));
  }
}
