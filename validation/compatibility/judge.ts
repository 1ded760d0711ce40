import { compatibilityRule, type CompatibilityRule } from "../../catalog/compatibility";
import { componentsOf, type Component } from "../platform/components";
import { nodePoolsOf, type NodePool } from "../platform/node-pools";
import type { Outcome, Subject } from "../rule";

/** What runs on the cluster, and on which nodes. */
export interface Platform {
  readonly subject: Subject;
  readonly components: readonly Component[];
  readonly pools: readonly NodePool[];
}

/** Judges one row of the compatibility table. */
export type Judge = (platform: Platform, row: CompatibilityRule) => Iterable<Outcome>;

/** Judges by row id. Every row of the table has a judge in one of the rules; a test sees to that. */
export type Judges = Readonly<Record<string, Judge>>;

/** Runs the judges; a fail gets the row's severity, sentence and id. */
export function* judgeRows(judges: Judges, subject: Subject): Iterable<Outcome> {
  const platform = { subject, components: componentsOf(subject), pools: nodePoolsOf(subject) };
  for (const [id, judge] of Object.entries(judges)) {
    const row = compatibilityRule(id);
    for (const outcome of judge(platform, row)) yield outcome.verdict === "pass" ? outcome : named(outcome, row);
  }
}

function named(outcome: Outcome, { id, severity, rule }: CompatibilityRule): Outcome {
  return {
    allowed: rule,
    ...outcome,
    message: `${outcome.message} (${id})`,
    ...(outcome.verdict === "fail" ? { severity } : {}),
  };
}

/** Where the facts of the judges' rows come from, each once. */
export function sourcesOf(judges: Judges): readonly string[] {
  return [...new Set(Object.keys(judges).map((id) => compatibilityRule(id).source))];
}
