import type { Finding } from "./finding";
import type { Outcome, Rule } from "./rule";

/** How often one rule passed, failed and could not say. */
export interface RuleCount {
  /** Id of the rule. */
  readonly rule: string;
  /** Whether what the rule reads was there. A rule that did not run has passed nothing. */
  readonly ran: boolean;
  /** Things that passed. */
  readonly pass: number;
  /** Things that failed. */
  readonly fail: number;
  /** Things that could not be judged. */
  readonly unknown: number;
  /** The rule itself broke; its finding says how. */
  readonly crashed: boolean;
}

/** A rule, as far as running it needs: `O` is what it says of one thing. */
type Runnable<S, O extends Outcome> = Pick<Rule<S>, "id"> & { check(subject: S): Iterable<O> };

/** The count of a rule that had nothing to read. */
export function notRun({ id }: { readonly id: string }): RuleCount {
  return { rule: id, ran: false, pass: 0, fail: 0, unknown: 0, crashed: false };
}

/** Runs one rule over each subject and hands on each outcome. A rule that breaks becomes an error finding, never silence. */
export function runRule<S, O extends Outcome>(
  rule: Runnable<S, O>,
  subjects: readonly S[],
  take: (outcome: O) => void,
): { readonly count: RuleCount; readonly crash?: Finding } {
  const counts = { pass: 0, fail: 0, unknown: 0 };
  const count = (crashed: boolean): RuleCount => ({ rule: rule.id, ran: true, ...counts, crashed });
  try {
    for (const subject of subjects) {
      for (const outcome of rule.check(subject)) {
        counts[outcome.verdict]++;
        take(outcome);
      }
    }
  } catch (error) {
    return { count: count(true), crash: crashFinding(rule.id, error) };
  }
  return { count: count(false) };
}

/** What an outcome becomes when it is reported; undefined for a pass. */
export function findingOf<S>(rule: Rule<S>, outcome: Outcome): Finding | undefined {
  const { verdict, path, address, message, given, allowed, fix, severity } = outcome;
  if (verdict === "pass") return undefined;
  return {
    rule: rule.id,
    severity: severity ?? (verdict === "fail" ? rule.severity : "info"),
    verdict,
    message: message ?? rule.title,
    path,
    ...(address === undefined ? {} : { address }),
    ...(given === undefined ? {} : { given }),
    ...(allowed === undefined ? {} : { allowed }),
    fix: fix ?? rule.mend,
    ...(rule.sources.length === 0 ? {} : { sources: rule.sources }),
  };
}

function crashFinding(rule: string, error: unknown): Finding {
  return {
    rule,
    severity: "error",
    verdict: "unknown",
    message: `the rule itself failed: ${error instanceof Error ? error.message : String(error)}`,
    path: "(the rule)",
    fix: "report it as a bug with the document; until it is mended, this rule has judged nothing",
  };
}
