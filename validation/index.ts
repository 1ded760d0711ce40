export { FactoryError, throwErrors } from "./factory-error";
export { formatFinding, type Finding, type Severity, type Verdict } from "./finding";
