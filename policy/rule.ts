import type { Documents } from "../documents/types";
import type { Outcome, Rule, Subject } from "../validation/rule";
import type { Severity } from "../validation/finding";
import type { Boundary } from "./boundary";
import type { Places } from "./locations/places";

/** When something can be decided: at synth, on the plan, by a guardrail at deploy time, at run time, by a record. */
export type Stage = "synth" | "plan" | "deploy" | "runtime" | "evidence";

/** How much a sovereign rule weighs. Critical and high stop a pipeline. */
export type Weight = "critical" | "high" | "medium" | "low";

/** What the sovereign rules are given. */
export interface PolicySubject extends Subject {
  /** What will be deployed. */
  readonly documents: Documents;
  /** Boundary to judge by. */
  readonly boundary: Boundary;
  /** Where everything is; computed once for all rules. */
  readonly places: Places;
  /** Whether the documents hold a plan, so that what is unknown now must be decided later than the plan. */
  readonly stage: "synth" | "plan";
}

/** What a sovereign rule found about one thing. */
export interface PolicyOutcome extends Outcome {
  /** Where the thing is, or would be: `us-east-1 (US)`. */
  readonly location?: string;
  /** Stage that must decide an unknown. @default - the plan at synth, else the rule's next stage */
  readonly dischargedBy?: Stage;
  /** Checks of other tools that find this very fault, of those that the rule covers. @default - none */
  readonly covers?: readonly string[];
}

/** One of the 66 sovereign rules; the file it stands in is named after its id. */
export interface PolicyRule extends Rule<PolicySubject> {
  /** How much a fail weighs; critical and high stop a pipeline. */
  readonly weight: Weight;
  /** Stages at which the rule can decide. */
  readonly stages: readonly Stage[];
  /** Clauses of frameworks for which its findings are evidence. */
  readonly references: readonly string[];
  /**
   * Checks of other tools of which some finding of the rule is the same fault: `CKV_AWS_39`, `AWS-0040`, or the id of a
   * query of KICS. Which of them a finding is, the finding says.
   */
  readonly covers: readonly string[];
  /** The guardrail that decides what the plan cannot: a policy's name, not a promise. @default - none */
  readonly guardrail?: string;
  /** Whether a waiver is accepted for it. */
  readonly waivable: boolean;
  /** Terraform that fails, that passes, and that looks as if it passed. */
  readonly example: { readonly fails: string; readonly passes: string; readonly evades: string };
  /** Yields an outcome for each thing that it looks at, passes included. */
  check(subject: PolicySubject): Iterable<PolicyOutcome>;
}

/** What a rule file states; the rest follows from it. */
export type PolicyRuleSpec = Omit<
  PolicyRule,
  "family" | "severity" | "reads" | "sources" | "unknownMeans" | "waivable" | "covers"
> & { readonly covers?: readonly string[]; readonly waivable?: false };

const severities: Readonly<Record<Weight, Severity>> = {
  critical: "error",
  high: "error",
  medium: "warning",
  low: "info",
};

/** Makes a rule of what its file states. */
export function policyRule(spec: PolicyRuleSpec): PolicyRule {
  const later = spec.guardrail === undefined ? "" : `; what the plan cannot decide is decided by ${spec.guardrail}`;
  return {
    ...spec,
    covers: [...new Set(spec.covers)],
    waivable: spec.waivable ?? true,
    family: "SOV",
    severity: severities[spec.weight],
    reads: "documents",
    sources: spec.references,
    unknownMeans: `A value that no document states yet is an obligation, never a pass: the plan must decide it${later}.`,
  };
}
