import type { IConstruct } from "constructs";
import { Annotations } from "../../core/cdktf";
import { throwErrors } from "../../validation/factory-error";
import { formatFinding, type Finding } from "../../validation/finding";

/** Throws all errors at once; shows warnings and remarks on the construct. */
export function announce(construct: IConstruct, findings: readonly Finding[]): void {
  throwErrors(findings);
  for (const finding of findings) {
    if (finding.severity === "warning") Annotations.of(construct).addWarning(formatFinding(finding));
    else Annotations.of(construct).addInfo(formatFinding(finding));
  }
}
