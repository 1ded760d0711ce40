import type { Documents } from "../documents/types";
import type { CheckResult } from "../validation/engine";
import type { Finding } from "../validation/finding";
import { findingOf, runRule, type RuleCount } from "../validation/run-rule";
import type { Boundary } from "./boundary";
import { ObservedDocuments, type Coverage } from "./coverage";
import { evidenceOf, type Evidence } from "./evidence";
import { Places } from "./locations/places";
import type { PolicyOutcome, PolicyRule, PolicySubject, Stage } from "./rule";
import { policyRules } from "./rules";
import { applyWaivers, digest, hasher, type AcceptedObligation, type WaiverFile } from "./waiver";

/** What the sovereign rules judge by. */
export interface PolicyOptions {
  /** Boundary to judge by. */
  readonly boundary: Boundary;
  /** ISO date of the check; waivers expire by it. Needed where there are waivers. @default - waivers are refused */
  readonly today?: string;
  /** Findings that somebody approved, and unknowns that were accepted. @default - none */
  readonly waivers?: WaiverFile;
  /** Whether everything that is left open fails: unknowns that nobody accepted, unmodelled types, unread modules. @default false */
  readonly strict?: boolean;
  /** Rules to judge by. @default - all sovereign rules */
  readonly rules?: readonly PolicyRule[];
}

/** Something that this stage cannot decide, and who must. */
export interface Obligation {
  /** Id of the rule. */
  readonly rule: string;
  /** Address of what is not known yet. */
  readonly address: string;
  /** What is not known, in one sentence, lower case, without a full stop. */
  readonly message: string;
  /** Stage that decides it: `plan`, `deploy`, `runtime` or `evidence`. */
  readonly dischargedBy: string;
  /** Guardrail or record that decides it, where the plan cannot. */
  readonly guardrail?: string;
  /** Whether it is in the list of accepted obligations. */
  readonly accepted: boolean;
}

/** What was judged, so that a signed statement can name it. */
export interface Digests {
  /** Of the boundary and the rules' ids. */
  readonly policy: string;
  /** Of what was synthesised, or written, by stack. */
  readonly documents: Readonly<Record<string, string>>;
  /** Of the plans, by stack. */
  readonly plans: Readonly<Record<string, string>>;
}

/** What the sovereign rules found. */
export interface PolicyResult extends CheckResult {
  /** Name of the boundary. */
  readonly boundary: string;
  /** Whether the documents hold a plan. */
  readonly stage: "synth" | "plan";
  /** What this stage cannot decide. */
  readonly obligations: readonly Obligation[];
  /** Where everything is, and who holds the keys. */
  readonly evidence: Evidence;
  /** How much of the documents was judged. */
  readonly coverage: Coverage;
  /** Hashes of documents, boundary and rules, so that a result can be matched to what it judged. */
  readonly digests: Digests;
}

/** Findings of the engine itself: what could not be judged at all. */
export const unmodelledType = "SOV-unmodelled-type";
export const opaqueModule = "SOV-opaque-module";
const waiverRule = "SOV-OPS-07-guardrails-present";

