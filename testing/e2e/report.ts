import type { PlannedDifference } from "./plan-differences";
import type { LeftOut } from "./judged-part";
import type { SimulatorMode } from "./simulator";
import type { Diagnostic } from "./terraform-lines";

/** The questions that are asked of each example, in this order. */
export const phases = ["validate", "plan", "judge", "apply", "second plan", "destroy", "calls"] as const;
export type Phase = (typeof phases)[number];

/** Something that went wrong in a phase, ready to be read by the person who must mend it. */
export interface Problem {
  readonly phase: Phase;
  readonly stack: string;
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
}

/** What became of one stack's resources. Counts are of resources, not of data sources. */
export interface StackReport {
  readonly name: string;
  readonly planned: number;
  readonly applied: number;
  readonly unchanged: number;
  readonly destroyed: number;
  /** Planned, but beyond what the simulated AWS can apply. */
  readonly plannedOnly: readonly LeftOut[];
  /** Neither planned nor applied: no provider, or nothing behind it. */
  readonly notJudged: readonly LeftOut[];
  /** Second-plan differences that the simulator causes, with the reason. */
  readonly forgiven: readonly { readonly address: string; readonly reason: string }[];
  readonly seconds: number;
}

/** One question and its answer. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  readonly seconds: number;
  readonly problems: readonly Problem[];
}

export interface ExampleReport {
  readonly name: string;
  readonly mode: SimulatorMode;
  readonly stacks: readonly StackReport[];
  readonly checks: readonly Check[];
  /** Host names called; empty in plain mode. */
  readonly hosts: readonly string[];
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
