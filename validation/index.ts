export {
  AcknowledgementFileError,
  parseAcknowledgements,
  type AcknowledgedFinding,
  type Acknowledgement,
  type AcknowledgementReview,
} from "./acknowledgement";
export { runRules, type CheckOptions, type CheckResult, type RuleCount } from "./engine";
export { FactoryError, throwErrors } from "./factory-error";
export { formatFinding, type Finding, type Severity, type Verdict } from "./finding";
export type { Family, Outcome, Rule, Subject } from "./rule";
export { rules as designRules } from "./rules";
export { subjectOf } from "./subject";