/** Judges documents by a boundary. What is not decided is an obligation, never a pass; nothing is judged silently. */
export function runPolicy(documents: Documents, options: PolicyOptions): PolicyResult {
  const { boundary, waivers = { waivers: [], obligations: [] }, strict = false, today } = options;
  if (waivers.waivers.length > 0 && today === undefined) {
    throw new RangeError("waivers expire: state the day with `today`");
  }
  const rules = options.rules ?? policyRules;
  const stage = documents.stacks.some(({ kind }) => kind === "plan") ? "plan" : "synth";
  const observed = new ObservedDocuments(documents);
  const places = new Places(documents);
  const subject: PolicySubject = { documents: observed.view, boundary, places, stage, today };
  const hashOf = hasher(documents);
  const judged = rules.map((rule) => judge(rule, subject, hashOf));
  const found = judged.flatMap(({ findings }) => findings);
  const isWaivable = (id: string) => rules.find((rule) => rule.id === id)?.waivable ?? false;
  const { standing, waived, problems } = applyWaivers(found, waivers.waivers, today ?? "", isWaivable);
  const coverage = observed.coverage();
  const left = [
    ...unmodelledFindings(documents, coverage, strict),
    ...opaqueFindings(documents, strict),
    ...templateFindings(documents, strict),
  ];
  const accepted = (finding: Finding) => waivers.obligations.some((entry) => accepts(entry, finding, stage));
  const closed = standing.map((finding) =>
    strict && isOpen(finding) && !accepted(finding) ? closedBy(finding) : finding,
  );
  const aboutWaivers = problems.map(({ waiver, message }) => waiverFinding(waiver.rule, waiver.address, message));
  return {
    findings: [...closed, ...left, ...aboutWaivers].sort(byWeight),
    acknowledged: waived.map(({ finding, waiver }) => ({
      finding,
      acknowledgement: {
        rule: waiver.rule,
        path: waiver.address,
        reason: `${waiver.reason} (approved by ${waiver.approver})`,
        owner: waiver.owner,
        expires: waiver.expires,
      },
    })),
    rules: judged.map(({ count }) => count).sort((a, b) => compare(a.rule, b.rule)),
    boundary: boundary.data.name,
    stage,
    obligations: standing.filter(isOpen).map((finding) => obligationOf(finding, rules, accepted(finding))),
    evidence: evidenceOf(documents, boundary, places),
    coverage,
    digests: {
      policy: digest({ boundary: boundary.data, rules: rules.map(({ id }) => id) }),
      documents: digestsOf(documents, (kind) => kind !== "plan"),
      plans: digestsOf(documents, (kind) => kind === "plan"),
    },
  };
}

function digestsOf(
  { stacks }: Documents,
  isMeant: (kind: Documents["stacks"][number]["kind"]) => boolean,
): Readonly<Record<string, string>> {
  const meant = stacks.filter(({ kind }) => isMeant(kind));
  return Object.fromEntries(meant.map(({ name, source }) => [name, digest(source)]));
}

function judge(
  rule: PolicyRule,
  subject: PolicySubject,
  hashOf: (address: string) => string | undefined,
): { readonly findings: readonly Finding[]; readonly count: RuleCount } {
  const findings = new Map<string, Finding>();
  const { count, crash } = runRule(rule, [subject], (outcome: PolicyOutcome) => {
    const finding = sovereignFinding(rule, outcome, subject.stage, hashOf);
    if (finding === undefined) return;
    const key = [finding.verdict, finding.address ?? finding.path, finding.message].join("\0");
    const covers = [...new Set([...(findings.get(key)?.covers ?? []), ...(finding.covers ?? [])])];
    findings.set(key, { ...finding, covers });
  });
  return { findings: crash === undefined ? [...findings.values()] : [...findings.values(), crash], count };
}

function sovereignFinding(
  rule: PolicyRule,
  outcome: PolicyOutcome,
  stage: "synth" | "plan",
  hashOf: (address: string) => string | undefined,
): Finding | undefined {
  const finding = findingOf(rule, outcome);
  if (finding === undefined) return undefined;
  const { verdict, path, address, location, dischargedBy, covers } = outcome;
  const hash = hashOf(address ?? path);
  return {
    ...finding,
    ...(location === undefined ? {} : { location }),
    covers: covers ?? [],
    ...(verdict === "unknown" ? { dischargedBy: dischargedBy ?? nextStage(rule, stage) } : {}),
    ...(hash === undefined ? {} : { hash }),
  };
}

