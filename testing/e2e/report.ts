import type { PlannedDifference } from "./plan-differences";
import type { LeftOut } from "./judged-part";
import type { SimulatorMode } from "./simulator";
import type { Diagnostic } from "./terraform-lines";

/** The questions that are asked of each example, in this order. */
export const phases = ["validate", "plan", "judge", "apply", "second plan", "outputs", "destroy", "calls"] as const;
/** Part of a run that something can go wrong in. */
export type Phase = (typeof phases)[number];

/** Something that went wrong in a phase, ready to be read by the person who must mend it. */
export interface Problem {
  /** Phase that it happened in. */
  readonly phase: Phase;
  /** Name of the stack. */
  readonly stack: string;
  /** What went wrong, in one sentence. */
  readonly summary: string;
  /** What Terraform or the provider printed. @default - nothing more is known */
  readonly detail?: string;
  /** Address of the resource. @default - it is about no single one */
  readonly address?: string;
  /** The phase only follows from an earlier failure, it found nothing itself. */
  readonly notReached?: true;
}

/** What became of one stack's resources. Counts are of resources, not of data sources. */
export interface StackReport {
  /** Name of the stack. */
  readonly name: string;
  /** Resources that the plan makes. */
  readonly planned: number;
  /** Resources that were made. */
  readonly applied: number;
  /** Resources that a second plan leaves as they are. */
  readonly unchanged: number;
  /** Resources that were removed at the end. */
  readonly destroyed: number;
  /** Planned, but beyond what the simulated AWS can apply. */
  readonly plannedOnly: readonly LeftOut[];
  /** Neither planned nor applied: no provider, or nothing behind it. */
  readonly notJudged: readonly LeftOut[];
  /** Second-plan differences that the simulator causes, with the reason. */
  readonly forgiven: readonly { readonly address: string; readonly reason: string }[];
  /** Seconds that the stack took. */
  readonly seconds: number;
}

/** One question and its answer. */
export interface Check {
  /** The question. */
  readonly name: string;
  /** Whether the answer is yes. */
  readonly passed: boolean;
  /** Seconds that it took. */
  readonly seconds: number;
  /** What went wrong; empty where it passed. */
  readonly problems: readonly Problem[];
}

/** What became of an example. */
export interface ExampleReport {
  /** Name of the example. */
  readonly name: string;
  /** What stood in for AWS. */
  readonly mode: SimulatorMode;
  /** Its stacks, in the order of apply. */
  readonly stacks: readonly StackReport[];
  /** Questions that were asked of it. */
  readonly checks: readonly Check[];
  /** Host names called; empty in plain mode. */
  readonly hosts: readonly string[];
  /** Seconds that it took. */
  readonly seconds: number;
}

export function toProblem(phase: Phase, stack: string, diagnostic: Diagnostic): Problem {
  const { summary, detail, address } = diagnostic;
  return { phase, stack, summary, detail, ...(address ? { address } : {}) };
}

export function differenceProblem(stack: string, difference: PlannedDifference): Problem {
  const lines = difference.arguments.map(({ name, before, after }) => `${name}: ${before} -> ${after}`);
  const summary = `the second plan wants to ${difference.action}`;
  return { phase: "second plan", stack, summary, detail: lines.join("\n"), address: difference.address };
}
