import { documentsFromMemory } from "../../../documents";
import type { FactoryModel } from "../../../model/types";
import type { AcknowledgementReview } from "../../../validation/acknowledgement";
import { runRules, type CheckResult } from "../../../validation/engine";
import type { Rule, Subject } from "../../../validation/rule";

/** Everything below can be written to, so that a mutation can change one thing. */
export type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

/** Emitted Terraform JSON of one stack; mutations reach into it freely. */
export type StackJson = Record<string, Record<string, Record<string, Record<string, unknown>>>>;

/** What a case is made of: the model, the emitted stacks by name, or both. */
export interface CaseInput {
  model?: Mutable<FactoryModel>;
  stacks?: Record<string, StackJson>;
  acknowledgements?: Mutable<AcknowledgementReview>;
  /** ISO date of the check. */
  today?: string;
}

/** A change of a passing case; the message that must then be found, where one rule has several. */
type Change<Input extends CaseInput> = ((input: Input) => void) | { change: (input: Input) => void; finds: RegExp };

export interface RuleCases<Input extends CaseInput> {
  /** Builds the case that passes; called anew for every test. */
  readonly passing: () => Input;
  /** Single changes that the rule must catch: what it finds then is there because of the change alone. */
  readonly mutations: Readonly<Record<string, Change<Input>>>;
  /** Changes that leave it right. */
  readonly stillPasses?: Readonly<Record<string, (input: Input) => void>>;
  /** Changes after which the rule must say that it does not know. @default - none */
  readonly unknown?: Readonly<Record<string, Change<Input>>>;
}

/** The tests that every rule has: it passes, each single change makes it fail, and what it cannot know it does not pass. */
export function describeRule<Input extends CaseInput>(rule: Rule, cases: RuleCases<Input>): void {
  const { passing, mutations, stillPasses = {}, unknown = {} } = cases;
  if (Object.keys(mutations).length === 0) throw new Error(`${rule.id} has no case in which it fails`);

  describe(rule.id, () => {
    it("passes the right design, and has judged something in it", () => expectPass(check(rule, passing())));
    for (const [name, change] of Object.entries(stillPasses)) {
      it(`passes: ${name}`, () => expectPass(check(rule, changed(passing, change))));
    }
    for (const [name, change] of Object.entries(mutations)) {
      it(`fails: ${name}`, () => expectVerdict(rule, check(rule, changed(passing, change)), "fail", change));
    }
    for (const [name, change] of Object.entries(unknown)) {
      it(`does not know: ${name}`, () => expectVerdict(rule, check(rule, changed(passing, change)), "unknown", change));
    }
  });
}

function expectPass({ findings, rules }: CheckResult): void {
  expect(findings).toEqual([]);
  expect(rules[0]?.pass).toBeGreaterThan(0);
}

function expectVerdict<Input extends CaseInput>(
  rule: Rule,
  { findings, rules }: CheckResult,
  verdict: "fail" | "unknown",
  change: Change<Input>,
): void {
  expect(rules[0]).toMatchObject({ rule: rule.id, crashed: false });
  const found = findings.filter((finding) => finding.verdict === verdict);
  expect(found).not.toEqual([]);
  for (const finding of found) {
    // Lower case, but for names such as EFA and PERSISTENT_2.
    expect(finding.message).toMatch(/^(?![A-Z][a-z ]).*[^.]$/s);
    expect(finding.path).not.toBe("");
    expect(finding.fix).not.toBe("");
  }
  if (typeof change === "object") expect(found.map(({ message }) => message).join("\n")).toMatch(change.finds);
}

/** Runs one rule over a case. */
export function check(rule: Rule, input: CaseInput): CheckResult {
  return runRules([rule], subject(input));
}

function subject({ stacks, ...rest }: CaseInput): Subject {
  return { ...rest, ...(stacks && { documents: documentsFromMemory(stacks) }) };
}

function changed<Input extends CaseInput>(passing: () => Input, change: Change<Input>): Input {
  const input = passing();
  if (typeof change === "function") change(input);
  else change.change(input);
  return input;
}
