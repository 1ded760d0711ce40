export {
  AcknowledgementFileError,
  parseAcknowledgements,
  type AcknowledgedFinding,
  type Acknowledgement,
  type AcknowledgementReview,
} from "./acknowledgement";
export { runRules, type CheckOptions, type CheckResult } from "./engine";
export { FactoryError, throwErrors } from "./factory-error";
export { formatFinding, type Finding, type Severity, type Verdict } from "./finding";
export { resultProblems, shapeProblems, type PropsType } from "./props-schema";
export { fail, pass, unknown, type About, type Family, type Outcome, type Rule, type Subject } from "./rule";
export { rules as designRules } from "./rules";
export type { RuleCount } from "./run-rule";
export { subjectOf } from "./subject";
