/** How much a finding weighs: an `error` stops synth, a `warning` is printed, `info` is a remark. */
export type Severity = "error" | "warning" | "info";

/**
 * What a rule decided about one subject. `unknown` means that a value it needs is not known yet (a token, a value that
 * only the plan has, a fact the catalogue lacks); it is never counted as a pass.
 */
export type Verdict = "pass" | "fail" | "unknown";

/** One thing that is wrong (or not provable), written for the person who must mend it. */
export interface Finding {
  /** Id of the rule, which is the name of its file: `FAB-001-efa-interface-count`. */
  readonly rule: string;
  /** `error` stops synth and pipelines, `warning` and `info` do not. */
  readonly severity: Severity;
  /** `fail` is wrong for certain; `unknown` could not be judged. */
  readonly verdict: Exclude<Verdict, "pass">;
  /** What is wrong, in one sentence, lower case, without a full stop. */
  readonly message: string;
  /** Where in the construct tree: `cloud-training/training`. For props, the property's path: `pools[1].nodes`. */
  readonly path: string;
  /** Address of the emitted object as its own tool prints it: `aws_launch_template.x`, `ClusterQueue/research`. */
  readonly address?: string;
  /** The value that was given. */
  readonly given?: unknown;
  /** What would have been allowed: a list, a range or a sentence. */
  readonly allowed?: unknown;
  /** How to mend it, as an instruction. */
  readonly fix: string;
  /** Where the fact comes from. */
  readonly sources?: readonly string[];
  /** Sovereign rules: where the thing is, or would be, e.g. `us-east-1 (US)`. */
  readonly location?: string;
  /** Sovereign rules: checks of other tools that find this very fault. */
  readonly covers?: readonly string[];
  /** Sovereign rules: the stage that must decide an unknown: `plan`, `deploy`, `runtime`, `evidence`. */
  readonly dischargedBy?: string;
  /** Sovereign rules: hash of what stands at the address, which a waiver names. */
  readonly hash?: string;
}

/** One finding as text: what, where, given, allowed, mend, rule. */
export function formatFinding(finding: Finding): string {
  const lines = [`${finding.severity} ${finding.path}: ${finding.message}`];
  if (finding.given !== undefined) lines.push(`  given:   ${show(finding.given)}`);
  if (finding.allowed !== undefined) lines.push(`  allowed: ${show(finding.allowed)}`);
  if (finding.location !== undefined) lines.push(`  place:   ${finding.location}`);
  if (finding.dischargedBy !== undefined) lines.push(`  decided: by ${finding.dischargedBy}`);
  lines.push(`  fix:     ${finding.fix}`);
  if (finding.address !== undefined) lines.push(`  address: ${finding.address}`);
  lines.push(`  rule:    ${finding.rule}`);
  return lines.join("\n");
}

function show(value: unknown): string {
  if (Array.isArray(value)) return value.map(show).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}
