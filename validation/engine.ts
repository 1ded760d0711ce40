import { applyAcknowledgements, type AcknowledgedFinding, type Acknowledgement } from "./acknowledgement";
import { clusterSubjects } from "./cluster-subjects";
import type { Finding, Severity } from "./finding";
import type { Rule, Subject } from "./rule";
import { findingOf, notRun, runRule, type RuleCount } from "./run-rule";

/** What a check takes beside the subject. */
export interface CheckOptions {
  /** Findings that somebody answers for. @default - none */
  readonly acknowledgements?: readonly Acknowledgement[];
  /**
   * ISO date of the check: acknowledgements expire by it, and rules about support and prices judge by it. Needed where
   * there are acknowledgements. Nothing in the library reads a clock.
   * @default - rules about dates do not run
   */
  readonly today?: string;
  /**
   * Whether acknowledgements expire. Synth knows no day: there all of them count, and `aifactory check` judges their day.
   * @default true - `today` is needed where there are acknowledgements
   */
  readonly judgesExpiry?: boolean;
}

/** What the rules found. */
export interface CheckResult {
  /** What stands, worst first; the order depends on nothing but the findings. */
  readonly findings: readonly Finding[];
  /** Findings that an acknowledgement in force is for; they fail nothing. */
  readonly acknowledged: readonly AcknowledgedFinding[];
  /** How often each rule passed, failed and could not say. */
  readonly rules: readonly RuleCount[];
}

/** Runs rules over a subject. A rule that breaks becomes an error finding, never silence. */
export function runRules<S extends Subject>(
  rules: readonly Rule<S>[],
  subject: S,
  options: CheckOptions = {},
): CheckResult {
  const { acknowledgements = [], today, judgesExpiry = true } = options;
  if (acknowledgements.length > 0 && today === undefined && judgesExpiry) {
    throw new RangeError("acknowledgements expire: state the day with `today`");
  }
  const closing = rules.filter((rule) => rule.reads === "acknowledgements");
  const dated = today === undefined ? subject : { ...subject, today };
  const judged = rules.filter((rule) => rule.reads !== "acknowledgements").map((rule) => judge(rule, dated));
  const findings = judged.flatMap((result) => result.findings);
  const { standing, acknowledged, review } = applyAcknowledgements(
    findings,
    acknowledgements,
    judgesExpiry ? (today ?? "") : "",
  );
  // Findings about acknowledgements cannot be acknowledged themselves.
  const reviewed = { ...subject, acknowledgements: subject.acknowledgements ?? review };
  const closed = closing.map((rule) => judge(rule, reviewed));
  return {
    findings: [...standing, ...closed.flatMap((result) => result.findings)].sort(byWeight),
    acknowledged: [...acknowledged].sort((a, b) => byWeight(a.finding, b.finding)),
    rules: [...judged, ...closed].map((result) => result.count).sort((a, b) => compare(a.rule, b.rule)),
  };
}

interface Judged {
  readonly findings: readonly Finding[];
  readonly count: RuleCount;
}

function judge<S extends Subject>(rule: Rule<S>, subject: S): Judged {
  if (!canRun(rule, subject)) return { findings: [], count: notRun(rule) };
  const findings: Finding[] = [];
  // A rule about clusters judges each of them by itself.
  const parts = rule.scope === "cluster" ? clusterSubjects(subject) : [subject];
  const { count, crash } = runRule(rule, parts, (outcome) => {
    const finding = findingOf(rule, outcome);
    if (finding) findings.push(finding);
  });
  return { findings: crash === undefined ? findings : [...findings, crash], count };
}

function canRun<S extends Subject>(rule: Rule<S>, { model, documents, acknowledgements }: Subject): boolean {
  switch (rule.reads) {
    case "model":
      return model !== undefined;
    case "documents":
      return documents !== undefined;
    case "both":
      return model !== undefined && documents !== undefined;
    case "either":
      return model !== undefined || documents !== undefined;
    case "acknowledgements":
      return acknowledgements !== undefined;
  }
}

const weights: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

function byWeight(a: Finding, b: Finding): number {
  return (
    weights[a.severity] - weights[b.severity] ||
    compare(a.rule, b.rule) ||
    compare(a.path, b.path) ||
    compare(a.address ?? "", b.address ?? "") ||
    compare(a.message, b.message)
  );
}

/** By code units: the same on every machine, whatever its language. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
