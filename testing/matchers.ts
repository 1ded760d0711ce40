import { boundaryProfile, runPolicy, type Boundary } from "../policy";
import { designRules, formatFinding, runRules, type Acknowledgement, type Finding, type Rule } from "../validation";
import { findingsOf, subjectToJudge, type Judged } from "./subject";

/** What jest and vitest expect of a matcher. */
export interface MatcherResult {
  /** Whether the expectation holds. */
  readonly pass: boolean;
  /** What is printed where it does not. */
  readonly message: () => string;
}

/** What a factory is judged by. */
export interface JudgeOptions {
  /** Rules to judge by: the library's with your own. @default - the library's design rules */
  readonly rules?: readonly Rule[];
  /** Findings that somebody answers for. @default - none */
  readonly acknowledgements?: readonly Acknowledgement[];
  /** ISO date of the check; needed where there are acknowledgements. @default - rules about dates do not run */
  readonly today?: string;
}

/** Which finding is expected, and what the factory is judged by. */
export interface FindingOptions extends JudgeOptions {
  /** Path that the finding must be at. @default - any */
  readonly path?: string;
}

/**
 * Matchers for `expect.extend(factoryMatchers)`, in jest and vitest. Those that judge return a promise:
 * `await expect(app).toBeValidFactory()`.
 */
export const factoryMatchers = {
  /**
   * A finding of the rule, by its id or the number alone (`FAB-001`): among findings, in the FactoryError that a function
   * throws, or of the design rules on what is judged.
   */
  async toHaveFinding(
    received: Judged | readonly Finding[] | (() => unknown),
    rule: string,
    options: FindingOptions = {},
  ): Promise<MatcherResult> {
    const findings = await findingsIn(received, options);
    const pass = findings.some(
      (finding) =>
        (finding.rule === rule || finding.rule.startsWith(`${rule}-`)) &&
        (options.path ?? finding.path) === finding.path,
    );
    const where = options.path === undefined ? "" : ` at ${options.path}`;
    return {
      pass,
      message: () => `expected ${pass ? "no" : "a"} finding of ${rule}${where}; found\n\n${listed(findings)}`,
    };
  },

  /** No rule finds an error. Warnings and what cannot be decided yet do not count. */
  async toBeValidFactory(received: Judged, options: JudgeOptions = {}): Promise<MatcherResult> {
    return withoutErrors(await judge(received, options), "a valid factory");
  },

  /** No sovereign rule finds an error: everything stays inside the boundary, a profile's name or your own. */
  async toStayInside(received: Judged, boundary: Boundary | string): Promise<MatcherResult> {
    const resolved = typeof boundary === "string" ? boundaryProfile(boundary) : boundary;
    const { documents } = await subjectToJudge(received);
    const { findings } = runPolicy(documents, { boundary: resolved });
    return withoutErrors(findings, `to stay inside ${resolved.data.name}`);
  },
};

async function findingsIn(
  received: Judged | readonly Finding[] | (() => unknown),
  options: JudgeOptions,
): Promise<readonly Finding[]> {
  if (typeof received === "function") return findingsOf(received);
  if (isFindings(received)) return received;
  return judge(received, options);
}

function isFindings(received: Judged | readonly Finding[]): received is readonly Finding[] {
  return Array.isArray(received);
}

async function judge(received: Judged, options: JudgeOptions): Promise<readonly Finding[]> {
  const { rules = designRules, acknowledgements, today } = options;
  return runRules(rules, await subjectToJudge(received), { acknowledgements, today }).findings;
}

function withoutErrors(findings: readonly Finding[], expected: string): MatcherResult {
  const errors = findings.filter(({ severity }) => severity === "error");
  const pass = errors.length === 0;
  return { pass, message: () => `expected ${pass ? "not " : ""}${expected}; errors:\n\n${listed(errors)}` };
}

function listed(findings: readonly Finding[]): string {
  return findings.length === 0 ? "nothing" : findings.map(formatFinding).join("\n\n");
}

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- this is how jest's own types are extended
  namespace jest {
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type -- must equal jest's
    interface Matchers<R, T = {}> {
      toHaveFinding(rule: string, options?: FindingOptions): Promise<R>;
      toBeValidFactory(options?: JudgeOptions): Promise<R>;
      toStayInside(boundary: Boundary | string): Promise<R>;
    }
  }
}