/** Who decides next: the plan after synth, then the rule's guardrail or record. */
function nextStage(rule: PolicyRule, stage: "synth" | "plan"): Stage {
  if (stage === "synth" && rule.stages.includes("plan")) return "plan";
  const later = (["deploy", "runtime", "evidence"] as const).find((one) => rule.stages.includes(one));
  return later ?? "evidence";
}

function isOpen(finding: Finding): boolean {
  return finding.verdict === "unknown" && finding.severity !== "error";
}

function accepts(entry: AcceptedObligation, finding: Finding, stage: "synth" | "plan"): boolean {
  // What the plan should have decided is not excused once the plan is there.
  if (entry.dischargedBy === "plan" && stage === "plan") return false;
  return entry.rule === finding.rule && entry.address === (finding.address ?? finding.path);
}

function closedBy(finding: Finding): Finding {
  return { ...finding, severity: "error", message: `${finding.message} (strict: nothing may stay open)` };
}

function obligationOf(finding: Finding, rules: readonly PolicyRule[], accepted: boolean): Obligation {
  const { rule, address, path, message, dischargedBy = "plan" } = finding;
  const guardrail = rules.find(({ id }) => id === rule)?.guardrail;
  return {
    rule,
    address: address ?? path,
    message,
    dischargedBy,
    ...(guardrail === undefined || dischargedBy === "plan" ? {} : { guardrail }),
    accepted,
  };
}

function unmodelledFindings(documents: Documents, coverage: Coverage, strict: boolean): readonly Finding[] {
  return Object.entries(coverage.unmodelled).map(([type, count]) => ({
    rule: unmodelledType,
    severity: strict ? ("error" as const) : ("info" as const),
    verdict: "unknown" as const,
    message: `no rule and no schema facts know ${type}: only its texts have been judged (${count} of them)`,
    path: type,
    address: documents.resources(type)[0]?.address ?? type,
    fix: "say what it is: write its schema facts with tools/policy/schema-facts.ts, or replace it by a type that is known",
    covers: [],
    dischargedBy: "deploy",
  }));
}

/** Types that deploy what another document describes. */
const templateTypes = [
  "aws_cloudformation_stack",
  "aws_cloudformation_stack_set",
  "aws_serverlessapplicationrepository_cloudformation_stack",
  "aws_servicecatalog_provisioned_product",
];

function templateFindings(documents: Documents, strict: boolean): readonly Finding[] {
  return documents.resources(...templateTypes).map(({ address, constructPath }) => ({
    rule: opaqueModule,
    severity: strict ? ("error" as const) : ("info" as const),
    verdict: "unknown" as const,
    message: "what its template makes is in no document: only the texts of the template have been judged",
    path: constructPath ?? address,
    address,
    fix: "write what it makes as resources of Terraform",
    covers: [],
    dischargedBy: "deploy",
  }));
}

function opaqueFindings({ opaqueModules }: Documents, strict: boolean): readonly Finding[] {
  return opaqueModules.map(({ address, stack, source }) => ({
    rule: opaqueModule,
    severity: strict ? ("error" as const) : ("info" as const),
    verdict: "unknown" as const,
    message: `the module's source (${source === "" ? "none stated" : source}) is not here: nothing in it has been judged`,
    path: stack,
    address,
    fix: "run terraform init first, or judge the plan",
    covers: [],
    dischargedBy: "plan",
  }));
}

function waiverFinding(rule: string, address: string, message: string): Finding {
  return {
    rule: waiverRule,
    severity: "error",
    verdict: "fail",
    message: `the waiver of ${rule} is void: ${message}`,
    path: address,
    address,
    fix: "mend what it waives, or have a new waiver approved",
    covers: [],
  };
}

const weights = { error: 0, warning: 1, info: 2 } as const;

function byWeight(a: Finding, b: Finding): number {
  return (
    weights[a.severity] - weights[b.severity] ||
    compare(a.rule, b.rule) ||
    compare(a.address ?? a.path, b.address ?? b.path) ||
    compare(a.message, b.message)
  );
}

/** By code units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
