import { formatFinding, type Finding } from "./finding";

/** Thrown when a factory cannot be built: carries every problem that was found, not only the first. */
export class FactoryError extends Error {
  /** Every problem that was found. */
  declare readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    const count = findings.length === 1 ? "1 problem" : `${findings.length} problems`;
    super(`${count} in the factory's definition\n\n${findings.map(formatFinding).join("\n\n")}\n`);
    this.name = "FactoryError";
    // Not enumerable: Node prints an uncaught error's own properties, and the message has said it all.
    Object.defineProperty(this, "findings", { value: findings });
  }
}

/** Throws one FactoryError with all findings of severity `error`; does nothing where there is none. */
export function throwErrors(findings: readonly Finding[]): void {
  const errors = findings.filter((finding) => finding.severity === "error");
  if (errors.length > 0) throw new FactoryError(errors);
}
